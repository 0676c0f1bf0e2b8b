"""Frozen dataclasses to JSON and back, for the `doc` attribute of the catalogue's rows."""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> str:
    """Fields at their defaults are left out: a row stays small and old rows stay readable."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(kind: type[T], text: str) -> T:
    """Fields that the class no longer has are ignored."""
    return _build(kind, json.loads(text))  # type: ignore[no-any-return]


def stamp(moment: datetime) -> str:
    """A moment as text: 2026-11-23T09:30:00Z, with microseconds only where it has them."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def sortable(moment: datetime) -> str:
    """A moment as text that sorts as time does, for sort keys: always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = (
            (f.name, getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)
        )
        return {name: _plain(v) for name, v in kept}
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _default(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else MISSING


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin is types.UnionType or origin is Union:
        return _build(next(k for k in get_args(kind) if k is not type(None)), value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if origin is Literal:
        return value
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _build(hints[name], v) for name, v in value.items() if name in hints})  # type: ignore[operator]
    return value


def _tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_build(kinds[0], v) for v in values)
    return tuple(_build(kind, v) for kind, v in zip(kinds, values, strict=True))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
