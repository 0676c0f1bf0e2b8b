"""A newsroom in memory, and what an editor and a reader do there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broadsheet.domain.addresses import object_key, receipt_key
from broadsheet_cli.newsroom import Newsroom

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Desk:
    """One newsroom, seen from the editor's chair and from the reader's."""

    room: Newsroom = field(default_factory=lambda: Newsroom(now=NOW))

    def __post_init__(self) -> None:
        self.room.tick()
        self.room.settle()

    def upload(self, key: str, text: str | bytes, modified: datetime = NOW) -> dict[str, Any]:
        """Upload, wait, and return the receipt."""
        self.put(key, text, modified)
        self.room.settle()
        return self.receipt(key)

    def put(self, key: str, text: str | bytes, modified: datetime = NOW) -> None:
        self.room.uploads.put(key, text.encode() if isinstance(text, str) else text, modified)

    def delete(self, key: str) -> dict[str, Any]:
        self.room.uploads.remove(key)
        self.room.settle()
        return self.receipt(key)

    def receipt(self, key: str) -> dict[str, Any]:
        found = self.room.uploads.read_receipt(receipt_key(key))
        assert found is not None, f"no receipt for {key}"
        return dict(json.loads(found[0]))

    def wait(self, **time: float) -> None:
        self.room.clock.advance(timedelta(**time))
        self.room.tick()
        self.room.settle()

    def page(self, path: str) -> str | None:
        page = self.room.site.pages.get(object_key(path))
        return page.body.decode() if page else None

    def leads_to(self, path: str) -> str:
        page = self.room.site.pages.get(object_key(path))
        return page.location if page else ""

    def anywhere(self, words: str) -> list[str]:
        """Keys of all public objects that hold these words."""
        return sorted(key for key, page in self.room.site.pages.items() if words.encode() in page.body)

    def revs(self) -> dict[str, int]:
        return {key: page.rev for key, page in self.room.site.pages.items()}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def story(title: str = "Harbour reopens", body: str = "The ferries sail again.", **fields: str) -> str:
    lines = [f"title: {title}", "date: 2026-11-20T10:00:00Z", *(f"{k}: {v}" for k, v in fields.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"
