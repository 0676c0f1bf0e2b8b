"""Readers' words are made safe to keep."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.domain.plaintext import has_ink, one_line, paragraphs

# Anything Python can hold, with a taste for what makes trouble.
AWKWARD = (
    "a á \n\r\t\v\f\x00\x1b\x85\u2028\u200b\u200d\ufeff\u202e\u2066\u0301\u0345\u0344\u3164\ud800\udfff\ufffe"
)
anything = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(AWKWARD),
        st.characters(categories=["Mn", "Me", "Cf"]),
    )
)


@given(anything)
@settings(deadline=None)
def test_normalising_twice_is_normalising_once(words: str) -> None:
    assert paragraphs(paragraphs(words)) == paragraphs(words)
    assert one_line(one_line(words)) == one_line(words)


@given(anything)
@settings(deadline=None)
def test_what_is_kept_can_be_written_and_is_nfc(words: str) -> None:
    for text in (paragraphs(words), one_line(words)):
        text.encode()
        assert unicodedata.is_normalized("NFC", text)
        assert "\n\n\n" not in text
        assert text == text.strip()
        assert text == "" or has_ink(text)


@given(anything)
@settings(deadline=None)
def test_a_name_is_one_line_that_cannot_turn_its_neighbours(words: str) -> None:
    assert not set("\n\r\t\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b") & set(
        one_line(words)
    )


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"])))
@settings(deadline=None)
def test_ordinary_words_are_left_as_they_are(words: str) -> None:
    assert paragraphs(words) in (unicodedata.normalize("NFC", words), "")


def test_line_ends_of_all_systems_become_one_kind() -> None:
    assert paragraphs("one\r\ntwo\rthree\nfour\u2028five") == "one\ntwo\nthree\nfour\nfive"


def test_blank_lines_even_with_invisible_signs_in_them_collapse_to_one() -> None:
    assert paragraphs("one\n\n \n\u200b\n\n\u3164\ntwo") == "one\n\ntwo"


def test_tabs_and_single_blank_lines_stay() -> None:
    assert paragraphs("\none\ttwo\n\nthree \n") == "one\ttwo\n\nthree"


def test_controls_surrogates_and_noncharacters_go() -> None:
    assert paragraphs("a\x00b\x1b[31m\x9b\x7f\ud83dc\ufdd0\uffff\U0010ffff\ufeffd") == "ab[31mcd"


def test_a_letter_and_its_accent_become_one_character() -> None:
    assert one_line("Jose\u0301") == "José"


@pytest.mark.parametrize("tower", ["e" + "\u0335" * 30, "e" + "\u0335\u200d" * 30])
def test_towers_of_accents_are_cut_to_four(tower: str) -> None:
    assert paragraphs(tower).count("\u0335") == 4


def test_a_long_tower_of_accents_takes_no_time() -> None:
    began = time.perf_counter()
    paragraphs("e" + "\u0316\u0301" * 100_000)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "blank", ["", " ", "\n\t", "\u200b\u200d", "\u3164", "\u2800\u00a0", "\u0301", "\u202e\u2066"]
)
def test_what_cannot_be_seen_is_empty(blank: str) -> None:
    assert paragraphs(blank) == ""
    assert one_line(blank) == ""


@pytest.mark.parametrize(
    "sign",
    ["👩‍👩‍👧", "❤️", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "می‌خواهم", "क्‍ष", "1️⃣"],
)
def test_signs_that_need_invisible_parts_keep_them(sign: str) -> None:
    assert one_line(sign) == paragraphs(sign) == sign


def test_text_hidden_in_tags_goes() -> None:
    assert paragraphs("fine\U000e0041\U000e0042") == "fine"
