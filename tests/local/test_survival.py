"""A stack that is killed at any moment loses nothing that it acknowledged, and leaves nothing running."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from broadsheet_cli.local.engine import Engine
from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.folder import StateFolder
from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.stack import LocalStack

pytestmark = pytest.mark.stack

HOLD = """
import sys, json, time
from pathlib import Path
from broadsheet_cli.local.stack import LocalStack
with LocalStack(project=Path(sys.argv[1]), state=Path(sys.argv[2])) as stack:
    print(json.dumps(stack.environment | {"group": stack.engine.process_id}), flush=True)
    time.sleep(600)
"""
LONG_KEY = "articles/ü +%25 " + "x" * 880


@contextlib.contextmanager
def held(project: Path, state: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-c", HOLD, str(project), str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def client_of(env: dict[str, Any], service: str) -> Any:
    import boto3

    session = boto3.Session(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], None, env["AWS_REGION"])
    return session.client(service, endpoint_url=env["AWS_ENDPOINT_URL"])  # type: ignore[call-overload]


def wait_for_end(group: int) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_killed_stack_keeps_what_it_acknowledged(
    scratch_project: Path, tmp_path: Path, fetcher: Any
) -> None:
    with held(scratch_project, tmp_path) as (process, env):
        s3, bucket = client_of(env, "s3"), env["BROADSHEET_UPLOADS"]
        first = s3.put_object(Bucket=bucket, Key=LONG_KEY, Body=b"one", ContentType="text/markdown")
        s3.put_object(Bucket=bucket, Key="articles/gone.md", Body=b"x")
        s3.delete_object(Bucket=bucket, Key="articles/gone.md")
        comment = fetcher(env["BROADSHEET_URL"])(
            "/api/articles/story/comments", "POST", "Kept.", content_type="text/plain"
        )
        second = s3.put_object(Bucket=bucket, Key=LONG_KEY, Body=b"two")
        process.send_signal(signal.SIGKILL)
        assert comment.status == 201
        assert wait_for_end(env["group"])
    with LocalStack(project=scratch_project, state=tmp_path) as stack:
        assert stack.found
        s3 = stack.client("s3")
        assert (stack.uploads_bucket, stack.endpoint) == (bucket, env["AWS_ENDPOINT_URL"])
        assert [k for k in stack.upload_keys() if k.startswith("articles/")] == [LONG_KEY]
        old = s3.get_object(Bucket=bucket, Key=LONG_KEY, VersionId=first["VersionId"])
        assert (old["Body"].read(), old["ContentType"]) == (b"one", "text/markdown")
        assert s3.head_object(Bucket=bucket, Key=LONG_KEY)["VersionId"] == second["VersionId"]
        assert stack.settle()
        fetch = fetcher(stack.url)
        assert json.loads(fetch("/story/").body)[0]["body"]["S"] == "Kept."
        assert stack.client("dynamodb").scan(TableName=stack.catalogue_table)["Count"] == 2


def test_an_event_of_an_acknowledged_change_outlives_a_kill(scratch_project: Path, tmp_path: Path) -> None:
    with held(scratch_project, tmp_path) as (process, env):
        s3, bucket = client_of(env, "s3"), env["BROADSHEET_UPLOADS"]
        stop_taking_events(env)
        s3.put_object(Bucket=bucket, Key="articles/new.md", Body=b"x")
        s3.delete_object(Bucket=bucket, Key="articles/new.md")
        s3.put_object(Bucket=bucket, Key="images/new.png", Body=b"x")
        os.killpg(env["group"], signal.SIGKILL)
        process.send_signal(signal.SIGKILL)
        assert wait_for_end(env["group"])
    journal = Journal(tmp_path / "journal.sqlite")
    assert queued_keys(journal, "uploads") == ["articles/new.md", "articles/new.md"]
    assert queued_keys(journal, "images") == ["images/new.png"]
    journal.close()


def stop_taking_events(env: dict[str, Any]) -> None:
    functions = client_of(env, "lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    time.sleep(0.2)  # the round that is under way


def queued_keys(journal: Journal, queue: str) -> list[str]:
    bodies = [json.loads(body) for _, body in journal.messages(queue)]
    return [body["Records"][0]["s3"]["object"]["key"] for body in bodies]


def test_nobody_is_served_before_the_journal_has_been_read_back(tmp_path: Path) -> None:
    engine = Engine.start(journal=tmp_path / "journal.sqlite", scratch=tmp_path)
    try:
        engine.ask("ready")
        with pytest.raises(HTTPError, match="503"):
            urllib.request.urlopen(engine.endpoint, timeout=5)
    finally:
        engine.stop()


def test_a_stopped_stack_leaves_nothing_running(scratch_project: Path) -> None:
    with LocalStack(project=scratch_project) as stack:
        group, scratch = stack.engine.process_id, stack.folder.scratch
    assert wait_for_end(group)
    assert not scratch.parent.exists()


def test_two_stacks_cannot_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet_cli.local.folder.PATIENCE", 0.1)
    second = StateFolder(tmp_path)
    with StateFolder(tmp_path), pytest.raises(LocalError, match="Another broadsheet is running"):
        second.__enter__()


def test_a_template_that_cannot_be_deployed_says_why(scratch_project: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    broken = "Resources: {Table: {Type: AWS::DynamoDB::Nonsense}}\n"
    (project / "template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\n" + broken)
    with pytest.raises(LocalError, match="Nonsense"):
        LocalStack(project=project).__enter__()


def test_ctrl_c_ends_serve_in_order() -> None:
    command = [sys.executable, "-m", "broadsheet_cli.main", "serve", "--no-demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        said = list(itertools.takewhile(lambda line: "Ctrl-C" not in line, lines))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert any("Your newspaper is at http://127.0.0.1:" in line for line in said)
