"""What DynamoDB makes of keys, spans and conditions: for every table that stands in for it."""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from broadsheet.errors import Conflict
from broadsheet.ports import Absent, Action, Below, Condition, Matches, Row, Span, key_of

MAX_ACTIONS = 100  # of one TransactWriteItems
MAX_PK, MAX_SK = 2048, 1024  # bytes of a partition key and of a sort key ("Constraints in Amazon DynamoDB")
HIGHEST = "\U0010ffff"


def bounds(order: Sequence[str], span: Span) -> tuple[int, int]:
    """Where in ordered sort keys a span begins and ends."""
    begin = bisect_left(order, max(span.prefix, span.low))
    end = bisect_right(order, span.prefix + HIGHEST) if span.prefix else len(order)
    if span.high:
        end = min(end, bisect_right(order, span.high))
    return begin, max(begin, end)


def holds(condition: Condition, row: Row | None) -> bool:
    if isinstance(condition, Absent):
        return row is None
    if isinstance(condition, Matches):
        return row is not None and all(row.get(k) == v for k, v in condition.values.items())
    if isinstance(condition, Below):
        return row is None or row["rev"] < condition.rev
    raise TypeError(f"no such condition: {condition!r}")


def demand(action: Action, row: Row | None, table: str) -> None:
    """Raises Conflict unless the row that it is about is as the action wants it."""
    if action.condition is not None and not holds(action.condition, row):
        pk, sk = key_of(action)
        raise Conflict(f"{table}: {pk} / {sk} is not as it was read")


def refuse_what_dynamodb_refuses(actions: Sequence[Action]) -> None:
    """Raises ValueError."""
    keys = [key_of(action) for action in actions]
    if not keys or len(keys) > MAX_ACTIONS:
        raise ValueError(f"a transaction takes 1 to {MAX_ACTIONS} actions, not {len(keys)}")
    if len(set(keys)) != len(keys):
        raise ValueError(f"a transaction names each row once: {keys}")
    for pk, sk in keys:
        if not (0 < len(pk.encode()) <= MAX_PK and 0 < len(sk.encode()) <= MAX_SK):
            raise ValueError(f"a key has 1 to {MAX_PK} and 1 to {MAX_SK} bytes: {pk!r:.99} {sk!r:.99}")


def copied(row: Row) -> Row:
    """A row that can be changed without changing this one: most values cannot be changed anyway."""
    return {k: copy.deepcopy(v) if isinstance(v, list | dict) else v for k, v in row.items()}
