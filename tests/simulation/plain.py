"""The parts that a simulation replaces because they take long and decide nothing: look of pages, sizes of
pictures, waiting."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from greenlet import getcurrent

from broadsheet import converge
from broadsheet.domain import disturbance, relatedness, terms
from broadsheet.domain import media as domain_media
from broadsheet.imaging import Prints, variants
from broadsheet.publishing import (
    article_edition,
    editions,
    ingesting,
    invalidating,
    list_editions,
    media,
    picking,
    reach,
    reconsidering,
    relating,
    restoring,
    sources,
    ticking,
    windows,
)
from broadsheet.publishing.sweeping import filed, shown, sweep
from broadsheet.rendering.views import FrontView, ListView, NewsSitemapView, View

UPDATED = re.compile(r" updated=(None|datetime[^)]*\)),")
SUMMARY = re.compile(r" summary='[^']*',")
# Of other stories; that no page tells it is held by tests of the templates.
UNTOLD = {FrontView: UPDATED, ListView: UPDATED, NewsSitemapView: SUMMARY}


def printing_with(templates: str) -> None:
    """From here on this invocation prints with these templates."""
    getcurrent().templates = templates


def plain(view: View, form: str = "") -> str:
    """All that a page tells of what it is made of, in place of the page."""
    told = UNTOLD[type(view)].sub("", repr(view)) if type(view) in UNTOLD else repr(view)
    return f"{getattr(getcurrent(), 'templates', 'none')} {form}\n{told}"


@cache
def prints_of(body: bytes, key: str) -> Prints:
    return variants(body, key)


SMALL = (  # limits that a paper of three stories would never come to
    (relatedness, "PICKS", 1),  # so three stories push each other aside as in a large archive thousands do
    (relatedness, "KEPT", 2),
    (windows, "FEW", 1),
    (windows, "SIGHT", 4),
    (terms, "FILED", 4),
    *((module, "WINDOW", 2) for module in (relatedness, windows, disturbance, relating)),
    (picking, "CHUNK", 5),  # the rows of one link, and little more
    (reconsidering, "ACTIONS", 12),  # the rows of one story's links, and hardly ever of two
    (reconsidering, "AT_ONCE", 2),
    # An edit has a dozen; one that moves to another day has more.
    *((module, "MAX_ACTIONS", 16) for module in (restoring, ingesting)),
    (invalidating, "NAMES", 4),
    (domain_media, "FORMER_FILES", 6),
    (ticking, "MOST", 2),
    *((module, "LIST", 1) for module in (reach, list_editions)),  # the newest of a section need not be that
    *((module, "LATEST", 1) for module in (reach, list_editions)),  # of all three
    *((module, "RELATED", 1) for module in (reach, sources)),
    (article_edition, "RELATED", 2),  # one below a short story, as one less than six otherwise
    *((module, "NEAR", 2) for module in (reach, sources)),
    (sweep, "BUSY", 3),
    (filed, "ENTRIES", 3),
    (filed, "STORIES", 2),
    (shown, "ENTRIES", 3),
    (shown, "STORIES", 2),
)
NARROW = (
    # So that one of three stories keeps another out of sight.
    *((module, "WINDOW", 1) for module in (relatedness, windows, disturbance, relating)),
    (windows, "SIGHT", 2),
    (relatedness, "KEPT", 1),  # and nobody knows whom to pick next
)
TIGHTER = (
    *((module, "MAX_ACTIONS", 6) for module in (restoring, ingesting)),
    (reconsidering, "ACTIONS", 5),  # no story's links fit
    *NARROW,
)
ROOMS = {  # how an operation begins that is done with still smaller limits
    "": (),
    "tight ": TIGHTER,
    "narrow ": NARROW,
    "lonely ": ((reconsidering, "ACTIONS", 5),),
}


def room_of(operation: str) -> str:
    return max((room for room in ROOMS if operation.startswith(room)), key=len)


@contextlib.contextmanager
def tightly(operation: str) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for module, limit, value in ROOMS[room_of(operation)]:
            stack.enter_context(patch.object(module, limit, value))
        yield


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Within it, pages are plain, nobody waits, and limits are small."""
    logging.getLogger("broadsheet").handlers = [logging.NullHandler()]  # faults are what is looked for
    still: Any = SimpleNamespace(sleep=lambda seconds: None)
    with contextlib.ExitStack() as stack:
        for module, name, instead in (
            (editions, "render", plain),
            (editions, "assets", dict),
            (media, "variants", prints_of),
            (converge, "time", still),
            *SMALL,
        ):
            stack.enter_context(patch.object(module, name, instead))
        yield
