"""Gaps filled inside ministack's own process."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import cloudfront_js, iam_actions, iam_evaluator, lambda_runtime
from ministack.services import cloudfront, dynamodb, eventbridge, lambda_svc
from ministack.services.cloudformation import handlers, provisioners

from broadsheet_cli.local import edge
from broadsheet_cli.local.gaps import functions, queues, rights, scanning

STACK_GUID = "6b6f7064-7275-636b-6572-00c0ffee0001"
# A laptop is not a region: other functions and the stack itself want their share of it.
WORKERS = max(1, (os.cpu_count() or 2) // 2)
PROJECT = Path(__file__).resolve().parents[4]
CHECKOUT = [str(PROJECT / folder) for folder in ("functions", "layers/core", "templates", "cli")]
WARMING: set[str] = set()


def fill(port: int) -> None:
    """Called once in the child process, before ministack serves its first request."""
    for gap in (
        loopback_is_secure,
        stack_keeps_its_id,
        few_at_a_time,
        streams_heed_partial_failures,
        schedules_fire_on_time,
        ttl_is_kept,
        functions_see_their_layers_only,
        a_batch_needs_no_permission_of_its_own,
        keys_may_hold_line_breaks,
        policies_are_read_once,
        writes_show_their_conditions,
        functions_without_node,
    ):
        gap()
    distribution_reaches_api(port)
    queues.fill()
    functions.fill()
    rights.fill()
    scanning.fill()


def loopback_is_secure() -> None:
    """The buckets refuse what is not TLS; on this machine's own loopback nothing is overheard."""
    pin: Callable[[str, bool], None] = app.pin_request_origin
    app.pin_request_origin = lambda address, _tls: pin(address, True)


def stack_keeps_its_id() -> None:
    """Bucket names are made of the stack's id: the same at each start, so that a shell in which
    `broadsheet env` was read still names the right bucket."""
    handlers.new_uuid = lambda: STACK_GUID


def few_at_a_time() -> None:
    """Each concurrent batch is a process here: no more of them than half the processors, and none
    while the function's first process is still starting."""
    allowed = lambda_svc._sqs_esm_concurrency

    def concurrency(mapping: dict[str, Any], *rest: Any) -> int:
        name = mapping["FunctionName"]
        # Pictures take a processor and ask little of the stack: as many at once as there are.
        workers = os.cpu_count() or 2 if "MediaFunction" in name else WORKERS
        return 0 if name in WARMING else min(workers, allowed(mapping, *rest))

    lambda_svc._sqs_esm_concurrency = concurrency


def streams_heed_partial_failures() -> None:
    """ministack takes a stream's batch for done although the function named failures in it."""
    execute = lambda_svc._execute_function

    def executing(function: dict[str, Any], event: Any) -> Any:
        result = execute(function, event)
        if _of_a_stream(event) and not result.get("error") and _failures(result):
            return result | {"error": True}
        return result

    lambda_svc._execute_function = executing


def _of_a_stream(event: Any) -> bool:
    records = event.get("Records", []) if isinstance(event, dict) else []
    return any(record.get("eventSource") == "aws:dynamodb" for record in records)


def _failures(result: dict[str, Any]) -> bool:
    body = result.get("body")
    return isinstance(body, dict) and bool(body.get("batchItemFailures"))


def schedules_fire_on_time() -> None:
    """It looks at its rules every ten seconds only, so that a minute would take up to seventy."""
    eventbridge._SCHEDULER_TICK_INTERVAL = 1


def ttl_is_kept() -> None:
    """CloudFormation's TimeToLiveSpecification is dropped; the sweeper itself works."""
    table = provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::Table"]
    create = table["create"]

    def creating(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        name, attributes = create(logical_id, properties, stack)
        wanted = properties.get("TimeToLiveSpecification")
        if wanted:
            dynamodb._ttl_settings[name] = {
                "TimeToLiveStatus": "ENABLED",
                "AttributeName": wanted["AttributeName"],
            }
        return name, attributes

    table["create"] = creating


def distribution_reaches_api(port: int) -> None:
    """CloudFront refuses to call names of AWS: the HTTP API's leads back to this very process."""
    forward = cloudfront._forward_to_origin

    def forwarding(
        origin: dict[str, Any], method: str, uri: str, query: str, headers: dict[str, Any], *rest: Any
    ) -> Any:
        api = re.fullmatch(r"([0-9a-z]+)\.execute-api\..+", origin["domain_name"])
        if api:
            origin = origin | {
                "domain_name": "127.0.0.1",
                "http_port": port,
                "protocol_policy": "http-only",
            }
            headers = headers | {"host": f"{api[1]}.execute-api.localhost"}
        return forward(origin, method, uri, query, headers, *rest)

    cloudfront._forward_to_origin = forwarding


def functions_see_their_layers_only() -> None:
    """A function's process starts from this environment, in which the project itself is installed:
    take that away, so that a layer missing in the template is missing here."""
    script = f"import sys\nsys.path[:] = [p for p in sys.path if p not in {CHECKOUT!r}]\n"
    lambda_runtime._PYTHON_WORKER_SCRIPT = script + lambda_runtime._PYTHON_WORKER_SCRIPT


def a_batch_needs_no_permission_of_its_own() -> None:
    """On AWS `sqs:SendMessage` permits SendMessageBatch too; there is no action of that name."""
    extract = iam_actions.extract_iam_action

    def extracting(service: str, *rest: Any, **more: Any) -> Any:
        action = extract(service, *rest, **more)
        return action.removesuffix("Batch") if service == "sqs" and action else action

    iam_actions.extract_iam_action = extracting


def keys_may_hold_line_breaks() -> None:
    """In its policies a `*` stops at the end of a line: a key with a line break was forbidden."""
    compiled = iam_evaluator._fnmatch_compile

    @cache
    def compiling(pattern: str, ignore_case: bool) -> re.Pattern[str]:
        found = compiled(pattern, ignore_case)
        return re.compile(found.pattern, found.flags | re.DOTALL)

    iam_evaluator._fnmatch_compile = compiling


def policies_are_read_once() -> None:
    """It read all policies of the caller anew with every request, twice."""
    read = iam_evaluator.parse_policy_document
    known = cache(read)
    iam_evaluator.parse_policy_document = lambda doc: (known if isinstance(doc, str) else read)(doc)


def writes_show_their_conditions() -> None:
    """A bucket's policy can demand conditional writes: by `s3:if-match` and `s3:if-none-match`, which are
    missing here, and by what exempts the parts of a multipart upload."""
    context = iam_actions.s3_service_context

    def contextual(action: str, query: Any, path: str = "", headers: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = context(action, query, path, headers)
        if action != "s3:PutObject":
            return found
        conditions = {
            f"s3:{name}": headers[name] for name in ("if-match", "if-none-match") if name in headers
        }
        in_parts = "uploads" in query or "partNumber" in query
        return found | conditions | {"s3:ObjectCreationOperation": "false" if in_parts else "true"}

    iam_actions.s3_service_context = contextual


def functions_without_node() -> None:
    """CloudFront's functions need Node: without it, the same two in Python."""
    if shutil.which("node") is None:
        cloudfront_js.evaluate = edge.evaluate
