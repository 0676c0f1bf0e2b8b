"""The stack that a command speaks to: one that runs on this machine, or one deployed to AWS."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import click
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.adapters.aws.buckets import S3Uploads
from broadsheet.adapters.aws.messages import SqsQueue
from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.errors import BroadsheetError
from broadsheet_cli.env import PORT, running_stack

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

F = TypeVar("F", bound=Callable[..., Any])
LOCAL_STACK = "broadsheet"
CONFIG = Config(max_pool_connections=32, retries={"mode": "standard", "max_attempts": 5})
QUEUES = {"uploads": "UploadsQueueUrl", "images": "ImagesQueueUrl", "pages": "PagesQueueUrl"}
DEAD_LETTERS = {
    "uploads": "UploadsDeadLettersUrl",
    "images": "ImagesDeadLettersUrl",
    "pages": "PagesDeadLettersUrl",
    "changes": "ChangesDeadLettersUrl",
}


@dataclass(frozen=True)
class Target:
    """What a command may use of a stack: the names of its outputs, and clients that reach it."""

    stack: str
    outputs: Mapping[str, str]
    session: boto3.Session
    endpoint: str | None = None

    def output(self, name: str) -> str:
        """Raises ClickException where the stack has none of that name."""
        if name not in self.outputs:
            message = (
                f"the stack {self.stack} has no output {name}: it is not a Broadsheet stack, or an old one"
            )
            raise click.ClickException(f"{message}; `sam deploy` brings it up to date.")
        return self.outputs[name]

    # -- names

    @property
    def bucket(self) -> str:
        return self.output("UploadsBucket")

    @property
    def site_bucket(self) -> str:
        return self.output("SiteBucket")

    @property
    def comments_table(self) -> str:
        return self.output("CommentsTable")

    @property
    def distribution(self) -> str:
        return self.output("DistributionId")

    @property
    def site_url(self) -> str:
        return self.output("SiteUrl").rstrip("/")

    @property
    def queues(self) -> dict[str, str]:
        """The URLs of the queues by what they hold."""
        return {name: self.output(output) for name, output in QUEUES.items()}

    @property
    def dead_letters(self) -> dict[str, str]:
        """The URLs of the dead-letter queues by what did not arrive."""
        return {name: self.output(output) for name, output in DEAD_LETTERS.items()}

    # -- clients

    def client(self, service: str) -> Any:
        return self.session.client(service, endpoint_url=self.endpoint, config=CONFIG)  # type: ignore[call-overload]

    @cached_property
    def s3(self) -> S3Client:
        client: S3Client = self.client("s3")
        return client

    @cached_property
    def sqs(self) -> SQSClient:
        client: SQSClient = self.client("sqs")
        return client

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        client: DynamoDBClient = self.client("dynamodb")
        return client

    @cached_property
    def cloudfront(self) -> CloudFrontClient:
        client: CloudFrontClient = self.client("cloudfront")
        return client

    # -- the same behind their ports

    @cached_property
    def uploads(self) -> S3Uploads:
        return S3Uploads(self.s3, self.bucket)

    @cached_property
    def catalogue(self) -> DynamoTable:
        return DynamoTable(self.dynamodb, self.output("CatalogueTable"))

    def queue(self, name: str) -> SqsQueue:
        return SqsQueue(self.sqs, self.queues[name])

    @contextlib.contextmanager
    def reached(self) -> Iterator[None]:
        """What AWS refuses, or does not answer, as an error of the command line."""
        try:
            yield
        except (ClientError, BotoCoreError, BroadsheetError) as error:
            raise click.ClickException(f"the stack {self.stack}: {error}") from error


def of_a_stack(command: F) -> F:
    """The two options that say which stack is meant."""
    stack = click.option(
        "--stack", help="A deployed CloudFormation stack; without it, the site that runs on this machine."
    )
    port = click.option(
        "--port", type=PORT, default=8000, help="The port that `broadsheet serve` listens on."
    )
    return stack(port(command))


def find_target(stack: str | None, port: int) -> Target:
    """The deployed stack of that name, or else the site served on that port. Raises ClickException."""
    env = {} if stack else running_stack(port)
    try:
        session = boto3.Session() if stack else _local_session(env)
        target = Target(stack or LOCAL_STACK, {}, session, env.get("AWS_ENDPOINT_URL"))
        return Target(target.stack, _outputs(target), session, target.endpoint)
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(f"the stack {stack or LOCAL_STACK} cannot be read: {error}") from error


def _local_session(env: Mapping[str, str]) -> boto3.Session:
    return boto3.Session(
        env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], region_name=env["AWS_REGION"]
    )


def _outputs(target: Target) -> Mapping[str, str]:
    found = target.client("cloudformation").describe_stacks(StackName=target.stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
