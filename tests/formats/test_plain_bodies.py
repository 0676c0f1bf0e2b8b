"""The quick way through a plain body says what the long way says."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.formats import Unresolved, body
from broadsheet.formats.body import Body, finish
from broadsheet.formats.notes import Notes
from broadsheet.formats.plainbody import plain

PIECES = [
    *"<p> </p> <h2> </h2> <em> </em> <code> </code> <h3> </h3> <p><em> <p><p> <br> <ul> <li> <x y=z>".split(),
    *"word Word, word &amp; &lt; &quot; &gt; &nbsp; &#39; & < > \" '".split(),
    *(" ", "\n", "\n\n", "\u00a0", "\t", "é", "\x00"),
]
SOUND = st.sampled_from(["<p>Word.</p>\n", "<h2>A word</h2>\n", "<p>A <em>word</em> &amp; more.</p>\n"])
BODIES = st.lists(st.sampled_from(PIECES) | SOUND, max_size=8).map("".join)


def the_long_way(html: str) -> Body:
    with patch.object(body, "plain", lambda html: None):
        return finish(html, html, Unresolved(), Notes())


@given(BODIES)
@settings(max_examples=3000, deadline=None)
def test_a_plain_body_comes_out_as_any_other_does(html: str) -> None:
    assert finish(html, html, Unresolved(), Notes()) == the_long_way(html)


def test_paragraphs_and_headings_are_plain() -> None:
    written = "<p>So it <strong>is</strong> &amp; was.</p>\n<h2>A word</h2>\n<p>“Yes.”</p>"

    assert plain(written) == written.replace("<h2>", '<h2 id="s-a-word">')


def test_what_has_attributes_or_lists_is_not() -> None:
    assert plain('<p class="x">Words</p>') is None
    assert plain("<ul><li>Words</li></ul>") is None
