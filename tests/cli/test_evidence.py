"""What gives a story away on a page, and what does not."""

from __future__ import annotations

import pytest

from broadsheet_cli.operating.evidence import Marks, found_in

MARKS = Marks("530e75b5725f70d9", "Letters", ("/town/a/",), ("/media/0a1b/a-480.webp",))


@pytest.mark.parametrize(
    "page",
    [
        '<a href="/town/a/">more</a>',
        '<a href="/town/a/#comments">more</a>',
        "<loc>https://news.example/town/a/</loc>",
        '"url": "https://news.example/town/a/"',
        "\n/town/a/\n",
    ],
)
def test_an_address_is_found_in_every_form_that_pages_have(page: str) -> None:
    assert found_in(page, MARKS) == ("its address /town/a/",)


@pytest.mark.parametrize("page", ['<a href="/old/town/a/">', '<a href="/town/a/b/">', '<a href="/town/ab/">'])
def test_a_longer_address_is_another_one(page: str) -> None:
    assert found_in(page, MARKS) == ()


def test_an_address_with_accents_is_found_as_browsers_write_it() -> None:
    assert found_in('<a href="/%C3%A9co/%C3%A9t%C3%A9/">', Marks("x", paths=("/éco/été/",)))


@pytest.mark.parametrize("page", ["<h2>Letters</h2>", "<title>\n Letters </title>", '{"title": "Letters"}'])
def test_a_title_is_found_where_it_stands_by_itself(page: str) -> None:
    assert found_in(page, MARKS) == ("its title “Letters”",)


def test_a_title_of_one_word_in_a_sentence_is_just_a_word() -> None:
    assert found_in("<p>Letters were sent.</p>", MARKS) == ()


def test_a_long_title_is_known_inside_of_other_text_and_in_any_escape() -> None:
    marks = Marks("x", "The mayor’s “secret” ledger & more")

    assert found_in("<p>See: The mayor’s “secret”\n ledger &amp; more, page 3</p>", marks)
    assert found_in('{"title": "The mayor\\u2019s \\u201csecret\\u201d ledger & more"}', marks)


def test_id_and_picture_are_found() -> None:
    page = '<guid>tag:x,2026:530e75b5725f70d9</guid><img srcset="/media/0a1b/a-480.webp 480w">'

    assert found_in(page, MARKS) == ("its id 530e75b5725f70d9", "its picture /media/0a1b/a-480.webp")
