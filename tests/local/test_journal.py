"""What the journal promises to whoever reads it after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet_cli.local.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.sqlite")
    yield journal
    journal.close()


@pytest.fixture
def after(tmp_path: Path) -> Iterator[Journal]:
    """The same file as another process sees it at that moment."""
    other = Journal(tmp_path / "journal.sqlite")
    yield other
    other.close()


def test_versions_come_back_in_their_order_and_with_their_bytes(journal: Journal, after: Journal) -> None:
    key = "articles/ü +%25/" + "x" * 880
    for version in ("b", "a"):
        journal.keep_version("uploads", key, {"version_id": version, "data": version.encode()}, alone=False)
    assert [(k, e["version_id"], e["data"]) for k, e in after.versions("uploads")] == [
        (key, "b", b"b"),
        (key, "a", b"a"),
    ]


def test_a_delete_marker_has_no_bytes(journal: Journal, after: Journal) -> None:
    journal.keep_version("uploads", "k", {"version_id": "v", "is_delete_marker": True}, alone=False)
    assert list(after.versions("uploads")) == [("k", {"version_id": "v", "is_delete_marker": True})]


def test_a_page_keeps_its_newest_version_only(journal: Journal, after: Journal) -> None:
    for version in ("old", "new"):
        journal.keep_version("site", "k", {"version_id": version}, alone=True)
    assert [entry["version_id"] for _, entry in after.versions("site")] == ["new"]


def test_a_transaction_is_there_whole_or_not_at_all(journal: Journal, after: Journal) -> None:
    with journal.whole():
        journal.keep_item("catalogue", "a", "1", {"pk": {"S": "a"}})
        assert list(after.items("catalogue")) == []
        journal.keep_item("catalogue", "b", "1", {"pk": {"S": "b"}})
    assert len(list(after.items("catalogue"))) == 2


def test_an_item_is_replaced_and_forgotten(journal: Journal, after: Journal) -> None:
    journal.keep_item("catalogue", "a", "1", {"n": {"N": "1"}})
    journal.keep_item("catalogue", "a", "1", {"n": {"N": "2"}})
    assert list(after.items("catalogue")) == [("a", "1", {"n": {"N": "2"}})]
    journal.forget_item("catalogue", "a", "1")
    assert list(after.items("catalogue")) == []


def test_an_unanswered_change_waits_in_its_order(journal: Journal, after: Journal) -> None:
    for sequence in ("2", "1", "3"):
        journal.keep_change("comments", sequence, {"sequence": sequence})
    journal.forget_changes(["2"])
    assert [record["sequence"] for record in after.changes("comments")] == ["1", "3"]


def test_a_message_stays_until_it_is_dealt_with(journal: Journal, after: Journal) -> None:
    journal.keep_message("pages", "id-1", "front")
    journal.keep_message("pages", "id-2", "section/world")
    journal.forget_messages(["id-1"])
    assert after.messages("pages") == [("id-2", "section/world")]
