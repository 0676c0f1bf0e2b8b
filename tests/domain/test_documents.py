"""Records survive the way through a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.commenting.post import Posted
from broadsheet.domain.documents import from_json, sortable, stamp, to_json
from broadsheet.domain.media import MediaRecord
from broadsheet.domain.pictures import Picture, Variant
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import (
    ArticleRecord,
    Author,
    Handled,
    Live,
    Photo,
    SiteRecord,
    Tag,
    Teaser,
)
from broadsheet.publishing.sweeping.notes import Notes

moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1))  # noqa: DTZ001  hypothesis adds the zone
words = st.text(max_size=20)
problems = st.builds(Problem, words, words, st.none() | st.integers(1, 999))
variants = st.builds(Variant, words, st.integers(1, 9), st.integers(1, 9), words)
pictures = st.builds(Picture, st.integers(1, 9), st.integers(1, 9), variants, st.tuples(variants))
teasers = st.builds(
    Teaser,
    id=words,
    title=words,
    path=words,
    section=words,
    published=moments,
    updated=st.none() | moments,
    authors=st.tuples(st.builds(Author, words, words)),
    image=st.none() | st.builds(Photo, pictures, words),
)
lives = st.builds(
    Live,
    teaser=teasers,
    version=words,
    etag=words,
    tags=st.tuples(st.builds(Tag, words, words)),
    pictures=st.tuples(st.tuples(words, pictures)),
    terms=st.tuples(st.tuples(words, st.integers(1, 9))),
)
records = st.builds(
    ArticleRecord,
    id=words,
    key=words,
    rev=st.integers(0, 99),
    handled=st.none() | st.builds(Handled, words, words, st.integers(0, 9), moments),
    live=st.none() | lives,
    due=st.none() | moments,
    errors=st.tuples(problems),
    left_terms=st.tuples(st.tuples(words, words)),
)


@given(records)
def test_a_record_comes_back_from_its_document_as_it_was(record: ArticleRecord) -> None:
    assert from_json(ArticleRecord, to_json(record)) == record


def types_in(hint: Any) -> Iterator[Any]:
    """Every type that a value of this one may hold."""
    yield hint
    inner = get_type_hints(hint).values() if is_dataclass(hint) else get_args(hint)
    for one in inner:
        yield from types_in(one)


@pytest.mark.parametrize("kind", [ArticleRecord, SiteRecord, MediaRecord, Teaser, Notes, Posted])
def test_no_named_tuple_is_stored(kind: type) -> None:
    """It would be written as a list, without the names of its fields, and come back as one."""
    assert not [one for one in types_in(kind) if hasattr(one, "_fields")]


def test_fields_at_their_defaults_are_left_out() -> None:
    assert to_json(ArticleRecord("a", "k")) == '{"id":"a","key":"k"}'


def test_fields_that_a_later_version_dropped_are_ignored() -> None:
    assert from_json(Problem, '{"message":"m","colour":"red"}') == Problem("m")


@given(moments, moments)
def test_moments_sort_as_text_as_they_do_in_time(one: datetime, other: datetime) -> None:
    assert (sortable(one) < sortable(other)) == (one < other)


def test_a_moment_is_written_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))

    assert stamp(datetime(2026, 1, 2, 8, tzinfo=tokyo)) == "2026-01-01T23:00:00Z"
