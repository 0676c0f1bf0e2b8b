"""The parts that a simulation replaces because they take long and decide nothing: look of pages, sizes of
pictures, waiting."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from greenlet import getcurrent

from broadsheet import converge
from broadsheet.domain import relatedness
from broadsheet.imaging import Prints, variants
from broadsheet.publishing import editions, media, relating
from broadsheet.rendering.views import View


def printing_with(templates: str) -> None:
    """From here on this invocation prints with these templates."""
    getcurrent().templates = templates


def plain(view: View, form: str = "") -> str:
    """All that a page is made of, in place of the page."""
    return f"{getattr(getcurrent(), 'templates', 'none')} {form}\n{view!r}"


@cache
def prints_of(body: bytes, key: str) -> Prints:
    return variants(body, key)


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Within it, pages are plain and nobody waits. A story picks one other of at most two: so three stories
    push each other aside as in a large archive thousands do."""
    logging.getLogger("broadsheet").handlers = [logging.NullHandler()]  # faults are what is looked for
    still: Any = SimpleNamespace(sleep=lambda seconds: None)
    with (
        patch.object(editions, "render", plain),
        patch.object(editions, "assets", dict),
        patch.object(media, "variants", prints_of),
        patch.object(converge, "time", still),
        patch.object(relatedness, "PICKS", 1),
        patch.object(relatedness, "WINDOW", 2),
        patch.object(relating, "WINDOW", 2),
    ):
        yield
