"""What a story is known by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.domain import terms
from broadsheet.domain.terms import MAX_TERMS, READ, key_terms

words = st.text("abcdeéß", min_size=1, max_size=16)
texts = st.lists(words | words.map(str.title), max_size=60).map(" ".join)


def known_by(title: str, text: str, *tags: str) -> dict[str, int]:
    return dict(key_terms(title, text, tags))


def test_title_text_and_tags_count_and_common_words_do_not() -> None:
    assert known_by("Harbour wall", "The council will mend it", "floods").keys() == {
        "harbour",
        "wall",
        "council",
        "mend",
        "#floods",
    }


@pytest.mark.parametrize("written", ["Müller’s", "MULLER", "muller's", "Mullers"])
def test_a_name_is_one_term_however_it_is_written(written: str) -> None:
    assert [*known_by("", f"{written}.")] == ["muller"]


def test_the_heaviest_come_first_and_there_are_no_more_than_fourteen() -> None:
    found = key_terms("Bridge", " ".join(f"{letter}word{letter}" for letter in "abcdefghijklmnop"), ("a",))

    assert len(found) == MAX_TERMS == 14
    assert [weight for _, weight in found] == sorted((weight for _, weight in found), reverse=True)
    assert found[0] == ("#a", 50)


def test_a_word_that_is_there_again_and_again_is_no_heavier_than_one_that_is_there_three_times() -> None:
    thrice, often = (known_by("", "estuary " * times)["estuary"] for times in (3, 30))

    assert known_by("", "estuary")["estuary"] < thrice == often


@given(texts, texts, texts)
def test_what_comes_late_in_a_text_changes_nothing(title: str, text: str, more: str) -> None:
    long = (text + " ").ljust(READ)

    assert key_terms(title, long + more, ("tag",)) == key_terms(title, long, ("tag",))


def test_a_word_that_is_cut_where_reading_ends_is_not_read() -> None:
    assert known_by("", "x " * (READ // 2 - 3) + "Constantinople fell") == {}
    assert known_by("", "x" * 2 * READ).keys() == {"x" * 64}


@pytest.mark.parametrize("blank", [" ", "\n", "\u3000"])
def test_a_text_that_begins_with_blanks_is_read_like_any_other(blank: str) -> None:
    assert known_by("", blank * 2 * READ + "estuary") == {}
    assert known_by("", blank * 100 + "estuary").keys() == {"estuary"}


def test_long_pieces_without_a_space_are_not_remembered() -> None:
    sentence = "新聞社は今日" * 40

    assert known_by("", sentence)
    assert sentence not in terms._KNOWN


@given(texts, texts)
def test_the_short_way_finds_the_same_as_weighing_every_word(title: str, text: str) -> None:
    short = key_terms(title, text, ("tag",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "_heavy", lambda times: {word: terms._weigh(word, times) for word in times})

        assert key_terms(title, text, ("tag",)) == short
