"""A stack that begins with a whole folder is as one that has published it file by file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from tests.cli.test_bulk import content
from tests.e2e import readable

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.check import edit
from broadsheet_cli.content import uploads_of
from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.preparing import Preparation
from broadsheet_cli.local.stack import LocalStack
from broadsheet_cli.newsroom import Newsroom

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = content(tmp_path_factory.mktemp("prepared"), Random(3))
    (folder / "site.toml").write_text('name = "Herald"\n', encoding="utf-8")
    story = "---\ntitle: The last\ndate: 2026-11-20T10:00:00Z\n---\n\nWords.\n"
    (folder / "articles" / "world" / "last.md").write_text(story, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def stack(source: Path) -> Iterator[LocalStack]:
    def prepare(journal: Path, url: str) -> None:
        with closing(Journal(journal)) as kept:
            for _ in Preparation(uploads_of([source]), kept, url, MemoryTable()).steps():
                pass

    with LocalStack(prepare=prepare) as stack:
        stack.tick()
        assert stack.settle(60)
        yield stack


def body(stack: LocalStack, bucket: str, key: str) -> bytes:
    return bytes(stack.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())


def pages(stack: LocalStack) -> dict[str, bytes]:
    return readable.pages(stack.client("s3"), stack.site_bucket)


def test_its_pages_are_those_of_a_site_that_has_grown(stack: LocalStack, source: Path) -> None:
    room, files = (
        Newsroom(now=datetime.now(UTC), base_url=stack.url, pages_batch=10_000),
        uploads_of([source]),
    )
    edit(room, files)

    assert pages(stack) == {key: page.body.rstrip() for key, page in room.site.pages.items()}


def test_every_file_is_there_and_answered(stack: LocalStack, source: Path) -> None:
    for key, file in uploads_of([source]).items():
        assert body(stack, stack.uploads_bucket, key) == file.read_bytes()
        receipt = json.loads(body(stack, stack.uploads_bucket, receipt_key(key)))
        head = stack.client("s3").head_object(Bucket=stack.uploads_bucket, Key=key)
        assert (receipt["version"], receipt["etag"]) == (head["VersionId"], head["ETag"].strip('"'))


def test_it_goes_on_from_there(stack: LocalStack) -> None:
    key, before = "articles/world/last.md", pages(stack)
    story = body(stack, stack.uploads_bucket, key).replace(b"Words.", b"More words.")
    stack.client("s3").put_object(Bucket=stack.uploads_bucket, Key=key, Body=story)

    assert stack.settle(60)

    after = pages(stack)
    assert {name for name in after if after[name] != before.get(name)} >= {"world/last/index.html"}
    assert b"More words." in after["world/last/index.html"]
    stack.client("s3").delete_object(Bucket=stack.uploads_bucket, Key=key)
    assert stack.settle(60)
    assert "world/last/index.html" not in pages(stack)
