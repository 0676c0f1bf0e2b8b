"""Nothing a file holds can run in a reader's browser, stop the reader, or cost more than a little."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.metadata import version

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.formats import Reading, Unresolved, read
from broadsheet.formats.sanitise import safe_address, sanitise

Read = Callable[..., Reading]

ALLOWED = set(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp"
    " small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)


class Oracle(HTMLParser):
    """Another parser than ours: collects what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.violations.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "target", "action", "formaction"}:
                self.violations.append(name)
            if name in {"href", "src", "cite"} and not re.match(
                r"(https?://|mailto:|[^:]*$|[^:]*[/?#])", value or ""
            ):
                self.violations.append(f"{name}={value}")


def violations(html: str) -> list[str]:
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return oracle.violations


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><p>x",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img src=x onerror=alert(1)>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\u00a0javascript:alert(1)'>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>",
    "[x](javascript&colon;alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<p style='background:url(javascript:x)' onclick=x>y",
    "<form action='javascript:x'><button formaction=y>z",
    "<iframe srcdoc='<script>x</script>'></iframe>",
    "<a href='x' target=_blank onmouseover='y'>z",
    "<scr<script></script>ipt>alert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    '<p title="<script>alert(1)</script>">x',
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<pre>\n\n<b>x",
    "<table><a href=x><table><a href=y>",
    "<div id=comments><a name=main>",
    "<h1><h2><h3 onclick=x>y</h1>",
    "`<script>`<script >x</script\n>",
    "<base href='//evil.example'><meta http-equiv=refresh content='0;url=javascript:x'><link href=x>",
]
POSITIONS = {
    "md": "---\ntitle: x\n---\n\n{}\n\ntext",
    "md, in a list": "---\ntitle: x\n---\n\n* {}\n* text",
    "md, in a table": "---\ntitle: x\n---\n\n| a |\n|---|\n| {} |",
    "md, in a quotation": "---\ntitle: x\n---\n\n> {}",
    "html": "<title>x</title><article>{}</article>",
    "html, in an attribute": "<title>x</title><p title='{}'>y",
    "txt": "x\n\n{}",
}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives(reading: Read, payload: str, position: str) -> None:
    result = reading(POSITIONS[position].replace("{}", payload), f"a.{position.split(',')[0]}")

    assert result.article is not None
    assert violations(result.article.body) == []
    assert sanitise(result.article.body) == result.article.body


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x", "\u2028javascript:x", "x:y", "http://", "http://a b/", "//x", "\\\\x", "http:/x",
        "data:,", "https://[::1", "http://\u212a:x/", "blob:x", "\x00http://x",
    ],
)  # fmt: skip
def test_a_doubtful_address_is_none_or_stays_on_this_site(address: str) -> None:
    written = safe_address(address)

    assert written is None or ":" not in re.split("[/?#]", written)[0]
    assert written is None or not written.startswith(("//", "\\"))


def test_the_sanitiser_is_past_its_advisories() -> None:
    assert tuple(int(part) for part in version("nh3").split(".")[:3]) >= (0, 3, 8)


PIECES = """
    <b> </b> <p> </p> <table> <tr> <td> </table> <svg> <math> <style> <script> </script> <select> <!-- <h1>
    <li> <pre> </div> javascript: title: +++ &# {{< >}} [^1] é
""".split()
ALPHABET = st.sampled_from(
    [
        *"<>/=\"'`*_[]()!#-|&;:~{}%\n\t ax1\r\\+.",
        *PIECES,
        "<a href=",
        "<img src=x",
        "<div id=1>",
        " onclick=",
        "---\n",
        "\u2028",
    ]
)
TEXT = st.lists(ALPHABET, max_size=60).map("".join)
KEYS = st.sampled_from(["a.md", "a.html", "a.txt", "a.json"])


@given(st.binary(max_size=200), KEYS)
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_raise(content: bytes, key: str) -> None:
    result = read(key, content, resolver=Unresolved())

    assert (result.article is None) == bool(result.errors)


