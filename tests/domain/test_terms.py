"""What a story is known by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.domain import terms
from broadsheet.domain.terms import FILED, MAX_TERMS, filed, key_terms

words = st.text("abcdeéß", min_size=1, max_size=16)
texts = st.lists(words | words.map(str.title), max_size=30).map(" ".join)
slugs = st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=9)


def known_by(title: str, summary: str = "") -> dict[str, int]:
    return dict(key_terms(title, summary, [], []))


def test_title_summary_tags_and_authors_count_and_common_words_do_not() -> None:
    found = key_terms("Harbour wall", "The council will mend it", ["floods"], ["ana-luz"])

    assert dict(found).keys() == {"harbour", "wall", "council", "mend", "#floods", "@ana-luz"}


def test_a_word_weighs_more_in_the_title_and_most_where_it_is_in_both() -> None:
    in_summary, in_title, in_both = (
        known_by(*of)["estuary"] for of in [("", "Estuary"), ("Estuary",), ("Estuary", "The estuary")]
    )

    assert in_summary < in_title < in_both


@pytest.mark.parametrize(
    ("summary", "tags", "known"), [("", "", True), ("A boat", "", False), ("", "a", False)]
)
def test_how_the_text_begins_tells_of_a_story_that_has_neither_summary_nor_tag(
    summary: str, tags: str, known: bool
) -> None:
    assert ("ferry" in dict(key_terms("", summary, tags.split(), [], opening="A ferry sails"))) is known


def test_a_longer_word_weighs_more_up_to_twelve_letters() -> None:
    found = known_by("Embankment embankments pier Constantinople Constantinopolitan")

    assert found["pier"] < found["embankment"] < found["constantinople"] == found["constantinopolitan"]


@pytest.mark.parametrize("written", ["Müller’s", "MULLER", "muller's", "Mullers"])
def test_a_name_is_one_term_however_it_is_written(written: str) -> None:
    assert [*known_by("", f"{written}…")] == ["muller"]


def test_a_story_is_filed_under_its_tags_and_then_under_the_longest_words_of_its_title() -> None:
    found = key_terms("A pier at the breakwater", "Constantinople", ["sea", "ferries", "art"], ["ana"])

    assert filed(found) == ["#sea", "#ferries", "#art", "breakwater", "pier", "constantinople"]


def test_of_many_tags_the_first_count_by_which_it_is_filed() -> None:
    tags = [f"tag-{letter}" for letter in "zyxwvutsr"]

    assert filed(key_terms("Harbour", "", tags, [])) == [f"#{tag}" for tag in tags[:FILED]]


@given(texts, texts, slugs, slugs)
def test_after_those_the_others_come_by_weight_and_all_in_all_no_more_than_twenty(
    title: str, summary: str, tags: list[str], authors: list[str]
) -> None:
    found = key_terms(title, summary, tags, authors)
    others = [weight for _, weight in found[FILED:]]

    assert len(dict(found)) == len(found) <= MAX_TERMS == 20
    assert others == sorted(others, reverse=True)
    assert all(7 <= weight <= 80 for _, weight in found)


def test_long_pieces_without_a_space_are_not_remembered() -> None:
    sentence = "新聞社は今日" * 40

    assert known_by(sentence)
    assert sentence not in terms._KNOWN
