"""One public story with open comments, on a table in memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime

import pytest

from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.ids import new_id
from broadsheet.ports import Put

ARTICLE = "0f1e2d3c4b5a6978"


@pytest.fixture
def article() -> str:
    return ARTICLE


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def table() -> MemoryTable:
    table = MemoryTable()
    row = {"pk": f"T#{ARTICLE}", "sk": "THREAD", "rev": 1, "live": True, "policy": None}
    table.write([Put(row | {"path": "/world/story/", "title": "A story"})])
    return table


@pytest.fixture
def ids() -> Callable[[datetime], str]:
    """Ids whose random part counts up, so that tests know their order."""
    numbers = itertools.count()
    return lambda moment: new_id(moment, lambda size: next(numbers).to_bytes(size, "big"))
