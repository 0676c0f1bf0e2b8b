"""What becomes of a body: links, pictures, headings, tables, notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]
Render = Callable[[str], str]


def test_a_plain_body_is_what_commonmark_says(body: Render) -> None:
    assert body("One *two* `three`.\n\n> four\n\n~~five~~") == (
        "<p>One <em>two</em> <code>three</code>.</p>\n"
        "<blockquote>\n<p>four</p>\n</blockquote>\n<p><del>five</del></p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "# A bridge\n\nText.",
        "A *bridge*\n========\n\nText.",
        "\n\n# A bridge #\nText.",
        "---\nslug: x\n---\n# A bridge\n\nText.",
    ],
)
def test_the_first_heading_is_the_title_and_is_not_printed_twice(article: Accept, text: str) -> None:
    found = article(text)

    assert (found.title, found.body) == ("A bridge", "<p>Text.</p>")


@pytest.mark.parametrize("heading", ["# It’s open", "## It&rsquo;s *open*.", "IT’S OPEN\n---"])
def test_a_first_heading_that_repeats_the_title_is_left_out(article: Accept, heading: str) -> None:
    assert article(f"---\ntitle: It’s open\n---\n\n{heading}\n\nText.").body == "<p>Text.</p>"


def test_another_first_heading_stays(body: Render) -> None:
    assert body("# Why\n\nText.") == '<h2 id="s-why">Why</h2>\n<p>Text.</p>'


def test_headings_begin_at_two_and_skip_no_level(body: Render) -> None:
    html = body("# A\n\n### B\n\n###### C\n\n### D\n\n## E\n\n# F")

    assert [part[:2] for part in html.split("<h")[1:]] == ["2 ", "3 ", "4>", "3 ", "3 ", "2 "]


def test_headings_can_be_linked_to_and_no_id_stands_twice(body: Render) -> None:
    html = body('[why](#why) <b id="why">x</b>\n\n## Why\n\n## Why\n\n## Ünï\n\n## ?')

    assert 'href="#s-why"' in html
    ids = [part.split('"')[0] for part in html.split('id="')[1:]]
    assert ids == ["s-why", "s-why-2", "s-why-3", "s-uni", "s-part"]


def test_relative_links_go_through_the_resolver(article: Accept) -> None:
    found = article('# x\n\n[a](a.md) [a](a.md) [b](../b.md#c "t") [c](missing.md) ![](p.jpg)')

    assert '<a href="/stories/a">a</a>' in found.body
    assert 'title="t"' in found.body
    assert " c " in found.body
    assert found.links == ("a.md", "../b.md#c", "missing.md")
    assert found.images == ("p.jpg",)


@pytest.mark.parametrize(
    ("href", "written"),
    [
        ("https://example.com/a?b=c&d=e", ' href="https://example.com/a?b=c&amp;d=e" rel="noopener"'),
        ("mailto:ann@example.com", ' href="mailto:ann@example.com"'),
        ("//example.com/x", ' href="https://example.com/x" rel="noopener"'),
        ("#top", ' href="#top"'),
        ("http://bücher.example/ü", ' href="http://xn--bcher-kva.example/%C3%BC" rel="noopener"'),
    ],
)
def test_absolute_links_are_kept(body: Render, href: str, written: str) -> None:
    assert body(f"[a](<{href}>)") == f"<p><a{written}>a</a></p>"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://x/y", "JaVaScRiPt:x"]
)
def test_other_links_leave_their_words(body: Render, href: str) -> None:
    assert body(f"[words]({href})") == "<p>words</p>"
    assert body(f'<a href="{href}">words</a>') == "<p>words</p>"


def test_a_picture_is_shown_with_all_its_files(body: Render) -> None:
    assert body('![A "bridge"](bridge.jpg "Built")') == (
        '<p><picture><source type="image/webp" srcset="/media/bridge-320.webp 320w, /media/bridge.webp 640w"'
        ' sizes="(min-width: 48rem) 42rem, 100vw"><img src="/media/bridge.jpg" width="640" height="480"'
        ' alt="A &quot;bridge&quot;" title="Built" loading="lazy" decoding="async"></picture></p>'
    )


def test_a_missing_picture_is_left_out_and_remembered(article: Accept) -> None:
    found = article("# x\n\nA\n\n![b](missing.jpg)\n\nC")

    assert found.body == "<p>A</p>\n\n<p>C</p>"
    assert found.images == ("missing.jpg",)


def test_a_picture_elsewhere_becomes_a_link(body: Render) -> None:
    assert body("![A bridge](http://x.example/b.jpg)") == (
        '<p><a href="http://x.example/b.jpg" rel="noopener">A bridge</a></p>'
    )
    assert body("[![A bridge](http://x.example/b.jpg)](https://y.example)") == (
        '<p><a href="https://y.example" rel="noopener">A bridge</a></p>'
    )


def test_a_picture_without_alt_text_is_warned_of_on_its_line(reading: Read) -> None:
    (warning,) = reading("# x\n\nText.\n\n![](bridge.jpg)").warnings

    assert warning.line == 5
    assert "bridge.jpg has no alt text" in warning.message


def test_a_table_scrolls_by_itself(body: Render) -> None:
    html = body("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert html.startswith('<div class="table" role="region" aria-label="Table 1" tabindex="0"><table>')
    assert '<th class="right">b</th>' in html
    assert html.endswith("</table></div>")


def test_a_table_is_named_by_its_caption(body: Render) -> None:
    assert 'aria-label="Tolls &amp; taxes"' in body(
        "<table><caption>Tolls &amp; taxes</caption><tr><td>1</table>"
    )


def test_footnotes_lead_to_their_notes(body: Render) -> None:
    html = body("A[^n] b.\n\n[^n]: Note.")

    assert '<sup class="footnote-reference"><a href="#s-n">1</a></sup>' in html
    assert '<div class="footnote-definition" id="s-n">' in html


def test_what_may_run_is_left_out_with_a_warning(reading: Read) -> None:
    result = reading("# x\n\nA\n\n<script>alert('x')</script>\n<iframe src='y'></iframe>\n\nB")

    assert result.article is not None
    assert "script" not in result.article.body
    assert "alert" not in result.article.body
    (warning,) = result.warnings
    assert warning.line == 5
    assert "<iframe>, <script>" in warning.message


def test_template_tags_are_left_out_with_one_warning(reading: Read) -> None:
    result = reading(
        '---\ntitle: x\n---\nA\n\n{{< youtube id="x" >}}{% include y.html %}\n\nB {{ site.url }}'
    )

    assert result.article is not None
    assert result.article.text == "A\nB"
    (warning,) = result.warnings
    assert (warning.line, warning.message[:30]) == (6, "left out 3 template tags of an")


def test_template_tags_in_code_are_text(article: Accept) -> None:
    assert "{{&lt; tweet &gt;}}" in article("# x\n\n```\n{{< tweet >}}\n```\n\n{{< tweet >}}").body


def test_links_of_other_site_generators_are_links(article: Accept) -> None:
    found = article('# x\n\n[a]({{< ref "a.md" >}}) [b]({% post_url 2015-02-19-b %})')

    assert found.links == ("a.md", "2015-02-19-b")


def test_the_text_has_no_markup(article: Accept) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"

    found = article(f"# x\n\n## Why\n\nOne *two*[^1]\nthree &amp; ![four](p.jpg).\n\n{table}\n\n[^1]: Note.")

    assert found.text == "Why\nOne two three & .\na b\n1 2\nNote."


@pytest.mark.parametrize(
    ("careless", "meant"),
    [
        ("<p>one<p><b>two<p>three", "<p>one</p><p><b>two</b></p><p>three"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p><b><i>a</b></i>", "<p><b><i>a</i></b>"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "<tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>"),
    ],
)
def test_careless_html_is_closed_where_it_was_meant_to(body: Render, careless: str, meant: str) -> None:
    assert meant in body(careless)
