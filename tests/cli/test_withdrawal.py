"""Deleting, erasing and purging, on the services themselves as moto plays them."""

from __future__ import annotations

import json
from typing import Any, cast

import boto3
import pytest

from broadsheet.adapters.aws.buckets import S3Uploads
from broadsheet.adapters.memory.messages import MemoryQueue
from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.operating.purging import purge, wait_until_purged
from broadsheet_cli.operating.withdrawal import erase, withdraw
from broadsheet_cli.target import Target

BUCKET = "uploads"
KEY = "articles/world/a.md"


class Stack:
    """An uploads bucket whose queues nobody listens to."""

    def __init__(self) -> None:
        self.s3 = boto3.client("s3")
        self.bucket = BUCKET
        self.uploads = S3Uploads(self.s3, BUCKET)
        self.queues = {"uploads": MemoryQueue(), "images": MemoryQueue()}
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def queue(self, name: str) -> MemoryQueue:
        return self.queues[name]

    def put(self, key: str, body: str) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())

    def answer(self, key: str, **receipt: Any) -> None:
        self.put(receipt_key(key), json.dumps(receipt))

    def versions(self) -> dict[str, list[str]]:
        found = self.s3.list_object_versions(Bucket=BUCKET)
        return {
            kind: [entry["Key"] for entry in cast(list[Any], found.get(kind, []))]
            for kind in ("Versions", "DeleteMarkers")
        }

    @property
    def target(self) -> Target:
        return cast(Target, self)


@pytest.fixture
def stack(moto_aws: None) -> Stack:
    return Stack()


def test_a_deletion_that_nobody_answers_is_told(stack: Stack) -> None:
    stack.put(KEY, "A")
    stack.answer(KEY, state="published", etag="1", rev=1)

    assert withdraw(stack.target, [KEY], 0) == (KEY,)
    assert stack.uploads.head(KEY) is None


def test_a_receipt_without_an_etag_answers_a_deletion(stack: Stack) -> None:
    stack.put(KEY, "A")
    stack.answer(KEY, state="withdrawn", etag=None, rev=2)

    assert withdraw(stack.target, [KEY], 0) == ()


def test_what_is_deleted_already_is_looked_at_again_and_that_is_waited_for(stack: Stack) -> None:
    stack.answer(KEY, state="withdrawn", etag=None, rev=2)

    assert withdraw(stack.target, [KEY], 0) == (KEY,)
    assert list(stack.queue("uploads").messages) == [{"keys": [KEY], "again": True}]
    assert "DeleteMarkers" not in stack.s3.list_object_versions(Bucket=BUCKET)


def test_erasing_leaves_nothing_of_a_deleted_file_and_all_of_its_neighbour(stack: Stack) -> None:
    stack.put(KEY, "one")
    stack.put(KEY, "two")
    stack.put(KEY + ".bak", "another file")
    stack.s3.delete_object(Bucket=BUCKET, Key=KEY)

    assert erase(stack.target, BUCKET, KEY) == 2
    assert stack.versions() == {"Versions": [KEY + ".bak"], "DeleteMarkers": []}


def test_erasing_spares_what_stands_there_now(stack: Stack) -> None:
    stack.put(KEY, "one")
    stack.put(KEY, "two")

    assert erase(stack.target, BUCKET, KEY) == 1
    assert stack.uploads.head(KEY) is not None


class Edge:
    """CloudFront, which takes its time."""

    distribution = "E1"

    def __init__(self, looks: int) -> None:
        self.cloudfront = self
        self.asked: list[list[str]] = []
        self._looks = looks

    def create_invalidation(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request["InvalidationBatch"]["Paths"]["Items"])
        return {"Invalidation": {"Id": f"I{len(self.asked)}"}}

    def get_invalidation(self, **_: Any) -> dict[str, Any]:
        self._looks -= 1
        return {"Invalidation": {"Status": "InProgress" if self._looks > 0 else "Completed"}}


def test_addresses_are_purged_as_browsers_write_them_and_everything_by_its_star() -> None:
    edge = Edge(0)

    purge(cast(Target, edge), ["/été@sea+2.php", "/a b.php", "/a b.php"])
    purge(cast(Target, edge), ["/*"])

    assert edge.asked == [["/%C3%A9t%C3%A9@sea+2.php", "/a%20b.php"], ["/*"]]


def test_a_page_is_purged_under_the_file_that_the_edge_makes_of_its_address_too() -> None:
    edge = Edge(0)

    purge(cast(Target, edge), ["/", "/world/a/", "/media/b.jpg"])

    assert edge.asked == [["/", "/index.html", "/media/b.jpg", "/world/a/", "/world/a/index.html"]]


def test_the_edge_is_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet_cli.operating.purging.POLL", 0.01)

    assert wait_until_purged(cast(Target, Edge(3)), ["I1"], 5) == {"I1": "Completed"}
    assert wait_until_purged(cast(Target, Edge(10**6)), ["I1"], 0.05) == {"I1": "InProgress"}
