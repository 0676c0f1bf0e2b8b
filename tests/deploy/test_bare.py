"""Each function from its built folder, in a bare interpreter, under AWS's own runtime client and its role."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import boto3
import pytest
from PIL import Image
from tests.deploy.conftest import PROJECT, TOOLS
from tests.deploy.runtime_api import Function, FunctionFailed

from broadsheet_cli.local.engine import REGION
from broadsheet_cli.local.stack import LocalStack

pytestmark = pytest.mark.stack
EVENTS = PROJECT / "tests" / "events"
LAYERS = {
    "ingest": ["CoreLayer"],
    "media": ["CoreLayer", "ImagesLayer"],
    "invalidate": ["CoreLayer"],
    "render": ["CoreLayer", "TemplatesLayer"],
    "comments": ["CoreLayer", "TemplatesLayer"],
    "clock": ["CoreLayer", "TemplatesLayer"],
}
ARTICLE, PICTURE = "articles/my news/a+b.md", "images/piers and quays/pier.png"
DONE: dict[str, list[Any]] = {"batchItemFailures": []}
Call = Callable[[str, Any], Any]


@pytest.fixture(scope="module")
def stack() -> Iterator[LocalStack]:
    """With nothing awake but what a test calls."""
    with LocalStack() as running:
        client = running.client("lambda")
        for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
            client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        yield running


@pytest.fixture(scope="module")
def call(stack: LocalStack, runnable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    """Calls a function, whose process is started with its first event and lives on, as in Lambda."""
    built, logs = runnable / ".aws-sam" / "build", tmp_path_factory.mktemp("logs")
    with ExitStack() as running:
        functions: dict[str, Function] = {}

        def calling(name: str, event: Any) -> Any:
            if name not in functions:
                functions[name] = running.enter_context(
                    Function(
                        f"{name}.lambda_handler",
                        task=built / f"{name.capitalize()}Function",
                        layers=[built / layer for layer in LAYERS[name]],
                        runtime=TOOLS / "runtime",
                        variables=variables(stack, name),
                        log=logs / name,
                    )
                )
            return functions[name].call(event)

        yield calling


def variables(stack: LocalStack, name: str) -> dict[str, str]:
    """What the template gives the function, and the credentials of its own role."""
    deployed = stack.client("lambda").get_function_configuration(
        FunctionName=stack.outputs[f"{name.capitalize()}Function"]
    )
    keys = stack.client("sts").assume_role(RoleArn=deployed["Role"], RoleSessionName=name)["Credentials"]
    return {
        **deployed["Environment"]["Variables"],
        "AWS_ENDPOINT_URL": stack.endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }


def event(name: str) -> Any:
    return json.loads((EVENTS / f"{name}.json").read_text("utf-8"))


def put(stack: LocalStack, key: str, body: bytes) -> None:
    stack.client("s3").put_object(Bucket=stack.uploads_bucket, Key=key, Body=body)


def site(stack: LocalStack) -> dict[str, bytes]:
    s3 = stack.client("s3")
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=stack.site_bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=stack.site_bucket, Key=key)["Body"].read() for key in keys}


@pytest.fixture(scope="module")
def taken_in(stack: LocalStack, call: Call) -> None:
    put(stack, ARTICLE, b"---\ntitle: Harbour reopens\ndate: 2026-11-20\n---\nThe ferries sail again.\n")
    assert call("ingest", event("upload_article")) == DONE


def test_ingest_takes_an_upload_in(stack: LocalStack, taken_in: None) -> None:
    found = stack.client("dynamodb").scan(TableName=stack.catalogue_table)["Items"]
    assert "PATH#/my-news/a-b/" in {row["pk"]["S"] for row in found}


def test_invalidate_names_the_pages_of_a_change(stack: LocalStack, call: Call) -> None:
    assert call("invalidate", event("catalogue_stream")) == DONE
    queue = stack.outputs["PagesQueueUrl"]
    [message] = stack.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert "at/my-news/a-b/" in json.loads(message["Body"])["pages"]


@pytest.mark.usefixtures("taken_in")
def test_render_prints_pages_and_answers_the_upload(stack: LocalStack, call: Call) -> None:
    assert call("render", event("pages")) == DONE
    assert b"The ferries sail again." in site(stack)["my-news/a-b/index.html"]
    receipt = stack.client("s3").get_object(Bucket=stack.uploads_bucket, Key=f"receipts/{ARTICLE}.json")
    assert json.loads(receipt["Body"].read())["state"] == "published"


def test_media_makes_the_sizes_of_a_picture(stack: LocalStack, call: Call) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (1200, 800), (20, 80, 120)).save(photo, "PNG")
    put(stack, PICTURE, photo.getvalue())
    assert call("media", event("upload_image")) == DONE
    assert [key for key in site(stack) if key.startswith("media/") and key.endswith(".webp")]


@pytest.mark.usefixtures("taken_in")
def test_comments_stores_a_comment(stack: LocalStack, call: Call) -> None:
    posted = event("post_comment_json")
    posted["headers"]["x-origin-secret"] = variables(stack, "comments")["ORIGIN_SECRET"]
    assert json.loads(call("comments", posted)["body"])["code"] == "unknown-article"
    address = posted["rawPath"].replace("0f1e2d3c4b5a6978", "b41b87ef482743ee")  # the article of that file
    posted["rawPath"] = posted["requestContext"]["http"]["path"] = address
    assert call("comments", posted)["statusCode"] == 201


def test_the_clock_strikes(call: Call) -> None:
    assert call("clock", event("tick")) == {"due": 0}


def test_what_a_layer_lacks_is_missed(stack: LocalStack, runnable: Path, tmp_path: Path) -> None:
    """The interpreter is bare indeed: nothing of this machine's own helps out."""
    function = Function(
        "ingest.lambda_handler",
        task=runnable / ".aws-sam" / "build" / "IngestFunction",
        layers=[],
        runtime=TOOLS / "runtime",
        variables=variables(stack, "ingest"),
        log=tmp_path / "log",
    )
    with function, pytest.raises(FunctionFailed, match="No module named"):
        function.call(event("upload_article"))
    assert boto3.__version__  # here it is at hand, as our layers are
