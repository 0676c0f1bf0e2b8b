"""What a reader sends becomes a draft, or a list of all that is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.domain.comment_drafts import COMMENT_LENGTH, EMAIL_LENGTH, NAME_LENGTH, read_draft

GOOD: dict[str, object] = {"name": "Ana", "comment": "Well said."}


def wrong(**fields: object) -> list[tuple[str, str]]:
    return [(w.field, w.code) for w in read_draft({**GOOD, **fields})[1]]


def test_name_and_comment_are_enough() -> None:
    draft, problems = read_draft(GOOD)

    assert (draft.name, draft.text, draft.email, draft.parent) == ("Ana", "Well said.", "", "")
    assert problems == ()


def test_what_is_missing_is_asked_for_in_the_newspapers_words() -> None:
    _, problems = read_draft({})

    assert [(w.field, w.code, w.detail) for w in problems] == [
        ("comment", "required", "Please enter your comment!"),
        ("name", "required", "Please enter your name here"),
    ]


@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b", None])
def test_what_cannot_be_seen_is_missing(nothing: str | None) -> None:
    assert wrong(name=nothing, comment=nothing) == [("comment", "required"), ("name", "required")]


@pytest.mark.parametrize("value", [5, True, ["x"], {"a": 1}, 1.5])
@pytest.mark.parametrize("field", ["name", "comment", "email", "parent"])
def test_what_is_not_text_is_invalid_and_nothing_else(field: str, value: object) -> None:
    assert wrong(**{field: value}) == [(field, "invalid")]


def test_optional_fields_may_be_null() -> None:
    assert wrong(email=None, parent=None) == []


def test_fields_that_nobody_asked_for_are_ignored() -> None:
    assert wrong(website="x", posted="1999", id=7) == []


def test_the_longest_name_comment_and_address_fit() -> None:
    assert wrong(name="é" * 80, comment="🎻" * 5000, email="a" * 241 + "@example.org.") == []


def test_one_character_more_does_not() -> None:
    assert wrong(name="n" * 81, comment="c" * 5001, email="a" * 243 + "@example.org") == [
        ("comment", "too-long"),
        ("name", "too-long"),
        ("email", "too-long"),
    ]


def test_length_is_measured_after_normalising() -> None:
    assert wrong(name=" " * 500 + "e\u0301" * 80, comment="a" + "\r\n" * 9000 + "b") == []


def test_a_text_too_long_says_by_how_much() -> None:
    _, problems = read_draft({**GOOD, "comment": "c" * 5213})

    assert problems[0].detail == "Your comment has 5,213 characters; at most 5,000 fit."


@pytest.mark.parametrize(
    "email", ["ana@example.org", "a@localhost", "jürgen+news@müller.example", " ana@example.org "]
)
def test_addresses_are_taken_generously(email: str) -> None:
    assert wrong(email=email) == []


@pytest.mark.parametrize(
    "email", ["ana", "@example.org", "ana@", "a b@example.org", "a@b@c", "Ana <ana@example.org>"]
)
def test_what_cannot_be_an_address_is_invalid(email: str) -> None:
    assert wrong(email=email) == [("email", "invalid")]


@pytest.mark.parametrize("parent", ["a b", "../x", "C#1", "x" * 65, "é"])
def test_a_parent_that_cannot_be_a_comment_is_unknown(parent: str) -> None:
    assert wrong(parent=parent) == [("parent", "unknown-parent")]


def test_equal_words_have_equal_digests_and_other_words_others() -> None:
    first, _ = read_draft({"name": "Ana", "comment": "x\r\ny"})
    again, _ = read_draft({"comment": "x\ny ", "name": " Ana", "email": None})
    other, _ = read_draft({"name": "Ana", "comment": "x y"})

    assert first.digest == again.digest != other.digest


def test_an_address_does_not_show_in_what_is_logged() -> None:
    draft, _ = read_draft({**GOOD, "email": "ana@example.org"})

    assert "ana@example.org" not in repr(draft)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["name", "comment", "email", "parent", "other"]), json_values))
@settings(deadline=None)
def test_an_accepted_draft_is_within_all_limits(fields: dict[str, object]) -> None:
    draft, problems = read_draft(fields)

    if not problems:
        assert 0 < len(draft.name) <= NAME_LENGTH
        assert 0 < len(draft.text) <= COMMENT_LENGTH
        assert len(draft.email) <= EMAIL_LENGTH
