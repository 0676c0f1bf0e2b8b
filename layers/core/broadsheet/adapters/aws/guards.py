"""Notes of guards in a DynamoDB table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Found

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RECALLED, NOTED = 100, 25  # keys of one BatchGetItem, and of one BatchWriteItem


class DynamoGuards:
    """One item a key. What a busy table leaves undone stays undone: a note is only a hint."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def recall(self, keys: Sequence[str]) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for some in _batches(keys, RECALLED):
            wanted: Any = {"Keys": [{"key": {"S": key}} for key in some], "ConsistentRead": True}
            answer = self._ask("batch_get_item", {self._name: wanted})
            found |= dict(map(_note_from, answer["Responses"].get(self._name, [])))
        return found

    def note(self, found: Mapping[str, Found | None]) -> None:
        for some in _batches(found, NOTED):
            self._ask("batch_write_item", {self._name: [_request(key, found[key]) for key in some]})

    def _ask(self, operation: str, items: Any) -> Any:
        try:
            return getattr(self._client, operation)(RequestItems=items)
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"{operation} on {self._name}: {error}") from error


def _request(key: str, found: Found | None) -> dict[str, Any]:
    if found is None:
        return {"DeleteRequest": {"Key": {"key": {"S": key}}}}
    item = {"etag": {"S": found.etag}, "rev": {"N": str(found.rev)}, "digest": {"S": found.digest}}
    return {"PutRequest": {"Item": {"key": {"S": key}, **item}}}


def _note_from(item: Any) -> tuple[str, Found]:
    return item["key"]["S"], Found(item["etag"]["S"], int(item["rev"]["N"]), item["digest"]["S"])


def _batches(keys: Mapping[str, Any] | Sequence[str], most: int) -> Iterator[list[str]]:
    left = iter(dict.fromkeys(keys))
    while batch := list(islice(left, most)):
        yield batch
