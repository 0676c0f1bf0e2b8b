"""Drawings, harmless and otherwise."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from tests.media.pictures_for_tests import svg

from broadsheet.imaging import ImageRefused, Prints, variants

KEY = "images/Map of the harbour.svg"


def drawn(body: bytes) -> Prints:
    return variants(body, KEY)


def text(prints: Prints) -> str:
    (print_,) = prints.files.values()
    return print_.body.decode()


def test_a_drawing_is_one_file_of_its_own_size() -> None:
    prints = drawn(svg('<rect width="10" height="10" fill="#123"/>'))
    fallback = prints.picture.fallback
    assert (fallback.width, fallback.height, fallback.type) == (300, 200, "image/svg+xml")
    assert fallback.path.endswith("/map-of-the-harbour.svg")
    assert prints.picture.variants == ()
    assert ElementTree.fromstring(text(prints)).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="100" height="50"', (100, 50)),
        ('width="100px" height="50.4px"', (100, 50)),
        ('width="1in" height="0.5in"', (96, 48)),
        ('viewBox="0 0 800 600"', (800, 600)),
        ('width="100%" viewBox="0 0 800 600"', (800, 600)),
        ('width="400" viewBox="0,0,800,600"', (400, 300)),
        ("", (600, 400)),
        ('width="0" height="-5" viewBox="0 0 0 0"', (600, 400)),
        ('width="99999999" height="1e999"', (16000, 16000)),
    ],
)
def test_its_size_is_read_wherever_it_stands(attributes: str, size: tuple[int, int]) -> None:
    picture = drawn(svg(attributes=attributes)).picture
    assert (picture.width, picture.height) == size


ATTACKS = [
    "<script>alert(1)</script>",
    '<script href="https://evil.example/x.js"/>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>hello</p></body></foreignObject>',
    '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
    "<handler>alert(1)</handler>",
    '<rect onclick="alert(1)"/>',
    '<g ONLOAD="alert(1)"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<a xlink:href="java&#10;script:alert(1)"><text>x</text></a>',
    '<a href="https://evil.example"><text>x</text></a>',
    '<use href="https://evil.example/a.svg#x"/>',
    '<image href="https://evil.example/track.png"/>',
    '<image xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<use href="data:image/png;base64,AAAA"/>',
    '<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/></a>',
    '<a href="#x"><set attributeName="xlink:href" to="javascript:alert(1)"/></a>',
    '<a href="#x"><set attributeName=" HREF " to="x"/></a>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    "<style>@import 'https://evil.example/a.css';</style>",
    "<style>rect { fill: url(https://evil.example/a) }</style>",
    "<style>rect { background: u\\72l(x) }</style>",
    '<rect style="fill:url(//evil.example/a)"/>',
    '<rect fill="url(https://evil.example/a#b)"/>',
    '<rect fill="url( &quot;#a&quot; ) url(evil)"/>',
    '<feImage href="https://evil.example/a.png"/>',
]


@pytest.mark.parametrize("inside", ATTACKS)
def test_whatever_runs_or_reaches_out_is_refused(inside: str) -> None:
    with pytest.raises(ImageRefused):
        drawn(svg(f"<g><rect width='1' height='1'/>{inside}</g>"))


def test_event_attributes_on_the_drawing_itself_are_refused() -> None:
    with pytest.raises(ImageRefused, match="onload"):
        drawn(svg(attributes='onload="alert(1)"'))


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        b"<svg><rect/></svg>",
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        b"",
        b"\x1f\x8b\x08\x00gzip",
        b"\xff\xd8\xff\xe0 a photo",
        b'<?xml version="1.0" encoding="no-such"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_plain_svg_is_refused(body: bytes) -> None:
    with pytest.raises(ImageRefused):
        drawn(body)


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(ImageRefused, match="nests"):
        drawn(svg("<g>" * depth + "</g>" * depth))


def test_large_drawings_are_refused() -> None:
    with pytest.raises(ImageRefused, match="2 MB"):
        drawn(svg(" " * 2_000_001))


def test_what_programs_leave_behind_is_dropped() -> None:
    ink = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1" width="9"'
    body = b'<?xml-stylesheet href="https://evil.example/a.css"?><!-- SECRET -->' + svg(
        '<metadata>SECRET</metadata><inkscape:page name="SECRET"><g/></inkscape:page><path d="M0 0"/>', ink
    )
    out = text(drawn(body))
    assert "SECRET" not in out
    assert "evil" not in out
    assert "inkscape" not in out
    assert "<path" in out


def test_drawings_may_refer_to_their_own_parts_and_embed_pixels() -> None:
    out = text(
        drawn(
            svg(
                '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="mask: url(\'#m\')"/>'
                '<use xlink:href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/>'
                '<style>rect { fill: url("#a") } text { font-family: serif }</style>'
            )
        )
    )
    assert 'fill="url(#a)"' in out
    assert 'href="#a"' in out
    assert "data:image/png" in out
