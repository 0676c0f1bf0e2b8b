"""Changes of a table that did not reach the pages queue: fetched from the stream again, and announced."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from broadsheet.adapters.aws.events import table_change
from broadsheet.errors import StoreUnavailable
from broadsheet.publishing.invalidating import Invalidate
from broadsheet_cli.operating.letters import UNREADABLE, Unmoved

GONE = ("TrimmedDataAccessException", "ResourceNotFoundException", "ExpiredIteratorException")
EMPTY_LOOKS = 20  # pages of a shard in a row without a record, before it is given up
TOO_LATE = "the stream keeps changes for a day only and has let go of them: `broadsheet rebuild` repairs it"


@dataclass(frozen=True)
class Place:
    """Where in which stream the records are that a function could not handle."""

    stream: str
    shard: str
    first: str
    last: str

    @classmethod
    def parse(cls, body: str) -> Place:
        """Lambda's word on a failed batch. Raises Unmoved."""
        try:
            info = json.loads(body)["DDBStreamBatchInfo"]
            place = cls(
                info["streamArn"], info["shardId"], info["startSequenceNumber"], info["endSequenceNumber"]
            )
            int(place.first), int(place.last)
        except (ValueError, KeyError, TypeError) as error:
            raise Unmoved(UNREADABLE) from error
        return place


@dataclass(frozen=True)
class StreamLetters:
    """Does the work of a letter at once: the records are announced as the function would have done."""

    streams: Any  # a client of DynamoDB Streams
    invalidate: Invalidate

    def revive(self, body: str) -> Sequence[Mapping[str, Any]]:
        """Raises Unmoved where the records are gone, or still cannot be handled."""
        changes = [table_change(record) for record in self._records(Place.parse(body))]
        try:
            self.invalidate.changes(changes)
        except StoreUnavailable:
            raise
        except Exception as error:  # whatever it was that made them fail before
            raise Unmoved(
                f"its changes still cannot be announced ({type(error).__name__}: {error})"
            ) from error
        return []

    def _records(self, place: Place) -> list[dict[str, Any]]:
        try:
            found = list(self._read(place))
        except ParamValidationError as error:
            raise Unmoved(UNREADABLE) from error
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                raise Unmoved(TOO_LATE) from error
            raise
        numbers = [_number(record) for record in found]
        if not numbers or numbers[0] != int(place.first) or numbers[-1] != int(place.last):
            raise Unmoved(TOO_LATE)
        return found

    def _read(self, place: Place) -> Iterator[dict[str, Any]]:
        """The records from the first to the last, as many as are still there."""
        iterator = self.streams.get_shard_iterator(
            StreamArn=place.stream,
            ShardId=place.shard,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=place.first,
        )["ShardIterator"]
        looks = 0
        while iterator and looks < EMPTY_LOOKS:
            page = self.streams.get_records(ShardIterator=iterator)
            looks = 0 if page["Records"] else looks + 1
            for record in page["Records"]:
                if _number(record) > int(place.last):
                    return
                yield record
                if _number(record) == int(place.last):
                    return
            iterator = page.get("NextShardIterator")


def _number(record: Mapping[str, Any]) -> int:
    return int(record["dynamodb"]["SequenceNumber"])