@given(
    TEXT,
    KEYS,
    st.sampled_from(["", "# x\n\n", "---\ntitle: x\n---\n", "---\n", "+++\n", "{", "x\n\n<article>"]),
)
@settings(max_examples=500, deadline=None)
def test_no_text_makes_it_raise_and_none_is_unsafe(content: str, key: str, start: str) -> None:
    result = read(key, (start + content).encode(), resolver=Unresolved())

    assert (result.article is None) == bool(result.errors)
    if result.article:
        assert violations(result.article.body) == []
        assert sanitise(result.article.body) == result.article.body
        assert "\n" not in result.article.title


SIZE = 40_000
HOSTILE = {
    "brackets": "[", "links": "[a](", "pictures": "![", "quotations": "> ", "lists": "- ",
    "stars": "*a **a ", "divs": "<div>", "spans": "<span>", "bolds": "<b>", "bold paragraphs": "<b>x<p>",
    "cdata": "<![CDATA[", "comments": "<!--", "less than": "<", "open tags": "<a ", "open values": '<a b="',
    "svgs": "<svg>", "scripts": "<script>", "forms": "<form>", "shortcodes": "{{<", "blocks": "{%",
    "notes": "[^1]", "references": "&#", "fences": "```\n", "underlined": "a\n", "ids": "<p id=x>",
    "tables": "<table><tr><td>", "headings": "<h1>x", "footers": "<footer></footer>",
    "styles": "<style></style>", "tildes": "~~a ", "blanks": " ", "items": "<li>",
    "rows": "<table><b><tr>x", "ticks": "`a``",
}  # fmt: skip


@pytest.mark.parametrize("key", ["a.md", "a.html", "a.txt", "a.json"])
@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_bounded_in_time_and_size(reading: Read, pattern: str, key: str) -> None:
    text = "---\ntitle: x\n---\n" + (pattern * SIZE)[:SIZE]
    gc.disable()  # what other tests have left is not counted (tests/conftest.py switches it on again)
    start = time.process_time()

    result = reading(text, key)

    assert time.process_time() - start < 1
    assert result.article is None or len(result.article.body) < 20 * len(text)


def test_a_wide_table_is_refused(reading: Read) -> None:
    (error,) = reading(
        "---\ntitle: x\n---\n|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + "a\n" * 20_000
    ).errors

    assert "20 times its size" in error.message


@pytest.mark.parametrize("opening", ["<div>", "<blockquote>", "<ul>", "<b>"])
def test_what_is_nested_more_than_100_deep_is_refused_by_name(reading: Read, opening: str) -> None:
    (error,) = reading("---\ntitle: x\n---\n" + opening * 101 + "x").errors

    assert "more than 100 elements" in error.message
    assert opening[: opening.index(">") + 1] in error.message


def test_a_body_of_more_than_4_mb_is_refused(reading: Read) -> None:
    (error,) = reading(b"# x\n\n" + b"word " * 900_000).errors

    assert "4.3 MB" in error.message


BOMBS = {
    "aliases": "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]",
    "merges": "a: &a {x: 1}\nb: {<<: [*a, *a]}",
    "itself": "&a [*a]",
    "set": "title: !!set {a}",
    "omap": "title: !!omap [a: 1]",
    "tabs": "a: b" + "\t " * 7000 + "x",
    "surrogate": 'title: "\\ud800"',
    "date": "title: x\ndate: 2024-02-30",
    "offset": "title: x\ndate: 2024-01-01T00:00:00+25:00",
    "integer": "title: x\ndate: " + "9" * 5000,
    "directive": "%YAML 9.9\ntitle: x",
    "documents": "title: x\n--- \ntitle: y",
}


@pytest.mark.parametrize("block", BOMBS.values(), ids=BOMBS)
def test_a_bomb_in_the_front_matter_is_an_error_at_once(reading: Read, block: str) -> None:
    start = time.process_time()

    result = reading(f"---\n{block}\n---\nText.")

    assert time.process_time() - start < 0.5
    assert result.errors or block == BOMBS["documents"]
