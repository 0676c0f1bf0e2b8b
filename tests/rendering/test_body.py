"""Where the boxed story goes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.rendering.body import around_box

blocks = st.sampled_from(
    [
        "<p>a</p>",
        '<p title="a > b">c<br>d</p>',
        "<h2>x</h2>",
        "<blockquote><p>q</p></blockquote>",
        "<ul><li><p>i</p></li></ul>",
        "<hr>",
        "text",
        '<figure><img src="/a.png" alt="</p>"></figure>',
    ]
)


def parts(body: str) -> tuple[str, str]:
    before, after = around_box(body)
    return before.html, after.html


def test_the_box_stands_behind_a_third_of_the_body() -> None:
    assert parts("<p>1</p><p>2</p><p>3</p><p>4</p><p>5</p><p>6</p>")[0] == "<p>1</p><p>2</p>"


def test_the_box_never_separates_a_heading_from_its_text() -> None:
    assert parts("<p>1</p><h2>2</h2><p>3</p><p>4</p>")[0] == "<p>1</p><h2>2</h2><p>3</p>"


def test_the_box_never_stands_inside_another_element() -> None:
    body = "<blockquote><p>1</p><p>2</p><p>3</p></blockquote><p>4</p><p>5</p>"
    assert parts(body)[0] == "<blockquote><p>1</p><p>2</p><p>3</p></blockquote><p>4</p>"


def test_the_box_stands_behind_a_later_paragraph_where_bare_text_follows_the_first() -> None:
    assert parts("<p>1</p><p>2</p>bare<p>3</p><p>4</p>")[0] == "<p>1</p><p>2</p>bare<p>3</p>"


def test_markup_within_an_attribute_is_no_markup() -> None:
    body = '<p><img alt="</p>">1</p><p title="<p>">2</p><p>3</p><p>4</p>'
    assert parts(body)[0] == '<p><img alt="</p>">1</p>'


@pytest.mark.parametrize(
    "body",
    [
        "",
        "words only",
        "<p>one</p>",
        "<h2>a</h2><ul></ul>",
        "<p>a",
        "<p>a</div>",
        "</p>",
        "a < b",
        "<p>a</p><!-- x -->",
    ],
)
def test_without_a_place_the_box_follows_the_body(body: str) -> None:
    assert parts(body) == (body, "")


@given(st.lists(blocks).map("".join))
def test_nothing_is_lost_and_both_parts_are_whole(body: str) -> None:
    before, after = parts(body)
    assert before + after == body
    for part in (before, after):
        assert all(part.count(f"<{tag}") == part.count(f"</{tag}>") for tag in ("h2", "ul", "blockquote"))
    assert not after or before.endswith("</p>")


@pytest.mark.parametrize("body", ["<a " * 60_000, '<a "' * 60_000, "<p>" * 60_000, "<p>a</p>" * 60_000])
def test_hostile_bodies_take_linear_time(body: str) -> None:
    begun = time.perf_counter()
    parts(body)
    assert time.perf_counter() - begun < 2
