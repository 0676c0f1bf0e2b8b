"""The thin handler: messages in, partial failures out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from tests.media.pictures_for_tests import photo

import media as function
from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.messages import MemoryEdge, MemoryQueue, SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.media import media_key
from broadsheet.errors import StoreUnavailable
from broadsheet.settings import Settings


@dataclass
class Services:
    uploads: MemoryUploads = field(default_factory=MemoryUploads)
    catalogue: MemoryTable = field(default_factory=MemoryTable)
    site: MemorySite = field(default_factory=MemorySite)
    uploads_queue: MemoryQueue = field(default_factory=MemoryQueue)
    edge: MemoryEdge = field(default_factory=MemoryEdge)
    clock: SetClock = field(default_factory=SetClock)
    settings: Settings = field(default_factory=lambda: Settings(distribution_id="EDGE"))


class Context(LambdaContext):
    def __init__(self) -> None:
        self._function_name = "media"
        self._memory_limit_in_mb = 1024
        self._invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:media"
        self._aws_request_id = "a"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Services:
    services = Services()
    monkeypatch.setattr(function, "services", lambda: services)
    return services


def message(number: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": str(number),
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1"},
        "eventSource": "aws:sqs",
    }


def notification(key: str) -> dict[str, Any]:
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": {"key": quote_plus(key)}}}]}


def run(*bodies: dict[str, Any]) -> list[str]:
    """The ids of the messages that failed."""
    event = {"Records": [message(number, body) for number, body in enumerate(bodies)]}
    return [
        failure["itemIdentifier"]
        for failure in function.lambda_handler(event, Context())["batchItemFailures"]
    ]


@pytest.mark.parametrize("key", ["images/a b+c%20d.jpg", "images/Über/ñ.jpg"])
def test_names_are_decoded_exactly_once(aws: Services, key: str) -> None:
    aws.uploads.put(key, photo(100, 50))
    assert run(notification(key)) == []
    assert aws.catalogue.get(*media_key(key))


def test_our_own_messages_name_keys_plainly(aws: Services) -> None:
    aws.uploads.put("images/a+b.jpg", photo(100, 50))
    assert run({"keys": ["images/a+b.jpg"]}) == []
    assert aws.catalogue.get(*media_key("images/a+b.jpg"))


def test_a_test_event_and_other_keys_are_passed_over(aws: Services) -> None:
    assert (
        run({"Event": "s3:TestEvent"}, notification("articles/a.md"), notification("images/.DS_Store")) == []
    )
    assert aws.catalogue.rows() == []


def test_a_withdrawn_image_leaves_the_edge_where_there_is_one(aws: Services) -> None:
    for settings in (Settings(distribution_id="EDGE"), Settings()):
        aws.settings = settings
        aws.edge.purged.clear()
        aws.uploads.put("images/a.jpg", photo(100, 50))
        run({"keys": ["images/a.jpg"]})
        aws.uploads.remove("images/a.jpg")
        assert run({"keys": ["images/a.jpg"]}) == []
        assert bool(aws.edge.purged) == bool(settings.distribution_id)


def test_one_failure_leaves_the_rest_of_the_batch_done(
    aws: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = aws.uploads.read

    def failing(key: str, *version: str, most: int | None = None) -> Any:
        if key == "images/bad.jpg":
            raise StoreUnavailable("S3 did not answer")
        return read(key, *version, most=most)

    monkeypatch.setattr(aws.uploads, "read", failing)
    aws.uploads.put("images/good.jpg", photo(100, 50))
    assert run(notification("images/bad.jpg"), notification("images/good.jpg")) == ["0"]
    assert aws.catalogue.get(*media_key("images/good.jpg"))


def test_the_images_layer_ships_the_locked_pillow() -> None:
    root = Path(__file__).parents[2]
    layer = (root / "layers/images/requirements.txt").read_text()
    lock = (root / "requirements.lock").read_text()
    assert layer.split("\n", 1)[1].strip() in lock
