"""What comes out of the image room: files under addresses that never change their content."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, field
from typing import NamedTuple

from broadsheet.domain.addresses import slugify
from broadsheet.domain.pictures import Picture, Variant
from broadsheet.errors import BroadsheetError

# Part of every address: raise it when the same upload is to give other files than before.
RECIPE = "1"
MAX_BYTES = 20_000_000


class ImageRefused(BroadsheetError):
    """The upload is not a picture that can be shown; the message is for the editor."""


class Print(NamedTuple):
    """One file of a picture."""

    body: bytes
    width: int
    height: int
    type: str
    suffix: str  # of its name: `-480.webp`


@dataclass(frozen=True)
class Prints:
    """A picture and its files by site key."""

    picture: Picture
    files: dict[str, Print]
    warnings: tuple[str, ...] = field(default=())


def titled(
    key: str, source: bytes, fallback: Print, others: tuple[Print, ...] = (), warnings: tuple[str, ...] = ()
) -> Prints:
    """Give files their addresses: equal uploads get equal ones, any other upload gets others."""
    digest = hashlib.sha256(b"\0".join((RECIPE.encode(), key.encode(), source))).hexdigest()[:16]
    stem = slugify(posixpath.splitext(posixpath.basename(key))[0])[:60].strip("-") or "image"
    files = {f"media/{digest}/{stem}{p.suffix}": p for p in (*others, fallback)}
    shown = [Variant(f"/{k}", p.width, p.height, p.type) for k, p in files.items()]
    widest = max(shown, key=lambda variant: variant.width)
    return Prints(Picture(widest.width, widest.height, shown[-1], tuple(shown[:-1])), files, warnings)
