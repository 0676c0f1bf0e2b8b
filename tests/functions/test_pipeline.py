"""Each function on AWS as moto plays it: an upload goes from hand to hand until it is a page."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.types import TypeSerializer

import broadsheet.wiring
import clock
import ingest
import invalidate
import render
from broadsheet.adapters.aws.messages import SystemClock
from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain.addresses import article_id, correlation_id
from broadsheet.domain.rows import copy_key
from broadsheet.errors import ConfigError
from broadsheet.publishing.sweeping import Sweep
from broadsheet.publishing.sweeping.notes import EVERY
from broadsheet.together import in_turn

EVENT = json.loads((Path(__file__).parent.parent / "events" / "upload_article.json").read_text())
KEY = "articles/my news/a+b.md"
serialize = TypeSerializer().serialize
Event = dict[str, Any]


class Context(LambdaContext):
    def __init__(self) -> None:
        self._function_name = "function"
        self._memory_limit_in_mb = 512
        self._invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:function"
        self._aws_request_id = "11111111-2222-3333-4444-555555555555"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 50_000


@pytest.fixture(autouse=True)
def deployment(moto_aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    for bucket in ("uploads", "site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        monkeypatch.setenv(f"{bucket.upper()}_BUCKET", bucket)
    for table in ("catalogue", "comments"):
        _create_table(table, "pk", "sk")
        monkeypatch.setenv(f"{table.upper()}_TABLE", table)
    _create_table("guards", "key")
    monkeypatch.setenv("GUARDS_TABLE", "guards")
    monkeypatch.setattr(broadsheet.wiring, "side_by_side", lambda _: in_turn)  # moto knows no threads
    for queue in ("uploads", "images", "pages"):
        monkeypatch.setenv(f"{queue.upper()}_QUEUE_URL", sqs.create_queue(QueueName=queue)["QueueUrl"])
    monkeypatch.setenv("DISTRIBUTION_ID", _create_distribution())
    monkeypatch.setenv("SITE_URL", "https://news.example")
    broadsheet.wiring.services.cache_clear()
    broadsheet.wiring._client.cache_clear()
    yield
    broadsheet.wiring.services.cache_clear()
    broadsheet.wiring._client.cache_clear()


def _create_table(name: str, *keys: str) -> None:
    schema: Any = [
        {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
    ]
    boto3.client("dynamodb").create_table(
        TableName=name,
        KeySchema=schema,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        BillingMode="PAY_PER_REQUEST",
    )


def _create_distribution() -> str:
    origin: Any = {
        "Quantity": 1,
        "Items": [
            {
                "Id": "site",
                "DomainName": "site.s3.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }
        ],
    }
    config: Any = {
        "CallerReference": "1",
        "Origins": origin,
        "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
        "Comment": "",
        "Enabled": True,
    }
    return boto3.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"]


def upload(body: bytes) -> None:
    boto3.client("s3").put_object(Bucket="uploads", Key=KEY, Body=body)


def rows(table: str = "catalogue") -> list[dict[str, Any]]:
    return boto3.client("dynamodb").scan(TableName=table)["Items"]


def stream_event() -> Event:
    """What the stream would say of everything that is in the catalogue."""
    records = (
        {"eventName": "INSERT", "dynamodb": {"Keys": {k: row[k] for k in ("pk", "sk")}, "NewImage": row}}
        for row in rows()
    )
    return {"Records": list(records)}


def queued(name: str) -> Event:
    """What is on a queue, as Lambda would hand it over."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found: list[Any] = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += batch
    attributes = {"ApproximateReceiveCount": "1"}
    return {
        "Records": [
            {
                "messageId": m["MessageId"],
                "body": m["Body"],
                "attributes": attributes,
                "eventSource": "aws:sqs",
            }
            for m in found
        ]
    }


def test_an_upload_goes_from_hand_to_hand_until_it_is_a_page_and_a_receipt() -> None:
    upload(b"# Harbour reopens\n\nThe ferries sail again.")

    assert ingest.lambda_handler(EVENT, Context()) == {"batchItemFailures": []}
    assert invalidate.lambda_handler(stream_event(), Context()) == {"batchItemFailures": []}
    assert render.lambda_handler(queued("pages"), Context()) == {"batchItemFailures": []}

    s3 = boto3.client("s3")
    page = s3.get_object(Bucket="site", Key="my-news/a-b/index.html")
    assert b"The ferries sail again." in page["Body"].read()
    assert page["ContentType"] == "text/html; charset=utf-8"
    receipt = json.loads(s3.get_object(Bucket="uploads", Key=f"receipts/{KEY}.json")["Body"].read())
    assert receipt["url"] == "https://news.example/my-news/a-b/"


