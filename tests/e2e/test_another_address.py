"""A site that was served at one address and is found again at another."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.e2e import readable

from broadsheet_cli.local.stack import LocalStack

pytestmark = pytest.mark.stack
STORY = b"---\ntitle: One\ndate: 2026-11-20\nslug: first\n---\n\nWords.\n"
SETTINGS = b'[[sections]]\ntitle = "Empty"\n'


def test_no_page_names_the_address_where_the_site_was_before(tmp_path: Path) -> None:
    with LocalStack(state=tmp_path) as stack:
        stack.tick()
        upload(stack, "site.toml", SETTINGS)
        upload(stack, "articles/world/one.md", STORY)
        assert stack.settle(60)
        upload(stack, "articles/world/one.md", STORY.replace(b"first", b"second"))
        assert stack.settle(60)
        before, objects = stack.url, site_of(stack)
    with LocalStack(state=tmp_path) as stack:
        assert stack.url != before
        while stack.folder.address != stack.url:
            time.sleep(0.2)
        assert stack.settle(60)
        assert site_of(stack).keys() == objects.keys()
        assert [key for key, body in site_of(stack).items() if before.encode() in body] == []


def upload(stack: LocalStack, key: str, body: bytes) -> None:
    stack.client("s3").put_object(Bucket=stack.uploads_bucket, Key=key, Body=body)


def site_of(stack: LocalStack) -> dict[str, bytes]:
    return readable.pages(stack.client("s3"), stack.site_bucket)
