"""Whatever words come in, they stay words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape
from tests.rendering.parsing import linked_data, one, parsed, spoiled
from tests.rendering.samples import ARTICLE, FEED, MACHINE, NEWS_SITEMAP, PAGES

from broadsheet.rendering import render
from broadsheet.rendering.engine import environment
from broadsheet.rendering.escaping import escaped
from broadsheet.rendering.text import ILLEGAL, legal

NAUGHTY = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' x=\"",
    "]]> <![CDATA[ & &amp; &#0; <!-- -->",
    "</textarea></title></style>{{ 7 * 7 }}{% raw %}",
    "\x00\x01\x0b\x1f\ufffe\uffff\ud800",
    "\u202eright to left\u2066 שלום",
    "javascript:alert(1)",
]
texts = st.sampled_from(NAUGHTY) | st.text(st.characters()) | st.lists(st.sampled_from(NAUGHTY)).map("".join)
often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with its attributes' names; paragraphs of comments come and go with the text."""
    nodes = parsed(html).css("*")
    return [(str(n.tag), tuple(n.attributes)) for n in nodes if n.tag not in ("p", "br")]


@pytest.mark.parametrize("name", PAGES)
@often
@given(text=texts)
def test_no_text_adds_an_element_or_an_attribute(name: str, text: str) -> None:
    html = render(spoiled(PAGES[name], text))
    assert shape(html) == shape(render(spoiled(PAGES[name], "plain")))
    assert not ILLEGAL.search(html)
    html.encode()


@often
@given(text=texts)
def test_linked_data_carries_any_headline_whole(text: str) -> None:
    tree = parsed(render(spoiled(ARTICLE, text)))
    assert linked_data(tree)["NewsArticle"]["headline"] == legal(f"x{text}x")


def normal(text: str | None) -> str:
    """As XML reads it: line ends become one kind."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


@often
@given(text=texts)
def test_feeds_stay_well_formed_and_carry_any_title_whole(text: str) -> None:
    view = spoiled(FEED, text)
    title = legal(f"x{text}x")
    rss = ElementTree.fromstring(render(view, "rss"))
    atom = ElementTree.fromstring(render(view, "atom"))
    assert normal(rss.findtext("channel/item/title")) == normal(title)
    assert normal(atom.findtext("{*}entry/{*}title")) == normal(title)
    assert json.loads(render(view, "json"))["items"][0]["title"] == title


@pytest.mark.parametrize("name", [name for name in MACHINE if name != "robots"])
@often
@given(text=texts)
def test_sitemaps_stay_well_formed(name: str, text: str) -> None:
    ElementTree.fromstring(render(spoiled(MACHINE[name], text)))


@often
@given(text=texts)
def test_a_comment_is_printed_to_the_letter(text: str) -> None:
    remark = ARTICLE.thread.remarks[0]._replace(name=f"x{text}x", replies=())
    view = ARTICLE._replace(thread=replace(ARTICLE.thread, remarks=(remark,)))
    name = one(parsed(render(view)), ".remark bdi.by").text()
    assert normal(name) == normal(legal(f"x{text}x"))


def test_a_forbidden_character_cannot_complete_a_forbidden_address() -> None:
    body = '<p><a href="java\x01script:alert(1)">x</a></p>'
    page = render(ARTICLE._replace(body=body))
    assert "javascript:" not in page
    assert "java\ufffdscript:" in page


def test_a_summary_in_rss_is_text_after_both_unpackings() -> None:
    teaser = replace(FEED.teasers[0], summary="1 < 2 & <b>not bold</b>")
    rss: Any = ElementTree.fromstring(render(FEED._replace(teasers=(teaser,)), "rss"))
    assert rss.findtext("channel/item/description") == "1 &lt; 2 &amp; &lt;b&gt;not bold&lt;/b&gt;"


def test_a_news_sitemap_keeps_the_papers_name() -> None:
    tree = ElementTree.fromstring(render(NEWS_SITEMAP))
    assert {node.text for node in tree.iter("{*}name")} <= {NEWS_SITEMAP.site.name}


@given(st.text() | st.integers() | st.none() | st.text().map(Markup))
def test_values_are_escaped_as_markupsafe_does_it(value: object) -> None:
    assert escaped(value) == escape(legal(value) if type(value) is str else value)


def test_what_is_not_there_is_refused_and_not_printed() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_what_macros_and_blocks_print_is_escaped_once() -> None:
    text = """
    {%- macro shout(x) %}<b>{{ x }}</b>{% endmacro %}
    {%- set kept %}<i>{{ x }}</i>{% endset %}
    {%- block line %}<u>{{ x }}</u>{% endblock %} {{ shout(x) }} {{ kept }} {{ self.line() }}"""

    printed = environment().from_string(text).render(x="a & <b>")

    told = "a &amp; &lt;b&gt;"
    assert printed == f"<u>{told}</u> <b>{told}</b> <i>{told}</i> <u>{told}</u>"
