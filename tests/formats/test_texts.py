"""Plain text, also as it comes off a newspaper's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]


def test_the_first_line_is_the_headline_and_blank_lines_part_paragraphs(article: Accept) -> None:
    found = article("A bridge opens\n\nOne\ntwo.\n \n\nThree <b> & *four*.\n", "a.txt")

    assert found.title == "A bridge opens"
    assert found.body == "<p>One two.</p>\n<p>Three &lt;b&gt; &amp; *four*.</p>"


def test_headlines_that_repeat_do_no_harm(article: Accept) -> None:
    found = article("A bridge\n\nA bridge\nA bridge.\n\nOne.\n\nA  BRIDGE\n\nTwo: A bridge", "a.txt")

    assert found.body == "<p>One.</p>\n<p>Two: A bridge</p>"


def test_a_masthead_stands_above_a_breadcrumb(article: Accept) -> None:
    found = article("The Star\n\nHome > News > A bridge opens\n\nA bridge opens\n\nOne.", "a.txt")

    assert (found.title, found.source, found.body) == ("A bridge opens", "The Star", "<p>One.</p>")


def test_a_breadcrumb_may_stand_alone(article: Accept) -> None:
    found = article("Home News A bridge opens\nA bridge opens\n\nOne.", "a.txt")

    assert (found.title, found.source, found.body) == ("A bridge opens", "", "<p>One.</p>")


def test_a_story_about_home_has_no_masthead(article: Accept) -> None:
    found = article("Moving day\n\nHome is where the heart is\n\nOne.", "a.txt")

    assert (found.title, found.source) == ("Moving day", "")
    assert found.body == "<p>Home is where the heart is</p>\n<p>One.</p>"


def test_the_words_of_a_comment_form_are_dropped_from_the_end_only(article: Accept) -> None:
    tail = "\n\nLEAVE A REPLY\nPlease enter your comment!\nPlease enter your name here\n\n"

    found = article(f"A\n\nPlease enter your name here\n\nsaid the form.{tail}", "a.txt")

    assert found.body == "<p>Please enter your name here</p>\n<p>said the form.</p>"


def test_header_lines_may_stand_on_top(article: Accept) -> None:
    found = article("Title: A bridge\nAuthor: Ann\n\nA bridge\n\nOne.", "a.text")

    assert (found.title, found.authors, found.body) == ("A bridge", ("Ann",), "<p>One.</p>")


def test_a_text_without_headline_is_told_what_is_wrong(reading: Read) -> None:
    (error,) = reading("word " * 100, "a.txt").errors

    assert error.field == "title"
    assert "499 characters, at most 300" in error.message


@pytest.fixture
def seed(shared_data: Path) -> str:
    return next((shared_data / "seed").glob("*.txt")).read_text()


def test_the_newspapers_story_is_read_whole(article: Accept, seed: str) -> None:
    title = "US and Japan leaders discuss about security"
    dropped = {
        "The Star Bulletin - Daily News Updates", f"Home News {title}", title, f"{title}.",
        "Please enter your comment!", "Please enter your name here",
    }  # fmt: skip
    lines = [line.strip() for line in seed.splitlines() if line.strip()]

    found = article(seed, "articles/news/us-and-japan.txt")

    assert found.title == title
    assert found.source == "The Star Bulletin - Daily News Updates"
    assert found.text.split("\n") == [" ".join(line.split()) for line in lines if line not in dropped]
