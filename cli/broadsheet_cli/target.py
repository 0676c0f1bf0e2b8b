"""The stack that a command speaks to: one that runs on this machine, or one deployed to AWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet_cli.env import running_stack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

LOCAL_STACK = "broadsheet"


@dataclass(frozen=True)
class Target:
    """What a command may use of a stack."""

    bucket: str
    comments_table: str
    s3: S3Client
    dynamodb: DynamoDBClient


def find_target(stack: str | None, port: int) -> Target:
    """The deployed stack of that name, or else the site served on that port. Raises ClickException."""
    session = boto3.Session() if stack else _local_session(port)
    endpoint = None if stack else running_stack(port)["AWS_ENDPOINT_URL"]
    try:
        outputs = _outputs(session, endpoint, stack or LOCAL_STACK)
        return Target(
            outputs["UploadsBucket"],
            outputs["CommentsTable"],
            session.client("s3", endpoint_url=endpoint),
            session.client("dynamodb", endpoint_url=endpoint),
        )
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(f"the stack {stack or LOCAL_STACK} cannot be read: {error}") from error
    except KeyError as error:
        message = f"the stack {stack} has no output {error}: it is not a Broadsheet stack"
        raise click.ClickException(message) from error


def _local_session(port: int) -> boto3.Session:
    env = running_stack(port)
    return boto3.Session(
        env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], region_name=env["AWS_REGION"]
    )


def _outputs(session: boto3.Session, endpoint: str | None, stack: str) -> Mapping[str, str]:
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
