"""What AWS hands to a function -> the names of what may have changed. Never content."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import unquote_plus

from broadsheet.adapters.aws.items import row_from
from broadsheet.ports import Change, Hint

T = TypeVar("T")


def upload_hints(
    records: Iterable[Mapping[str, Any]], *, cautious: bool = False
) -> tuple[list[Hint], dict[str, Exception]]:
    """The messages of an SQS event, and those that nobody can read, by id.

    `cautious`: what was delivered before may have died half-way, so all of it is asked for again.
    """
    return each_read(records, lambda record: _hint(record, cautious))


def each_read(
    records: Iterable[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], T]
) -> tuple[list[T], dict[str, Exception]]:
    """What `read` makes of each message of an SQS event, and why it cannot read others, by id: one that
    nobody can read is no matter of its neighbours."""
    taken: list[T] = []
    unreadable: dict[str, Exception] = {}
    for record in records:
        try:
            taken.append(read(record))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            unreadable[record["messageId"]] = error
    return taken, unreadable


def _hint(record: Mapping[str, Any], cautious: bool) -> Hint:
    body, count = record["body"], record["attributes"]["ApproximateReceiveCount"]
    again = came_again(body, count) if cautious else asked_again(body)
    return Hint(record["messageId"], tuple(upload_keys(body)), again)


def failures(failed: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What tells Lambda which messages of a batch should come back (partial batch response)."""
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in failed]}


def upload_keys(body: str) -> list[str]:
    """The keys that an SQS message speaks of: an S3 notification, or our own `{"keys": [...]}`.

    S3 writes keys form-encoded; its test event names none. Raises ValueError, LookupError, TypeError or
    AttributeError for what is neither.
    """
    message = json.loads(body)
    if "keys" in message:
        return _texts(message["keys"])
    return [unquote_plus(record["s3"]["object"]["key"]) for record in message.get("Records", [])]


def _texts(keys: object) -> list[str]:
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise ValueError("its keys are not a list of keys")
    return keys


def asked_again(body: str) -> bool:
    """Whether the sender asks for all that follows to be worked out once more."""
    return bool(json.loads(body).get("again"))


def came_again(body: str, receive_count: str) -> bool:
    """The same, or an earlier delivery may have died half-way."""
    return int(receive_count) > 1 or asked_again(body)


def table_change(record: Mapping[str, Any]) -> Change:
    """A DynamoDB stream record with old and new image."""
    data = record["dynamodb"]
    old, new = data.get("OldImage"), data.get("NewImage")
    keys = row_from(data["Keys"])
    return Change(
        row_from(old) if old else None,
        row_from(new) if new else None,
        (keys["pk"], keys["sk"]),
    )
