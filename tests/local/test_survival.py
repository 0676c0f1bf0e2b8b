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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.folder import StateFolder
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


def s3_of(env: dict[str, Any]) -> Any:
    import boto3

    session = boto3.Session(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], None, env["AWS_REGION"])
    return session.client("s3", endpoint_url=env["AWS_ENDPOINT_URL"])


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
        s3, bucket = s3_of(env), env["BROADSHEET_UPLOADS"]
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
        assert stack.uploads_bucket == bucket
        assert [k for k in stack.upload_keys() if k.startswith("articles/")] == [LONG_KEY]
        old = s3.get_object(Bucket=bucket, Key=LONG_KEY, VersionId=first["VersionId"])
        assert (old["Body"].read(), old["ContentType"]) == (b"one", "text/markdown")
        assert s3.head_object(Bucket=bucket, Key=LONG_KEY)["VersionId"] == second["VersionId"]
        assert stack.settle()
        fetch = fetcher(stack.url)
        assert json.loads(fetch("/story/").body)[0]["body"]["S"] == "Kept."
        assert stack.client("dynamodb").scan(TableName=stack.catalogue_table)["Count"] == 2


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
