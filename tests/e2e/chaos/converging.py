"""Waiting until nothing is left to do, and every upload has its answer."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

from tests.e2e.chaos.serving import Serving
from tests.e2e.chaos.stories import IMAGES, SITE, STORIES

from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.local.engine import CONTROL

QUEUES = ("UploadsQueueUrl", "ImagesQueueUrl", "PagesQueueUrl")
DEAD_LETTERS = (
    "UploadsDeadLettersUrl",
    "ImagesDeadLettersUrl",
    "PagesDeadLettersUrl",
    "ChangesDeadLettersUrl",
)
LEFT = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
QUIET_LOOKS = 6
PAUSE = 0.4


def converge(serving: Serving, *, seconds: float) -> float:
    """Wait until it has converged; how long that took. Fails after `seconds`, saying what is open."""
    begun, quiet = time.monotonic(), 0
    while quiet < QUIET_LOOKS:
        left = _left_to_do(serving) or unanswered(serving)
        quiet = 0 if left else quiet + 1
        waited = time.monotonic() - begun
        assert waited < seconds, f"not converged after {seconds} s: {left}\n{serving.log()[-6000:]}"
        time.sleep(PAUSE)
    return waited - QUIET_LOOKS * PAUSE


def unanswered(serving: Serving) -> dict[str, Any]:
    """The uploads whose receipts do not speak of what is in the bucket, each with its receipt."""
    found = {key: receipt(serving, key) for key in (*STORIES, *IMAGES, SITE)}
    return {key: answer for key, answer in found.items() if answer.get("etag", "") != etag(serving, key)}


def receipt(serving: Serving, key: str) -> dict[str, Any]:
    s3 = serving.client("s3")
    try:
        found = s3.get_object(Bucket=serving.uploads, Key=receipt_key(key))
    except s3.exceptions.NoSuchKey:
        return {}
    return dict(json.loads(found["Body"].read()))


def etag(serving: Serving, key: str) -> str | None:
    """Of what is in the bucket; None where the file was deleted."""
    s3 = serving.client("s3")
    try:
        return str(s3.head_object(Bucket=serving.uploads, Key=key)["ETag"]).strip('"')
    except s3.exceptions.ClientError:
        return None


def dead_letters(serving: Serving) -> dict[str, int]:
    """How many messages each dead-letter queue has, where it has any."""
    counts = {name: _count(serving, serving.outputs()[name]) for name in DEAD_LETTERS}
    return {name: count for name, count in counts.items() if count}


def _left_to_do(serving: Serving) -> dict[str, int]:
    outputs = serving.outputs()
    counts = {name: _count(serving, outputs[name]) for name in QUEUES}
    counts["changes"] = _changes(serving, [outputs[name] for name in QUEUES])
    return {name: count for name, count in counts.items() if count}


def _count(serving: Serving, url: str) -> int:
    found = serving.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=list(LEFT))["Attributes"]
    return sum(int(found[name]) for name in LEFT)


def _changes(serving: Serving, queues: list[str]) -> int:
    """Records of the tables' streams that no function has answered; nothing in AWS's interface tells it."""
    engine = serving.life.environment["AWS_ENDPOINT_URL"].removeprefix("http://")
    connection = http.client.HTTPConnection(engine, timeout=20)
    connection.request("POST", CONTROL + "work", json.dumps({"queues": queues}))
    left = json.loads(connection.getresponse().read())
    connection.close()
    return int(left["records"])
