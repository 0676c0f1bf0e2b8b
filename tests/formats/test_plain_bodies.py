"""The quick way through a plain body says what the long way says."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.formats import Unresolved, body
from broadsheet.formats.body import Body, finish
from broadsheet.formats.notes import Notes
from broadsheet.formats.plainbody import PlainBody, plain

PIECES = [
    *"<p> </p> <h2> </h2> <em> </em> <code> </code> <h3> </h3> <p><em> <p><p> <br> <ul> <li> <x y=z>".split(),
    *"word Word, word &amp; &lt; &quot; &gt; &nbsp; &#39; & < > \" '".split(),
    *(" ", "\n", "\n\n", "\u00a0", "\t", "é", "\x00"),
]
SOUND = st.sampled_from(
    [
        "<p>Word.</p>\n",
        "<h2>A word</h2>\n",
        "<p>A <em>word</em> &amp; more.</p>\n",
        "<p>More > less &gt; nothing.</p>\n",
        '<p>See <a href="/world/a/">this</a>, <a href="/world/a/">that</a>, <a href="b.md">those</a>.</p>\n',
        '<p><a href="https://example.org/a?b=1&amp;c=%20,2#d">Out</a> <a href="http://x">of</a></p>\n',
        '<p><a href="https://example.org/a b">Out</a> <a href="HTTPS://x">of</a></p>\n',
        "<p><strong>A word</strong> and more</p>\n",
        '<p>See <a href="/world/../x/">this</a></p>\n',
        '<ol>\n<li><a href="/world/a/">This</a></li>\n<li>That\n</li>\n</ol>\n',
        "<ul>\n<li>One</li>\n<li>Two <strong>three</strong></li>\n</ul>\n",
        "<ol>\n<li>\n<p>One</p>\n</li>\n<li>\n<p>Two</p>\n<p>three</p>\n</li>\n</ol>\n",
        '<p><a href="/a/">See <em>this</em>, <code>that</code></a> <a href="/b/"> <em> </em> </a></p>\n',
    ]
)
BODIES = st.lists(st.sampled_from(PIECES) | SOUND, max_size=8).map("".join)


def the_long_way(html: str) -> Body:
    with patch.object(body, "plain", lambda html, resolver: None):
        return finish(html, html, Unresolved(), Notes())


@given(BODIES)
@settings(max_examples=3000, deadline=None)
def test_a_plain_body_comes_out_as_any_other_does(html: str) -> None:
    assert finish(html, html, Unresolved(), Notes()) == the_long_way(html)


def test_paragraphs_and_headings_are_plain() -> None:
    written = "<p>So it <strong>is</strong> &amp; was.</p>\n<h2>A word</h2>\n<p>“Yes.”</p>"

    assert plain(written, Unresolved()) == PlainBody(written.replace("<h2>", '<h2 id="s-a-word">'))


def test_lists_and_links_within_the_site_are_plain() -> None:
    written = (
        '<ul>\n<li>See <a href="/world/a/">this</a>.</li>\n<li>And <a href="/world/a/">that</a>.</li>\n</ul>'
    )

    assert plain(written, Unresolved()) == PlainBody(written, ("/world/a/",))


def test_lists_with_room_between_their_items_are_plain() -> None:
    written = "<ul>\n<li>\n<p>One</p>\n</li>\n<li>\n<p>Two</p>\n</li>\n</ul>"

    assert plain(written, Unresolved()) == PlainBody(written)


def test_links_of_emphasised_words_are_plain() -> None:
    written = '<p>See <a href="/world/a/"><strong>this</strong></a>.</p>'

    assert plain(written, Unresolved()) == PlainBody(written, ("/world/a/",))


def test_where_a_link_leads_elsewhere_is_not() -> None:
    class Moved(Unresolved):
        def link(self, href: str) -> str:
            return "/moved/"

    assert plain('<p><a href="/a/">Words</a> x</p>', Moved()) is None


@pytest.mark.parametrize(
    "html", ['<p class="x">Words</p>', "<ul><li>Words</li></ul>", "<p>A <em>b <code>c</code></em></p>"]
)
def test_what_has_attributes_or_is_nested_is_not(html: str) -> None:
    assert plain(html, Unresolved()) is None
