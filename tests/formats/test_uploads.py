"""Bytes, names and encodings: what is read at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.domain.article import Article
from broadsheet.formats import MAX_BYTES, Reading, date_from_name
from broadsheet.formats.upload import is_shown

Read = Callable[..., Reading]
Accept = Callable[..., Article]


@pytest.mark.parametrize("key", ["a.md", "a.MD", "a.markdown", "b/a.mdown"])
def test_markdown_goes_by_many_extensions(article: Accept, key: str) -> None:
    assert article("# Bridge opens\n\nIt *opened*.", key).body == "<p>It <em>opened</em>.</p>"


@pytest.mark.parametrize("key", ["a.docx", "a.pdf", "a.md.bak", "archive.zip"])
def test_an_unknown_kind_is_refused_with_the_kinds_that_are_known(reading: Read, key: str) -> None:
    (error,) = reading("text", key).errors

    assert "is not a kind of file I can read; use .md, .html, .txt or .json" in error.message


def test_a_name_without_extension_is_refused(reading: Read) -> None:
    assert reading("text", "articles/README").errors


@pytest.mark.parametrize("key", ["articles/a.jpg", "articles/b.SVG", "x.webp"])
def test_a_picture_among_the_articles_is_sent_to_images(reading: Read, key: str) -> None:
    (error,) = reading(b"\xff\xd8", key).errors

    assert "images/" in error.message


def test_what_is_not_utf_8_is_refused_with_byte_and_line(reading: Read) -> None:
    (error,) = reading(b"# Caf\xc3\xa9\n\nna\xefve").errors

    assert error.line == 3
    assert "byte 11 is 0xef" in error.message
    assert "UTF-8" in error.message


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_refused_by_name(reading: Read, mark: bytes) -> None:
    (error,) = reading(mark + b"#\x00").errors

    assert "UTF-16" in error.message


def test_a_byte_order_mark_does_no_harm(article: Accept) -> None:
    assert article(b"\xef\xbb\xbf---\ntitle: Bridge\n---\n").title == "Bridge"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_all_line_ends_are_the_same(article: Accept, ends: str) -> None:
    text = "---\ntitle: Bridge\ntags: [a, b]\n---\n\nOne\ntwo.\n\nThree.\n".replace("\n", ends)

    assert article(text).body == "<p>One\ntwo.</p>\n<p>Three.</p>"


def test_control_characters_are_dropped(article: Accept) -> None:
    found = article("# Bri\x00dge\x07\n\nA\x0b b\x1b\tc")

    assert (found.title, found.body) == ("Bridge", "<p>A b\tc</p>")


def test_nor_do_they_come_in_by_number(article: Accept) -> None:
    assert article("<title>x</title><p>a&#1;b&#x1F;c&#13;d", "a.html").body == "<p>a\ufffdb\ufffdc d</p>"


def test_windows_quotation_marks_come_back(article: Accept) -> None:
    assert article("# It\x92s \x93open\x94").title == "It’s “open”"


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_refused(reading: Read, content: str) -> None:
    (error,) = reading(content).errors

    assert "empty" in error.message


def test_a_file_over_the_limit_is_refused_with_size_and_limit(reading: Read) -> None:
    (error,) = reading(b"a" * (MAX_BYTES + 1024 * 1024)).errors

    assert "9.0 MB" in error.message
    assert "8 MB" in error.message


@pytest.mark.parametrize("key", ["a/2015-02-19-top-ten.md", "2015-02-19.md", "2015-02-19_x.txt"])
def test_the_date_stands_in_the_name_of_many_files(key: str) -> None:
    assert str(date_from_name(key)) == "2015-02-19"


@pytest.mark.parametrize("key", ["story.md", "2015-02-30-x.md", "a2015-02-19-x.md", "2015-02-191.md"])
def test_other_names_have_no_date(key: str) -> None:
    assert date_from_name(key) is None


@given(st.text(st.characters() | st.sampled_from("\t\n\x7f\x85\xa0\xad\ufeff\ufffe\ud800\U0001f600")))
def test_what_is_shown_is_what_python_calls_printable_and_tabs_and_line_ends(text: str) -> None:
    assert is_shown(text) == text.translate({ord("\t"): "", ord("\n"): ""}).isprintable()
