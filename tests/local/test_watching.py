"""What a followed folder's files are answered with, and how often the answers are looked for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from broadsheet_cli.local import watching
from broadsheet_cli.local.content import Changes, ContentFolder
from broadsheet_cli.local.watching import Watcher
from broadsheet_cli.reporting import Report


class Desk:
    """Answers the files named in `ready`, counts who asked for what, and hears what is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.ready: set[str] = set()
        self.looks: Counter[str] = Counter()
        self.told: dict[str, Mapping[str, Any] | None] = {}
        stack: Any = None  # nothing is uploaded here
        self.watcher = Watcher(
            tmp_path, ContentFolder(tmp_path), stack, answered=self.hear, failed=lambda _: None
        )
        monkeypatch.setattr(self.watcher, "_receipt", self.look)
        monkeypatch.setattr(watching, "POLL", 0.01)

    def look(self, key: str, etag: str) -> Mapping[str, Any] | None:
        self.looks[key] += 1
        return {"etag": etag} if key in self.ready else None

    def hear(self, report: Report) -> None:
        self.told[str(report.file)] = report.receipt

    def report(self, keys: list[str]) -> threading.Thread:
        changes = Changes(uploaded=dict.fromkeys(keys, "e"))
        thread = threading.Thread(target=self.watcher._report, args=(changes,), daemon=True)
        thread.start()
        return thread


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    return Desk(monkeypatch, tmp_path)


def test_many_answers_are_looked_for_a_few_at_a_time_and_each_is_told(desk: Desk) -> None:
    keys = [f"articles/{number}.md" for number in range(100)]
    desk.ready = set(keys[50:])
    reporting = desk.report(keys)
    while len(desk.told) < 50:
        time.sleep(0.01)
    for_nothing = [desk.looks[key] for key in keys[:50]]
    assert max(for_nothing) - min(for_nothing) <= 1
    desk.ready = set(keys)
    reporting.join(timeout=10)
    assert desk.told == {key: {"etag": "e"} for key in keys}


def test_patience_ends_that_long_after_the_last_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PATIENCE", 0.3)
    reporting = desk.report(["articles/a.md", "articles/b.md", "articles/never.md"])
    for key in ("articles/a.md", "articles/b.md"):
        time.sleep(0.2)
        assert "articles/never.md" not in desk.told
        desk.ready.add(key)
    reporting.join(timeout=10)
    assert desk.told["articles/b.md"]
    assert desk.told["articles/never.md"] is None


def test_whoever_waits_behind_others_is_not_given_up_while_those_are_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PATIENCE", 0.3)
    others = [f"articles/{number}.md" for number in range(6)]
    first, last = desk.report(others), desk.report(["articles/late.md"])
    for key in (*others, "articles/late.md"):
        time.sleep(0.15)
        desk.ready.add(key)
    first.join(timeout=10)
    last.join(timeout=10)
    assert desk.told["articles/late.md"]
