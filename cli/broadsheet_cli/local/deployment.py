"""`sam deploy`, without its seconds: package, translate, create the stack, wait."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.gaps.template import expand_api_bodies
from broadsheet_cli.local.translation import Deployable, translate

STACK = "broadsheet"
CODE_BUCKET = "broadsheet-code"
TEMPLATE = "template.json"


def create_stack(
    project: Path, client: Callable[[str], Any], region: str, parameters: dict[str, str]
) -> dict[str, str]:
    """Deploy the project's template and return the stack's outputs. Raises LocalError."""
    deployable = translate(project, bucket=CODE_BUCKET, region=region, parameters=parameters)
    _store_code(deployable, client("s3"), region)
    cloudformation = client("cloudformation")
    try:
        cloudformation.create_stack(
            StackName=STACK,
            TemplateURL=_store_template(deployable, client("s3"), region),
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            Capabilities=["CAPABILITY_IAM"],
            OnFailure="DO_NOTHING",
        )
    except ClientError as error:
        raise LocalError(f"The template could not be deployed: {error}") from None
    return _outputs(cloudformation)


def _store_code(deployable: Deployable, s3: Any, region: str) -> None:
    s3.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": region})
    for package in deployable.packages:
        s3.put_object(Bucket=CODE_BUCKET, Key=package.key, Body=package.content)


def _store_template(deployable: Deployable, s3: Any, region: str) -> str:
    """Its address. A template that comes with the request may have 51,200 bytes, and ours has more."""
    body = json.dumps(expand_api_bodies(deployable.template))
    s3.put_object(Bucket=CODE_BUCKET, Key=TEMPLATE, Body=body.encode())
    return f"https://s3.{region}.amazonaws.com/{CODE_BUCKET}/{TEMPLATE}"


def _outputs(cloudformation: Any) -> dict[str, str]:
    while True:
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
        if stack["StackStatus"] == "CREATE_COMPLETE":
            return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        if "IN_PROGRESS" not in stack["StackStatus"]:
            raise LocalError(f"The template could not be deployed: {_reasons(cloudformation)}")
        time.sleep(0.05)


def _reasons(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [e for e in events if "FAILED" in e["ResourceStatus"] and e.get("ResourceStatusReason")]
    return (
        "; ".join(f"{e['LogicalResourceId']}: {e['ResourceStatusReason']}" for e in failed)
        or "no reason given"
    )
