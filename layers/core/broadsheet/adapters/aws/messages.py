"""Queue and clock of the real world."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.errors import StoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

SEND_BATCH = 10  # messages of one SendMessageBatch


class SqsQueue:
    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, messages: Sequence[Mapping[str, Any]]) -> None:
        bodies = iter(enumerate(json.dumps(m, ensure_ascii=False, separators=(",", ":")) for m in messages))
        while batch := list(islice(bodies, SEND_BATCH)):
            self._send([{"Id": str(i), "MessageBody": body} for i, body in batch])

    def waiting(self) -> int:
        """About how many messages there are, those that somebody has taken included."""
        try:
            answer = self._client.get_queue_attributes(
                QueueUrl=self._url,
                AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
            )
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"counting {self._url}: {error}") from error
        return sum(int(count) for count in answer["Attributes"].values())

    def _send(self, entries: list[dict[str, str]]) -> None:
        try:
            answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)  # type: ignore[arg-type]
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"sending to {self._url}: {error}") from error
        if failed := answer.get("Failed"):
            raise StoreUnavailable(f"{len(failed)} messages were not taken by {self._url}: {failed[0]}")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
