"""Rows as DynamoDB writes them down: each value under the letter of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from broadsheet.ports import Row


def row_from(item: Mapping[str, Any]) -> Row:
    """A row from DynamoDB's JSON, as a reply or a stream record carries it."""
    return {name: _value(given) for name, given in item.items()}


def item_from(row: Row) -> dict[str, Any]:
    """The other way round. Raises TypeError for what no row may hold."""
    return {name: typed(value) for name, value in row.items()}


def _value(given: Mapping[str, Any]) -> Any:
    [(kind, value)] = given.items()
    if kind in ("S", "BOOL"):
        return value
    if kind == "N":
        return int(value)
    if kind == "L":
        return [_value(one) for one in value]
    if kind == "M":
        return row_from(value)
    if kind == "NULL":
        return None
    raise TypeError(f"a row holds nothing of DynamoDB's type {kind}")


def typed(value: Any) -> dict[str, Any]:
    """A value with the letter of its type."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, list | tuple):
        return {"L": [typed(one) for one in value]}
    if isinstance(value, dict):
        return {"M": item_from(value)}
    if value is None:
        return {"NULL": True}
    raise TypeError(f"a row cannot hold {value!r}")
