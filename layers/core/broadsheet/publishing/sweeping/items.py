"""What the stages of a pass are made of: things one after the other, each with what deserves a close look.

What a listing and a batch of rows can show is compared by the stages, a thousand things at a time. That
need not be exact: whatever they name is looked at closely before anybody calls it a difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from broadsheet.publishing.sweeping.notes import Kind

# What things cost, two for a request and something for the work: a file and its receipt are read and judged,
# with what follows from it, which is read for fifty at a time; the page of a story is read from three places
# and rendered; a list has up to a thousand stories on it. `benchmarks/sweep.py` counts it.
ENTRY, REQUEST, READING, PAGE, LIST = 1, 2, 6, 8, 20
ENTRIES, STORIES = 500, 50  # of one stretch, and of those what is read at once


class Item(NamedTuple):
    """One thing on the way: the cursor that leads past it, what of it to look at, and what that costs.
    `outworn`: the key of an image with files that nobody needs any more, which is no fault."""

    cursor: str
    looks: tuple[tuple[Kind, str], ...] = ()
    cost: int = ENTRY
    articles: int = 0
    outworn: str = ""


class Stretch(NamedTuple):
    """Items in their order; `last` where nothing comes after them."""

    items: Iterable[Item]
    last: bool
