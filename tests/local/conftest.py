"""A small site of its own for the local stack: the real template, and functions of a few lines."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from broadsheet_cli.local.stack import PROJECT, LocalStack

HEAD = """
import json, os
import boto3
from urllib.parse import unquote_plus
s3, dynamodb, sqs = (boto3.client(name) for name in ("s3", "dynamodb", "sqs"))
DONE = {"batchItemFailures": []}
"""
FUNCTIONS = {
    "ingest": """
def lambda_handler(event, context):
    for record in event["Records"]:
        body = json.loads(record["body"])
        found = [unquote_plus(r["s3"]["object"]["key"]) for r in body.get("Records", [])]
        for key in body.get("keys", found):
            try:
                head = s3.head_object(Bucket=os.environ["UPLOADS_BUCKET"], Key=key)
                version = head["VersionId"]
            except s3.exceptions.ClientError as error:
                version = error.response["Error"]["Code"]
            item = {"pk": {"S": key[:200]}, "sk": {"S": "ARTICLE"}, "version": {"S": version}}
            dynamodb.put_item(TableName=os.environ["CATALOGUE_TABLE"], Item=item)
    return DONE
""",
    "invalidate": """
def lambda_handler(event, context):
    for record in event["Records"]:
        page = json.dumps({"page": record["dynamodb"]["Keys"]["pk"]["S"]})
        sqs.send_message(QueueUrl=os.environ["PAGES_QUEUE_URL"], MessageBody=page)
    return DONE
""",
    "render": """
def lambda_handler(event, context):
    for record in event["Records"]:
        page = json.loads(record["body"]).get("page", "standing")
        tables = (os.environ["CATALOGUE_TABLE"], os.environ["COMMENTS_TABLE"])
        rows = []
        for table in tables:
            rows += dynamodb.query(
                TableName=table, ConsistentRead=True, KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": page}})["Items"]
        where = {"Bucket": os.environ["SITE_BUCKET"], "Key": f"{page}/index.html"}
        s3.delete_object(**where)
        s3.put_object(
            **where, Body=json.dumps(rows).encode(), IfNoneMatch="*",
            ContentType="text/html; charset=utf-8", Metadata={"rev": "1"})
    return DONE
""",
    "media": """
def lambda_handler(event, context):
    return DONE
""",
    "clock": """
def lambda_handler(event, context):
    sqs.send_message(QueueUrl=os.environ["PAGES_QUEUE_URL"], MessageBody=json.dumps({"page": "ticked"}))
""",
    "comments": """
def lambda_handler(event, context):
    article = event["pathParameters"]["id"]
    if article == "unknown":
        return {"statusCode": 404, "headers": {"content-type": "application/problem+json"}, "body": "{}"}
    item = {"pk": {"S": article}, "sk": {"S": context.aws_request_id}, "body": {"S": event["body"]}}
    dynamodb.put_item(TableName=os.environ["COMMENTS_TABLE"], Item=item)
    return {"statusCode": 201, "body": event["headers"]["x-forwarded-for"]}
""",
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


Fetch = Callable[..., Reply]


@pytest.fixture(scope="session")
def scratch_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    shutil.copy(PROJECT / "template.yaml", project)
    for folder in ("functions", "layers/core", "layers/images", "templates"):
        (project / folder).mkdir(parents=True)
    for name, code in FUNCTIONS.items():
        (project / "functions" / f"{name}.py").write_text(HEAD + code)
    return project


@pytest.fixture(scope="session")
def stack(scratch_project: Path) -> Iterator[LocalStack]:
    with LocalStack(project=scratch_project) as running:
        s3 = running.client("s3")
        for key, body in {"index.html": b"<p>front", "404.html": b"<p>nothing here"}.items():
            s3.put_object(
                Bucket=running.site_bucket, Key=key, Body=body, ContentType="text/html", IfNoneMatch="*"
            )
        yield running


@pytest.fixture
def fetch(stack: LocalStack) -> Fetch:
    return _fetcher(stack.url)


@pytest.fixture
def fetcher() -> Callable[[str], Fetch]:
    return _fetcher


def _fetcher(url: str) -> Fetch:
    def fetch(path: str, method: str = "GET", body: str | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        try:
            connection.request(method, path, body, {n.replace("_", "-"): v for n, v in headers.items()})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            connection.close()

    return fetch
