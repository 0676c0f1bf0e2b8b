"""Dead letters -> the queues they came from. Nothing is deleted before it was sent."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from broadsheet.adapters.aws.events import upload_keys
from broadsheet.errors import BroadsheetError
from broadsheet.publishing.rendering import Message

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

BATCH = 10  # of one ReceiveMessage
HIDDEN = 120  # seconds in which a batch is dealt with; after a kill its letters are back by then
LOOK = 2  # seconds that one look into the queue takes: asking for longer asks all of SQS's machines
UNREADABLE = "it cannot be read"

Revive = Callable[[str], Sequence[Mapping[str, Any]]]
"""A letter's text -> the messages that do its work; none where that is done already. Raises Unmoved."""


class Unmoved(BroadsheetError):
    """A letter has to stay where it is; the message says why."""


@dataclass
class Outcome:
    """What became of the letters of one queue. `left` are those that were not moved, by id, with the reason;
    they were `deleted` or stayed."""

    moved: int = 0
    left: dict[str, str] = field(default_factory=dict)
    deleted: int = 0

    @property
    def stayed(self) -> int:
        return len(self.left) - self.deleted


@dataclass(frozen=True)
class DeadLetters:
    """One dead-letter queue. `send` hands messages on and raises where they were not taken. What cannot be
    moved is written down with `keep`, and then stays, or goes where that is to be discarded."""

    sqs: SQSClient
    url: str
    revive: Revive
    send: Callable[[Sequence[Mapping[str, Any]]], None]
    keep: Callable[[MessageTypeDef, str], None] = lambda letter, reason: None
    discard: bool = False

    def redrive(self, outcome: Outcome) -> Iterator[str]:
        """Deal with all that is there now, noting what becomes of it; yields the id of each letter.

        Safe to repeat and to break off: at worst a message is sent twice. Letters that cannot be
        moved are hidden until the end, and put back then.
        """
        kept: list[str] = []
        batch: list[MessageTypeDef] = []
        try:
            while batch := [letter for letter in self._take() if letter["MessageId"] not in outcome.left]:
                kept += self._move(batch, outcome)
                yield from (letter["MessageId"] for letter in batch)
        finally:
            self._put_back([*kept, *(letter["ReceiptHandle"] for letter in batch)])

    def _take(self) -> list[MessageTypeDef]:
        answer = self.sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=BATCH,
            VisibilityTimeout=HIDDEN,
            WaitTimeSeconds=LOOK,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return answer.get("Messages", [])

    def _move(self, batch: list[MessageTypeDef], outcome: Outcome) -> list[str]:
        """Send, then delete. Returns the handles of those that have to stay."""
        messages: list[Mapping[str, Any]] = []
        done, kept = [], []
        for letter in batch:
            try:
                messages += self.revive(letter["Body"])
                done.append(letter["ReceiptHandle"])
            except Unmoved as reason:
                self.keep(letter, str(reason))
                outcome.left[letter["MessageId"]] = str(reason)
                kept.append(letter["ReceiptHandle"])
        self.send(messages)
        self._delete(done)
        outcome.moved += len(done)
        return self._discarded(kept, outcome) if self.discard else kept

    def _discarded(self, handles: list[str], outcome: Outcome) -> list[str]:
        self._delete(handles)
        outcome.deleted += len(handles)
        return []

    def _delete(self, handles: list[str]) -> None:
        entries: Any = [{"Id": str(i), "ReceiptHandle": handle} for i, handle in enumerate(handles)]
        if entries:
            self.sqs.delete_message_batch(QueueUrl=self.url, Entries=entries)

    def _put_back(self, handles: list[str]) -> None:
        for handle in handles:
            with contextlib.suppress(ClientError):  # it is back already
                self.sqs.change_message_visibility(
                    QueueUrl=self.url, ReceiptHandle=handle, VisibilityTimeout=0
                )


def sent_at(letter: MessageTypeDef) -> datetime | None:
    milliseconds = letter.get("Attributes", {}).get("SentTimestamp")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None


def revived_upload(body: str) -> list[dict[str, Any]]:
    """The keys that a letter of the uploads or images queue speaks of. An attempt may have died half-way,
    so that all that follows is to be worked out once more."""
    try:
        keys = upload_keys(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unmoved(UNREADABLE) from error
    if not keys:
        raise Unmoved("it names no upload")
    return [{"keys": keys, "again": True}]


def revived_pages(body: str) -> list[dict[str, Any]]:
    """A letter of the pages queue. An attempt may have died between writing a page and purging the edge,
    so that its pages count as changed."""
    try:
        message = json.loads(body)
    except ValueError as error:
        raise Unmoved(UNREADABLE) from error
    try:
        Message.parse("", message)
    except ValueError as error:
        raise Unmoved(str(error)) from error
    except (LookupError, TypeError, AttributeError) as error:
        raise Unmoved(UNREADABLE) from error
    message.pop("rows", None)
    return [message | {"change": True}]
