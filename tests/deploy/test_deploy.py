"""`sam deploy` of the built artifact, an update while uploads arrive, and a stack that is deleted."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from tests.deploy.conftest import sam

from broadsheet.domain.addresses import object_key, receipt_key
from broadsheet.rendering.compiling import compile_templates
from broadsheet.rendering.engine import COMPILED
from broadsheet_cli.local.engine import ACCESS_KEY, REGION, SECRET_KEY, Engine

pytestmark = pytest.mark.stack
STORIES, EVERY = 40, 0.15  # so many uploads, so many seconds apart: longer than an update takes
PATIENCE = 90


@dataclass(frozen=True)
class Cloud:
    """An account with nothing in it."""

    engine: Engine

    @property
    def variables(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.engine.endpoint,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": REGION,
        }

    def client(self, service: str) -> Any:
        session = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION)
        return session.client(service, endpoint_url=self.engine.endpoint)  # type: ignore[call-overload]

    def deploy(self, checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = sam(checkout, "deploy", "--no-progressbar", *arguments, **self.variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def outputs(self, stack: str) -> dict[str, str]:
        [found] = self.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    (folder / "scratch").mkdir()
    with ExitStack() as running:
        engine = Engine.start(journal=folder / "journal.sqlite", scratch=folder / "scratch")
        running.callback(engine.stop)
        engine.ask("remember", {"buckets": {}, "tables": {}, "queues": {}})
        yield Cloud(engine)


@pytest.fixture(scope="module")
def deployed(cloud: Cloud, runnable: Path) -> dict[str, str]:
    """With nothing but the defaults of template.yaml and samconfig.toml, and a story in it."""
    cloud.deploy(runnable)
    outputs = cloud.outputs("broadsheet")
    publish(cloud, outputs, "articles/world/first.md", "First")
    return outputs


def test_a_first_deploy_needs_no_parameter_and_makes_a_site(cloud: Cloud, deployed: dict[str, str]) -> None:
    assert b"First" in page(cloud, deployed, "/world/first/")


def test_an_update_in_the_middle_of_a_bulk_upload_loses_nothing(
    cloud: Cloud, deployed: dict[str, str], runnable: Path
) -> None:
    """New code, new templates and a new parameter, while stories are uploaded, edited and deleted."""
    writing = threading.Thread(target=_write, args=(cloud, deployed))
    writing.start()
    templates = runnable / ".aws-sam/build/TemplatesLayer/python/broadsheet_templates"
    layout = templates / "layout.html"
    layout.write_text(layout.read_text().replace("</body>", "<!-- the second edition --></body>"))
    compile_templates(templates)
    shutil.rmtree(templates / COMPILED / "__pycache__", ignore_errors=True)  # what the build had compiled
    for module in runnable.glob(".aws-sam/build/*Function/*.py"):
        module.write_text(module.read_text() + "\n# The second edition.\n")
    update = cloud.deploy(runnable, "--parameter-overrides", "LogLevel=WARNING")
    during = sum(1 for number in range(STORIES) if version(cloud, deployed, key(number)))
    writing.join()

    assert "UPDATE" in update.stdout
    assert 0 < during < STORIES  # it was in the middle indeed
    for number in range(STORIES):
        gone = number % 5 == 4
        answered(cloud, deployed, key(number), "withdrawn" if gone else "published")
    cloud.client("lambda").invoke(FunctionName=deployed["ClockFunction"], Payload=b"{}")
    eventually(lambda: all(b"second edition" in page(cloud, deployed, f"/world/n{n}/") for n in kept()))
    assert all(b"edited" in page(cloud, deployed, f"/world/n{n}/") for n in kept() if n % 5 == 3)
    section = page(cloud, deployed, "/world/")
    assert [n for n in kept()[-30:] if b"Number %d<" % n not in section] == []
    assert not waiting(cloud, deployed)


def _write(cloud: Cloud, outputs: dict[str, str]) -> None:
    for number in range(STORIES):
        put(cloud, outputs, key(number), f"Number {number}")
        if number % 5 == 3:
            put(cloud, outputs, key(number), f"Number {number}", "edited")
        if number % 5 == 4:
            cloud.client("s3").delete_object(Bucket=outputs["UploadsBucket"], Key=key(number))
        time.sleep(EVERY)


def test_a_second_stack_stands_beside_the_first(
    cloud: Cloud, runnable: Path, deployed: dict[str, str]
) -> None:
    cloud.deploy(runnable, "--config-env", "staging")
    staging = cloud.outputs("broadsheet-staging")
    publish(cloud, staging, "articles/world/first.md", "Only a rehearsal")

    assert b"Only a rehearsal" in page(cloud, staging, "/world/first/")
    assert b"First" in page(cloud, deployed, "/world/first/")
    assert not set(staging.values()) & set(deployed.values())


def test_what_holds_content_outlives_a_deleted_stack(
    cloud: Cloud, runnable: Path, deployed: dict[str, str]
) -> None:
    done = sam(
        runnable,
        "delete",
        "--no-prompts",
        "--region",
        REGION,
        "--stack-name",
        "broadsheet",
        **cloud.variables,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    s3, tables = cloud.client("s3"), cloud.client("dynamodb").list_tables()["TableNames"]
    buckets = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    assert {deployed["UploadsBucket"], deployed["SiteBucket"]} <= buckets
    assert {deployed["CatalogueTable"], deployed["CommentsTable"]} <= set(tables)
    assert s3.get_object(Bucket=deployed["UploadsBucket"], Key="articles/world/first.md")["Body"].read()


# -- what editors and readers do


def key(number: int) -> str:
    return f"articles/world/n{number}.md"


def kept() -> list[int]:
    return [number for number in range(STORIES) if number % 5 != 4]


def put(cloud: Cloud, outputs: dict[str, str], key: str, title: str, words: str = "Words.") -> str:
    minute = int(title.rpartition(" ")[2]) if title[-1].isdigit() else 0
    body = f"---\ntitle: {title}\ndate: 2026-11-20T10:{minute:02d}:00Z\n---\n\n{words}\n".encode()
    stored = cloud.client("s3").put_object(Bucket=outputs["UploadsBucket"], Key=key, Body=body)
    return str(stored["VersionId"])


def publish(cloud: Cloud, outputs: dict[str, str], key: str, title: str) -> None:
    put(cloud, outputs, key, title)
    answered(cloud, outputs, key, "published")


def answered(cloud: Cloud, outputs: dict[str, str], key: str, state: str) -> None:
    eventually(
        lambda: (
            (found := receipt(cloud, outputs, key)).get("state") == state
            and found["version"] == version(cloud, outputs, key)
        )
    )


def receipt(cloud: Cloud, outputs: dict[str, str], key: str) -> dict[str, Any]:
    s3 = cloud.client("s3")
    try:
        found = s3.get_object(Bucket=outputs["UploadsBucket"], Key=receipt_key(key))
    except s3.exceptions.NoSuchKey:
        return {}
    return dict(json.loads(found["Body"].read()))


def version(cloud: Cloud, outputs: dict[str, str], key: str) -> str | None:
    s3 = cloud.client("s3")
    try:
        return str(s3.head_object(Bucket=outputs["UploadsBucket"], Key=key)["VersionId"])
    except s3.exceptions.ClientError:
        return None


def page(cloud: Cloud, outputs: dict[str, str], path: str) -> bytes:
    s3 = cloud.client("s3")
    try:
        return bytes(s3.get_object(Bucket=outputs["SiteBucket"], Key=object_key(path))["Body"].read())
    except s3.exceptions.NoSuchKey:
        return b""


def waiting(cloud: Cloud, outputs: dict[str, str]) -> int:
    """Dead letters of all kinds."""
    sqs, names = cloud.client("sqs"), [name for name in outputs if name.endswith("DeadLettersUrl")]
    attribute = "ApproximateNumberOfMessages"
    found = (sqs.get_queue_attributes(QueueUrl=outputs[n], AttributeNames=[attribute]) for n in names)
    return sum(int(answer["Attributes"][attribute]) for answer in found)


def eventually(look: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, f"not so within {PATIENCE} seconds"
        time.sleep(0.2)
