"""Gaps filled in what a role must permit beside the calls themselves: on AWS a function's messages are
taken, its streams read and its lines logged with its rights, and who may not list a bucket does not learn
what is missing in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.arn import parse_arn
from ministack.core.router import extract_access_key_id
from ministack.services import cloudwatch_logs, lambda_svc, s3

TO_POLL = {
    "sqs": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "dynamodb": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
}
TO_LOG = ("logs:CreateLogStream", "logs:PutLogEvents")
Mapping = tuple[str, str, dict[str, Any]]
every_mapping = lambda_svc._iter_all_esms


def fill() -> None:
    """Called once in the child process, before ministack serves its first request."""
    mappings_poll_with_rights()
    functions_log_with_rights()
    what_is_missing_is_told_to_who_may_list()


def mappings_poll_with_rights() -> None:
    """It polls whatever a mapping names."""

    def permitted() -> Iterator[Mapping]:
        return (mapping for mapping in every_mapping() if _may_poll(mapping))

    lambda_svc._iter_all_esms = permitted


def functions_log_with_rights() -> None:
    """It logs for every function."""
    emit = lambda_svc._emit_lambda_logs

    def emitting(function: dict[str, Any], *rest: Any, **more: Any) -> None:
        config = function.get("config") or function
        group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config['FunctionName']}"
        if _permits(config.get("Role", ""), TO_LOG, cloudwatch_logs._make_group_arn(group)):
            emit(function, *rest, **more)

    lambda_svc._emit_lambda_logs = emitting


def what_is_missing_is_told_to_who_may_list() -> None:
    """S3 answers 403 for a missing key to anybody else, and not 404 (GetObject, "Permissions")."""
    answer = s3.handle_request

    async def answering(
        method: str, path: str, headers: dict[str, Any], body: bytes, query: dict[str, Any], **more: Any
    ) -> Any:
        reply = await answer(method, path, headers, body, query, **more)
        bucket, key = s3._parse_bucket_key(path, headers)
        caller = extract_access_key_id(headers, query)
        if reply[0] != 404 or method not in ("GET", "HEAD") or not key or not caller:
            return reply
        denied = iam_evaluator.enforce(
            caller, "s3:ListBucket", "s3", "", resource_arn=f"arn:aws:s3:::{bucket}"
        )
        return s3._error("AccessDenied", "Access Denied", 403, path) if denied else reply

    s3.handle_request = answering


def _may_poll(mapping: Mapping) -> bool:
    account, region, esm = mapping
    source = esm["EventSourceArn"]
    found = lambda_svc._functions._data.get((account, region, esm["FunctionName"])) or {}
    role = found.get("config", {}).get("Role", "")
    return _permits(role, TO_POLL.get(parse_arn(source).service, ()), source)


def _permits(role: str, actions: tuple[str, ...], resource: str) -> bool:
    """Whether the role permits all of these on one resource."""
    account = role.split(":")[4] if role.count(":") > 4 else ""
    policies = iam_evaluator._gather_role_policies(role.rpartition("/")[2], account)
    asked = (
        iam_evaluator.EvalContext(role, "AssumedRole", account, action, resource, "") for action in actions
    )
    return all(iam_evaluator.evaluate(context, policies).decision == "Allow" for context in asked)
