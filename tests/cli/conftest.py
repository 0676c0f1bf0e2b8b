"""A deployed stack as moto plays it: buckets, queues and the catalogue, and the outputs that name them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result

from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.main import main
from broadsheet_cli.target import DEAD_LETTERS, QUEUES, Target, find_target

STACK = "news"


@dataclass(frozen=True)
class Deployed:
    """The stack as an operator finds it."""

    target: Target

    def run(self, command: str, *arguments: object, stack: str = STACK) -> Result:
        return CliRunner().invoke(main, [command, "--stack", stack, *map(str, arguments)])

    def upload(self, key: str, body: bytes = b"text") -> str:
        """The ETag."""
        stored = self.target.s3.put_object(Bucket=self.target.bucket, Key=key, Body=body)
        return str(stored["ETag"]).strip('"')

    def delete(self, key: str) -> None:
        self.target.s3.delete_object(Bucket=self.target.bucket, Key=key)

    def answer(self, key: str, etag: str | None) -> None:
        body = json.dumps({"key": key, "state": "published" if etag else "withdrawn", "etag": etag})
        self.target.s3.put_object(Bucket=self.target.bucket, Key=receipt_key(key), Body=body.encode())

    def send(self, url: str, body: object) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.target.sqs.send_message(QueueUrl=url, MessageBody=text)

    def messages(self, url: str) -> list[Any]:
        """What is in a queue, for whoever takes it."""
        found = self.target.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [_parsed(message["Body"]) for message in found]


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """The outputs of the account's stacks by name: moto plays CloudFormation only with more libraries."""
    found: dict[str, dict[str, str]] = {}

    def outputs(target: Target) -> dict[str, str]:
        if target.stack not in found:
            answer = {"Error": {"Code": "ValidationError", "Message": f"{target.stack} does not exist"}}
            raise ClientError(answer, "DescribeStacks")  # type: ignore[arg-type]
        return found[target.stack]

    monkeypatch.setattr("broadsheet_cli.target._outputs", outputs)
    return found


@pytest.fixture
def deployed(moto_aws: None, stacks: dict[str, dict[str, str]]) -> Deployed:
    outputs = {
        "UploadsBucket": _bucket("uploads"),
        "SiteBucket": _bucket("site"),
        "CatalogueTable": _table("catalogue"),
        "CommentsTable": _table("comments"),
        "SiteUrl": "https://news.example",
    }
    sqs = boto3.client("sqs")
    for output in [*QUEUES.values(), *DEAD_LETTERS.values()]:
        outputs[output] = sqs.create_queue(QueueName=output)["QueueUrl"]
    stacks[STACK] = outputs
    return Deployed(find_target(STACK, 0))


def _bucket(name: str) -> str:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def _table(name: str) -> str:
    boto3.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return name
