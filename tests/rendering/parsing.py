"""Pages as a parser sees them."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

T = TypeVar("T")
# What settings, other rooms or the sanitiser have checked before a page is made.
CHECKED = frozenset(
    {"body", "kind", "policy", "timezone", "language", "comments", "type", "base_url", "lang"}
)
ADDRESSES = frozenset({"path", "slug", "canonical"})


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = tree.css(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def linked_data(tree: LexborHTMLParser) -> dict[str, dict[str, Any]]:
    """The nodes of the page's JSON-LD by their type."""
    graph = json.loads(one(tree, 'script[type="application/ld+json"]').text())
    assert graph["@context"] == "https://schema.org"
    return {node["@type"]: node for node in graph["@graph"]}


def spoiled(value: T, text: str) -> T:
    """The same view with that text in every field that takes free text."""
    return _spoiled(value, text, "")  # type: ignore[no-any-return]


def _spoiled(value: Any, text: str, field: str) -> Any:
    if names := _fields_of(value):
        return type(value)(**{name: _spoiled(getattr(value, name), text, name) for name in names})
    if isinstance(value, tuple):
        return tuple(_spoiled(entry, text, field) for entry in value)
    if isinstance(value, dict):
        return dict.fromkeys(value, text)
    if isinstance(value, str) and value and field not in CHECKED:
        return f"/{text}/" if field in ADDRESSES else f"x{text}x"
    return value


def _fields_of(value: Any) -> tuple[str, ...]:
    """Those of a dataclass or a named tuple; nothing else has any."""
    return tuple(f.name for f in fields(value)) if is_dataclass(value) else getattr(value, "_fields", ())


def moments(tree: LexborHTMLParser, selector: str) -> list[datetime]:
    return [datetime.fromisoformat(str(node.attributes["datetime"])) for node in tree.css(selector)]
