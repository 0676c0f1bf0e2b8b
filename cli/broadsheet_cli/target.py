"""The stack that a command speaks to: one that runs on this machine, or one deployed to AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import click
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet_cli.env import running_stack

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Target:
    """An uploads bucket and a client for it."""

    bucket: str
    s3: S3Client


def find_target(stack: str | None, port: int) -> Target:
    """The deployed stack of that name, or else the site served on that port. Raises ClickException."""
    return _deployed(stack) if stack else _local(port)


def _local(port: int) -> Target:
    env = running_stack(port)
    client = boto3.client(
        "s3",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )
    return Target(env["BROADSHEET_UPLOADS"], client)


def _deployed(stack: str) -> Target:
    try:
        found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(f"the stack {stack} cannot be read: {error}") from error
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    if "UploadsBucket" not in outputs:
        raise click.ClickException(
            f"the stack {stack} has no output UploadsBucket: it is not a Broadsheet stack"
        )
    return Target(outputs["UploadsBucket"], boto3.client("s3"))
