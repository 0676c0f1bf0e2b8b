"""Records with other values of some fields."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from broadsheet.domain.changing import changed
from broadsheet.domain.record import ArticleRecord

RECORD = ArticleRecord("id", "articles/a.md", rev=3, first=datetime(2026, 1, 1, tzinfo=UTC), wants=("/a/",))


@pytest.mark.parametrize("name", [field.name for field in fields(ArticleRecord)])
def test_a_changed_record_is_what_replace_would_make(name: str) -> None:
    assert changed(RECORD, **{name: None}) == replace(RECORD, **{name: None})  # type: ignore[arg-type]


def test_a_changed_record_hashes_and_reads_like_one_made_anew() -> None:
    made = ArticleRecord("id", "articles/a.md", rev=4, first=RECORD.first, wants=("/a/",))
    assert (hash(changed(RECORD, rev=4)), repr(changed(RECORD, rev=4))) == (hash(made), repr(made))


def test_the_record_itself_stays_as_it_was() -> None:
    before = replace(RECORD)
    changed(RECORD, rev=4)
    assert before == RECORD