def test_a_malformed_upload_is_no_failure() -> None:
    upload(b"\xff\xfe\x00broken")

    answer = ingest.lambda_handler(EVENT, Context())

    assert answer == {"batchItemFailures": []}


def test_a_message_that_fails_comes_back_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    upload(b"# Harbour reopens")
    poison = EVENT["Records"][0] | {"messageId": "poison", "body": "not json"}

    answer = ingest.lambda_handler({"Records": [poison, *EVENT["Records"]]}, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert rows()


@pytest.mark.parametrize("body", ['{"keys": "articles/a.md"}', '{"keys": [5]}', '{"keys": null}', "[]5", "7"])
def test_a_message_whose_keys_are_none_comes_back_alone(body: str) -> None:
    upload(b"# Harbour reopens")
    poison = EVENT["Records"][0] | {"messageId": "poison", "body": body}

    answer = ingest.lambda_handler({"Records": [poison, *EVENT["Records"]]}, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert rows()


def test_what_a_message_failed_with_is_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    upload(b"# Harbour reopens")
    poison = EVENT["Records"][0] | {"messageId": "poison", "body": "not json"}
    ingest.logger.handlers[0].stream = sys.stdout  # type: ignore[attr-defined]

    ingest.lambda_handler({"Records": [poison, *EVENT["Records"]]}, Context())

    line = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if "comes back" in line)
    assert (line["message_id"], line["exception_name"]) == ("poison", "JSONDecodeError")


def test_the_test_event_of_a_new_notification_is_acknowledged() -> None:
    record = EVENT["Records"][0] | {"body": json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})}

    assert ingest.lambda_handler({"Records": [record]}, Context()) == {"batchItemFailures": []}


