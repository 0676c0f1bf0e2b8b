"""The picture on top of a story: a path, a table, or fields side by side."""

from __future__ import annotations

from broadsheet.domain.article import LeadImage
from broadsheet.formats import values
from broadsheet.formats.given import Value
from broadsheet.formats.lookup import Lookup
from broadsheet.formats.notes import Notes
from broadsheet.formats.values import Wrong

MAX_PATH, MAX_WORDS = 1024, 1000

_PARTS = {
    "src": ("src", "url", "path", "image", "file", "filename"),
    "alt": ("alt", "alt_text", "alttext", "description"),
    "caption": ("caption", "title"),
    "credit": ("credit", "copyright", "photographer", "attribution"),
}


def lead_image(lookup: Lookup, notes: Notes) -> LeadImage | None:
    """The lead image a file gives. Raises Wrong where it is neither a path nor a table."""
    entry = lookup["image"]
    if entry is None:
        return None
    table = _table(values.first(entry.value))
    src = table.get("src", "")
    if not src:
        return None
    if len(src) > MAX_PATH:
        raise Wrong(f"a path of {len(src)} characters is too long; at most {MAX_PATH}")
    words = {part: table.get(part) or _beside(lookup, part) for part in ("alt", "caption", "credit")}
    if not words["alt"]:
        notes.warn("the picture has no alt text; say what it shows in image_alt", entry.name, entry.line)
    return LeadImage(src, **{part: text[:MAX_WORDS] for part, text in words.items()})


def _table(value: Value) -> dict[str, str]:
    if value is None or value is False:
        return {}
    if not isinstance(value, dict):
        return {"src": values.text(value)}
    keys = {key.lower(): item for key, item in value.items()}
    found = {
        part: next((keys[name] for name in names if keys.get(name)), "") for part, names in _PARTS.items()
    }
    if not found["src"]:
        raise Wrong("the picture has no path; write image: {src: images/bridge.jpg, alt: What it shows}")
    return {part: values.text(item) for part, item in found.items()}


def _beside(lookup: Lookup, part: str) -> str:
    entry = lookup[f"image_{part}"]
    return values.text(entry.value) if entry else ""
