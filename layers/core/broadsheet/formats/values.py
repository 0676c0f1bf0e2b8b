"""A written value -> a value of the right type, or the reason why not."""

from __future__ import annotations

import re
from typing import get_args

from broadsheet.domain.site import Comments
from broadsheet.formats.given import Moment, Value
from broadsheet.formats.plainwords import one_line

_YES = {"true", "yes", "on", "1", "y"}
_NO = {"false", "no", "off", "0", "n"}
_OPEN = {"open", "enabled"} | _YES
_CLOSED = {"closed", "locked", "read-only"}
_OFF = {"off", "disabled", "none", "hidden"} | _NO
_LIVE = {"published", "publish", "public", "live", "final"}
_NOT_LIVE = {"draft", "hidden", "private", "pending"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s/?#@\\<>\"]+\.?[^\s\\<>\"]*", re.IGNORECASE)


class Wrong(ValueError):
    """The value cannot be meant like this; the message says what would be right."""


def text(value: Value) -> str:
    """One line of plain text."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, (int, float, *Moment)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict) and isinstance(value.get("rendered"), str):
        return one_line(value["rendered"])  # WordPress wraps its texts
    raise Wrong(f"this is {_kind(value)}, but text is expected; put it in quotes")


def texts(value: Value, separators: str) -> list[str]:
    """A list of texts; a single text is divided at the separators."""
    if isinstance(value, list):
        found = [_item(item) for item in value if item is not None]
    elif isinstance(value, str):
        found = [one_line(part) for part in re.split(f"[{separators}]", value)]
    else:
        found = [_item(value)]
    return _each_once(found)


def first(value: Value) -> Value:
    """The first of a list, or the value itself."""
    return (value[0] if value else None) if isinstance(value, list) else value


def yes(value: Value) -> bool:
    """A switch: true or false, yes or no."""
    if (found := switch(value)) is None:
        raise Wrong(f"this is {_kind(value)}, but true or false is expected")
    return found


def switch(value: Value) -> bool | None:
    """Like `yes`, but None for what is no switch at all."""
    word = _word(value)
    return True if word in _YES else False if word in _NO else None


def draft_status(value: Value) -> bool:
    """Whether Pelican's or WordPress's `status` means that nobody is to see the story."""
    word = _word(value)
    if word in _LIVE | _NOT_LIVE:
        return word in _NOT_LIVE
    raise Wrong(f"“{word or _kind(value)}” is not a status I know; it must be published or draft")


def comments(value: Value) -> Comments:
    word = _word(value)
    meanings: tuple[set[str], ...] = (_OPEN, _CLOSED, _OFF)
    for meaning, words in zip(get_args(Comments), meanings, strict=True):
        if word in words:
            return meaning  # type: ignore[no-any-return]
    raise Wrong(f"“{word or _kind(value)}” is not a policy for comments; it must be open, closed or off")


def language(value: Value) -> str:
    word = text(value)
    if not _LANGUAGE.fullmatch(word):
        raise Wrong(f"“{word[:40]}” is not a language; it must be a code such as en or pt-BR")
    return word.replace("_", "-")


def web_address(value: Value) -> str:
    word = text(value)
    if len(word) > 2000 or not _ADDRESS.fullmatch(word):
        raise Wrong(f"“{word[:80]}” is not a web address; it must begin with https:// or http://")
    return word


def site_path(value: Value) -> str:
    """An address on this site or on a former one, as a path that begins with one slash."""
    word = text(value)
    path = re.sub(r"^https?://[^/]*|[?#].*$", "", word, flags=re.IGNORECASE) or "/"
    path = path if path.startswith("/") else f"/{path}"
    if path.startswith("//") or set(path) & set('\\?#<>"') or ".." in path.split("/") or len(path) > 1000:
        raise Wrong(f"“{word[:80]}” cannot redirect here; it must be a path such as /2015/02/a-story")
    return path


def _word(value: Value) -> str:
    return str(value).strip().lower() if isinstance(value, (str, bool, int)) else ""


def _item(value: Value) -> str:
    """One name or tag; a table is known by its name."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "label", "term") if key in value), value)
    return text(value)


def _each_once(found: list[str]) -> list[str]:
    first: dict[str, str] = {}
    for word in found:
        first.setdefault(word.casefold(), word)
    return [word for word in first.values() if word]


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Moment):
        return "a date"
    kinds = {list: "a list", dict: "a table", int: "a number", float: "a number", type(None): "empty"}
    return kinds.get(type(value), "a text")
