"""status, redrive and rebuild on the real template: what was lost is seen, and comes right."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from broadsheet_cli.local.stack import LocalStack
from broadsheet_cli.main import main

pytestmark = pytest.mark.stack
STORY = "---\ntitle: {}\ndate: 2026-11-20T10:00:00Z\n---\n\nSome words.\n"


class Operator:
    """The commands, and the hands that break what they mend."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self.s3 = stack.client("s3")

    def run(self, command: str, *arguments: str) -> Result:
        port = self.stack.url.rpartition(":")[2]
        return CliRunner().invoke(main, [command, "--port", port, *arguments])

    def upload(self, key: str, title: str) -> None:
        self.s3.put_object(Bucket=self.stack.uploads_bucket, Key=key, Body=STORY.format(title).encode())

    def status(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        result = self.run("status", "--json", *arguments)
        return result.exit_code, json.loads(result.output)

    def fetch(self, path: str) -> int:
        try:
            with urlopen(self.stack.url + path, timeout=20) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    @contextlib.contextmanager
    def nobody_told(self) -> Iterator[None]:
        """Whatever is uploaded now goes unnoticed."""
        bucket = self.stack.uploads_bucket
        before = self.s3.get_bucket_notification_configuration(Bucket=bucket)
        before.pop("ResponseMetadata")
        self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
        yield
        self.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=before)


@pytest.fixture(scope="module")
def operator() -> Iterator[Operator]:
    with LocalStack() as stack:
        stack.tick()
        operator = Operator(stack)
        operator.upload("articles/world/first.md", "First")
        assert stack.settle(60)
        yield operator


def test_a_settled_site_is_well(operator: Operator) -> None:
    code, found = operator.status("--patience", "0")

    assert (code, found["site"], found["unanswered"]["count"]) == (0, operator.stack.url, 0)


def test_an_upload_that_nobody_heard_of_is_seen_and_a_rebuild_publishes_it(operator: Operator) -> None:
    with operator.nobody_told():
        operator.upload("articles/world/unheard.md", "Unheard")
    before, found = operator.status("--patience", "0")

    result = operator.run("rebuild", "--only", "articles/*")

    assert (before, found["unanswered"]["oldest"]["key"]) == (1, "articles/world/unheard.md")
    assert result.exit_code == 0, result.output
    assert "2 uploads looked at" in result.output
    assert operator.fetch("/world/unheard/") == 200
    assert operator.status("--patience", "0")[0] == 0


def test_a_deletion_that_nobody_heard_of_is_seen_and_a_rebuild_withdraws_the_story(
    operator: Operator,
) -> None:
    operator.upload("articles/world/leaving.md", "Leaving")
    assert operator.stack.settle()
    with operator.nobody_told():
        operator.s3.delete_object(Bucket=operator.stack.uploads_bucket, Key="articles/world/leaving.md")
    before, found = operator.status("--patience", "0")

    operator.run("rebuild")

    assert (before, found["unanswered"]["oldest"]["deleted"]) == (1, True)
    assert operator.fetch("/world/leaving/") == 404
    assert operator.status("--patience", "0")[0] == 0


def test_a_rebuild_brings_back_what_a_hand_has_deleted_and_takes_away_what_follows_from_nothing(
    operator: Operator,
) -> None:
    site = operator.stack.site_bucket
    operator.s3.delete_object(Bucket=site, Key="world/first/index.html")
    operator.s3.put_object(
        Bucket=site,
        Key="world/stray/index.html",
        Body=b"stray",
        ContentType="text/html",
        Metadata={"rev": "1"},
    )
    before = operator.fetch("/world/first/"), operator.fetch("/world/stray/")

    result = operator.run("rebuild", "--only", "/world/*", "--purge")

    assert result.exit_code == 0, result.output
    assert "The edge is forgetting the whole site" in result.output
    assert before == (404, 200)
    assert (operator.fetch("/world/first/"), operator.fetch("/world/stray/")) == (200, 404)


def test_a_dead_letter_is_seen_and_a_redrive_does_its_work(operator: Operator) -> None:
    sqs, letters = operator.stack.client("sqs"), operator.stack.outputs["UploadsDeadLettersUrl"]
    with operator.nobody_told():
        operator.upload("articles/world/dead.md", "Dead")
    sqs.send_message(QueueUrl=letters, MessageBody='{"keys": ["articles/world/dead.md"]}')
    before = operator.run("status")

    result = operator.run("redrive", "--queue", "uploads")

    assert before.exit_code == 1
    assert "1 dead letter: `broadsheet redrive` tries again" in before.output
    assert result.output == "uploads: 1 dead letter moved\n"
    assert operator.stack.settle()
    assert operator.fetch("/world/dead/") == 200
    assert operator.status("--patience", "0")[0] == 0