def test_a_page_that_cannot_be_written_brings_back_only_its_own_message() -> None:
    upload(b"# Harbour reopens\n\nThe ferries sail again.")
    ingest.lambda_handler(EVENT, Context())
    _lose_every_copy(KEY)
    records = [
        {
            "messageId": str(n),
            "body": json.dumps({"pages": [page]}),
            "attributes": {"ApproximateReceiveCount": "1"},
        }
        for n, page in enumerate(("at/my-news/a-b/", "front"))
    ]

    answer = render.lambda_handler({"Records": records}, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert boto3.client("s3").head_object(Bucket="site", Key="index.html")


@pytest.mark.parametrize(
    "body",
    [
        '{"page": "front"}',
        '["front"]',
        '{"pages": "front"}',
        '{"pages": ["front", 5]}',
        '{"pages": ["front", ["feed"]]}',
        '{"pages": ["front", null]}',
        '{"pages": ["front", ""]}',
        '{"pages": ["front", "\\ud800"]}',
        json.dumps({"pages": ["front", "at/" + "x" * 2048]}),
        '{"pages": ["front"], "receipt": 5}',
        '{"pages": ["front"], "receipt": "site.toml", "rev": "1"}',
        '{"pages": ["front", "nonsense"]}',
    ],
)
def test_a_message_that_nobody_can_read_brings_back_no_other(body: str) -> None:
    attributes = {"ApproximateReceiveCount": "1"}
    records = [
        {"messageId": "poison", "body": body, "attributes": attributes},
        {"messageId": "good", "body": '{"pages": ["front"]}', "attributes": attributes},
    ]

    answer = render.lambda_handler({"Records": records}, Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert boto3.client("s3").head_object(Bucket="site", Key="index.html")


def _lose_every_copy(key: str) -> None:
    s3 = boto3.client("s3")
    for version in s3.list_object_versions(Bucket="uploads", Prefix=key)["Versions"]:
        s3.delete_object(Bucket="uploads", Key=key, VersionId=version["VersionId"])
    pk, sk = copy_key(article_id(key))
    boto3.client("dynamodb").delete_item(TableName="catalogue", Key={"pk": {"S": pk}, "sk": {"S": sk}})


def test_the_clock_has_due_uploads_looked_at_again() -> None:
    upload(b"---\ntitle: Later\nembargo: 2020-01-01\ndate: 2020-01-01\n---\n")
    table = DynamoTable(boto3.client("dynamodb"), "catalogue")
    boto3.client("dynamodb").put_item(
        TableName="catalogue",
        Item={
            name: serialize(value)
            for name, value in {"pk": "DUE", "sk": "2020-01-01T00:00:00Z#a", "upload": KEY}.items()
        },
    )

    assert clock.lambda_handler({}, Context()) == {"due": 1}

    assert [json.loads(r["body"]) for r in queued("uploads")["Records"]] == [{"keys": [KEY]}]
    assert table.get("SITE", "SITE") is not None


def metrics_in(printed: str) -> dict[str, float]:
    """What the clock has told CloudWatch, the last value of each metric."""
    lines = [json.loads(line) for line in printed.splitlines() if "CloudWatchMetrics" in line]
    return {name: value[0] for line in lines for name, value in line.items() if isinstance(value, list)}


def test_the_clock_sweeps_and_counts_what_it_repairs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.lambda_handler({}, Context())
    invalidate.lambda_handler(stream_event(), Context())
    render.lambda_handler(queued("pages"), Context())
    upload(b"# Harbour reopens")  # whose event is lost
    later = datetime.now(UTC)
    for _ in range(2):
        later += EVERY
        monkeypatch.setattr(SystemClock, "now", lambda _, later=later: later)
        clock.lambda_handler({}, Context())

    told = metrics_in(capsys.readouterr().out)
    assert (told["Due"], told["SweepRepairs"]) == (0, 1)
    assert [json.loads(r["body"]) for r in queued("uploads")["Records"]] == [{"keys": [KEY], "again": True}]


def test_a_sweep_that_fails_does_not_hide_what_was_due(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sweep, "run", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        clock.lambda_handler({}, Context())

    assert metrics_in(capsys.readouterr().out) == {"Ticks": 1, "Due": 0}


def test_a_function_without_its_settings_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CATALOGUE_TABLE")
    broadsheet.wiring.services.cache_clear()

    with pytest.raises(ConfigError, match="CATALOGUE_TABLE"):
        clock.lambda_handler({}, Context())


def lines_in(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


@pytest.fixture
def told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What has been logged, and the figures printed since it was asked for last."""
    written = io.StringIO()
    for function in (ingest, invalidate, render):
        monkeypatch.setattr(function.logger.handlers[0], "stream", written)
        function.logger.setLevel("INFO")
    yield lambda: lines_in(written.getvalue() + capsys.readouterr().out)
    for function in (ingest, invalidate, render):
        function.logger.setLevel("WARNING")


def test_one_id_leads_from_an_upload_to_its_page(told: Callable[[], list[dict[str, Any]]]) -> None:
    upload(b"# Harbour reopens\n\nThe ferries sail again.")
    ingest.lambda_handler(EVENT, Context())
    invalidate.lambda_handler(stream_event(), Context())
    render.lambda_handler(queued("pages"), Context())

    lines = told()
    receipt = json.loads(
        boto3.client("s3").get_object(Bucket="uploads", Key=f"receipts/{KEY}.json")["Body"].read()
    )
    mine = [line for line in lines if line.get("correlation_id") == f"{receipt['id']}.{receipt['rev']}"]
    assert [(line["service"], line["message"]) for line in mine] == [
        ("ingest", "upload taken in"),
        ("invalidate", "pages named"),
        ("render", "upload answered"),
    ]
    assert mine[0]["version"] == receipt["version"]
    assert "at/my-news/a-b/" in mine[1]["pages"]
    assert "/my-news/a-b/" in mine[2]["written"]


def test_one_id_leads_from_the_settings_to_their_receipt(told: Callable[[], list[dict[str, Any]]]) -> None:
    boto3.client("s3").put_object(Bucket="uploads", Key="site.toml", Body=b'name = "The Quay"')
    hint = EVENT["Records"][0] | {"body": '{"keys": ["site.toml"]}'}
    ingest.lambda_handler({"Records": [hint]}, Context())
    invalidate.lambda_handler(stream_event(), Context())
    render.lambda_handler(queued("pages"), Context())

    found = boto3.client("s3").get_object(Bucket="uploads", Key="receipts/site.toml.json")
    receipt = json.loads(found["Body"].read())
    decided = correlation_id("site.toml", receipt["rev"])
    mine = [line for line in told() if line.get("correlation_id") == decided]
    assert [line["service"] for line in mine] == ["ingest", "invalidate", "render"]
    assert (mine[0]["key"], mine[0]["version"]) == ("site.toml", receipt["version"])


@pytest.mark.parametrize(
    ("text", "told_figures"),
    [(b"# Harbour reopens", {"PublishLatency"}), (b"\xff\xfe\x00broken", {"UploadsRefused"})],
)
def test_an_answer_counts_once_however_often_it_is_asked_for(
    text: bytes, told_figures: set[str], told: Callable[[], list[dict[str, Any]]]
) -> None:
    upload(text)
    ingest.lambda_handler(EVENT, Context())
    invalidate.lambda_handler(stream_event(), Context())
    event = queued("pages")
    render.lambda_handler(event, Context())
    first = told()
    render.lambda_handler(event, Context())

    figures = {"PublishLatency", "UploadsRefused"}
    assert figures & {name for line in first for name in line} == told_figures
    assert not figures & {name for line in told() for name in line}
