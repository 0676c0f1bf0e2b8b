"""The site's static files, named by their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

TEMPLATES = "broadsheet_templates"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
# Raised when code in this package changes what pages look like; the templates speak for themselves.
RENDERER = 1


class Asset(NamedTuple):
    """A file to be served at `path`, which holds a digest of `body`."""

    path: str
    body: bytes
    content_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file by its address."""
    return {asset.path: asset for asset in _by_name().values()}


def asset_path(name: str) -> str:
    """The address of a file in the templates' assets folder."""
    return _by_name()[name].path


@cache
def templates_version() -> str:
    """A short digest of all templates and assets: when it changes, every page may have."""
    digest = hashlib.sha256(str(RENDERER).encode())
    for name, body in sorted(_files(files(TEMPLATES), "")):
        digest.update(f"\0{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]


@cache
def _by_name() -> dict[str, Asset]:
    found = _files(files(TEMPLATES) / "assets", "")
    return {name: _asset(name, body) for name, body in sorted(found)}


def _asset(name: str, body: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    body = _squeezed(body) if ending == "css" else body
    digest = hashlib.sha256(body).hexdigest()[:8]
    return Asset(f"/assets/{stem}.{digest}.{ending}", body, TYPES[f".{ending}"])


def _squeezed(css: bytes) -> bytes:
    """Without comments, line breaks and the spaces around braces; the file itself stays readable.

    No string in the sheet has a brace, a semicolon or two spaces in it; a test compares rules and strings.
    """
    sheet = b" ".join(re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL).split())
    for mark in (b"{", b"}", b";"):
        sheet = sheet.replace(b" " + mark, mark).replace(mark + b" ", mark)
    return sheet


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("__"):
            found += _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".html", ".xml", ".css", ".svg")):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
