"""What the stages of a pass are made of: things one after the other, each with what deserves a close look.

What a listing and a batch of rows can show is compared by the stages, a thousand things at a time. That
need not be exact: whatever they name is looked at closely before anybody calls it a difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.publishing.sweeping.notes import Kind

# What things cost, by the requests and the work that they take: a file is read and judged from four places,
# the page of a story is read from six and rendered, a list has up to a thousand stories on it, a listing has
# a thousand entries.
ENTRY, REQUEST, READING, PAGE, LIST = 1, 2, 5, 10, 20
ENTRIES, STORIES = 500, 25  # of one stretch


@dataclass(frozen=True)
class Item:
    """One thing on the way: the cursor that leads past it, what of it to look at, and what that costs."""

    cursor: str
    looks: tuple[tuple[Kind, str], ...] = ()
    cost: int = ENTRY
    articles: int = 0


@dataclass(frozen=True)
class Stretch:
    """Items in their order; `last` where nothing comes after them."""

    items: Iterable[Item]
    last: bool
