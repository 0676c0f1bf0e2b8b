"""JSON as pages and feeds carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from broadsheet.rendering.text import is_legal, legal

_written = re.compile(r"\\[bfu]").search  # how JSON writes a control, and a few texts what is none
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def stated(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Those that say something: what is None or empty is left out."""
    return {name: entry for name, entry in entries.items() if entry or entry == 0}


def as_json(value: Any) -> str:
    """JSON in which no string has a character that XML forbids."""
    text = _encode(value)
    return text if is_legal(text) and not _written(text) else _encode(_legal(value))


def _legal(value: Any) -> Any:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, dict):
        return {name: _legal(entry) for name, entry in value.items()}
    return [_legal(entry) for entry in value] if isinstance(value, (list, tuple)) else value
