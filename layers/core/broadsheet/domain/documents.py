"""Frozen dataclasses to JSON and back, for the `doc` attribute of the catalogue's rows."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> str:
    """Fields at their defaults are left out: a row stays small and old rows stay readable."""
    return _ENCODER.encode(value)


def from_json(kind: type[T], text: str) -> T:
    """Fields that the class no longer has are ignored."""
    return _builder(kind)(json.loads(text))  # type: ignore[no-any-return, arg-type]


def stamp(moment: datetime) -> str:
    """A moment as text: 2026-11-23T09:30:00Z, with microseconds only where it has them."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=1 << 14)  # the place of a story is asked for a dozen times while it is published, or built
def sortable(moment: datetime) -> str:
    """A moment as text that sorts as time does, for sort keys: always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    """What JSON does not know by itself."""
    if isinstance(value, datetime):
        return stamp(value)
    defaults = _defaults(type(value))  # type: ignore[arg-type]
    return {name: v for name, default in defaults if (v := getattr(value, name)) != default}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain)


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind))


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """What turns a value from JSON into one of this type; found out once for each type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is types.UnionType or origin is Union:
        build = _builder(next(k for k in arguments if k is not type(None)))
        return build if build is _as_it_is else lambda value: None if value is None else build(value)
    if origin is tuple:
        return _tuple_builder(arguments)
    if kind is datetime:
        return datetime.fromisoformat
    return _document_builder(kind) if is_dataclass(kind) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _tuple_builder(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    builders = [_builder(kind) for kind in kinds if kind is not Ellipsis]
    if all(build is _as_it_is for build in builders):
        return tuple
    if kinds[-1] is Ellipsis:
        return lambda values: tuple(map(builders[0], values))
    return lambda values: tuple([build(value) for build, value in zip(builders, values, strict=True)])


def _document_builder(kind: Any) -> Callable[[Any], Any]:
    builders = {name: _builder(hint) for name, hint in get_type_hints(kind).items()}
    plain = [name for name, build in builders.items() if build is _as_it_is]
    built = [(name, build) for name, build in builders.items() if build is not _as_it_is]

    def document(value: dict[str, Any]) -> Any:
        fields = {name: value[name] for name in plain if name in value}
        for name, build in built:
            if name in value:
                fields[name] = build(value[name])
        return kind(**fields)

    return document
