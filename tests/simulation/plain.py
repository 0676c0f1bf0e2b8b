"""The parts that a simulation replaces because they take long and decide nothing: look of pages, sizes of
pictures, waiting."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from greenlet import getcurrent

from broadsheet import converge
from broadsheet.imaging import Prints, variants
from broadsheet.publishing import editions, media
from broadsheet.rendering.views import View


def printing_with(templates: str) -> None:
    """From here on this invocation prints with these templates."""
    getcurrent().templates = templates


def plain(view: View, form: str = "") -> str:
    """All that a page is made of, in place of the page."""
    return f"{getattr(getcurrent(), 'templates', 'none')} {form}\n{view!r}"


@cache
def _variants(body: bytes, key: str) -> Prints:
    return variants(body, key)


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Within it, pages are plain and nobody waits."""
    still: Any = SimpleNamespace(sleep=lambda seconds: None)
    with (
        patch.object(editions, "render", plain),
        patch.object(editions, "assets", dict),
        patch.object(media, "variants", _variants),
        patch.object(converge, "time", still),
    ):
        yield
