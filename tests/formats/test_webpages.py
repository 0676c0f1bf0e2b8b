"""HTML files: the article among what surrounds it."""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.domain.article import Article
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]

PAGE = """<!doctype html>
<html lang="de">
<head>
<title>Die Brücke - Zeitung</title>
<meta name="author" content="Ann Lee">
<meta name="author" content="Bob Ray">
<meta name="description" content="It&#8217;s open.">
<meta property="article:published_time" content="2024-03-15T12:00:00Z">
<meta property="article:modified_time" content="2024-03-16T12:00:00Z">
<meta property="article:section" content="World">
<meta property="article:tag" content="roads">
<meta property="article:tag" content="rivers">
<meta name="keywords" content="not, these">
<meta property="og:image" content="bridge.jpg">
<meta property="og:image:alt" content="A bridge">
<meta name="viewport" content="width=device-width">
<link rel="canonical" href="https://wire.example/1">
<script>var x = "<meta name='author' content='Eve'>"</script>
</head>
<body><header><h1>Zeitung</h1></header><nav><a href="/">Home</a></nav>
<article><header><h1>Die <em>Brücke</em></h1></header>
<p>Text <a href="a.md">a</a>.</p><form><input name=q><button>Go</button></form></article>
<footer>Imprint</footer></body></html>"""


def test_a_page_gives_its_fields_and_its_article(article: Accept) -> None:
    found = article(PAGE, "a.html")

    assert (found.title, found.lang, found.section) == ("Die Brücke", "de", "World")
    assert found.authors == ("Ann Lee", "Bob Ray")
    assert found.tags == ("roads", "rivers")
    assert (str(found.date)[:10], str(found.updated)[:10]) == ("2024-03-15", "2024-03-16")
    assert (found.standfirst, found.canonical) == ("It’s open.", "https://wire.example/1")
    assert found.image is not None
    assert (found.image.src, found.image.alt) == ("bridge.jpg", "A bridge")
    assert found.body == '<p>Text <a href="/stories/a">a</a>.</p>'


def test_a_page_without_article_is_read_without_its_frame(article: Accept) -> None:
    page = (
        "<title>Bridge</title><body><nav>Home</nav><header>Paper</header><p>Text.</p><footer>Imprint</footer>"
    )

    found = article(page, "a.htm")

    assert (found.title, found.body) == ("Bridge", "<p>Text.</p>")


def test_the_title_comes_from_the_article_then_the_meta_then_the_page(article: Accept) -> None:
    meta = '<title>C</title><meta property="og:title" content="B &amp; b">'

    assert article(f"{meta}<main><h1>A</h1><p>x</main>", "a.html").title == "A"
    assert article(f"{meta}<main><p>x</main>", "a.html").title == "B & b"
    assert article("<title>C</title><main><p>x</main>", "a.html").title == "C"


def test_an_error_in_a_meta_element_names_its_line(reading: Read) -> None:
    (error,) = reading('<title>x</title>\n<meta name="date" content="2024-02-30">\n<p>x', "a.html").errors

    assert (error.field, error.line) == ("date", 2)


def test_front_matter_on_an_html_file_goes_before_its_meta(article: Accept) -> None:
    page = '---\nauthor: Ann\n---\n<meta name="author" content="Bob"><title>x</title><p>y'

    assert article(page, "a.html").authors == ("Ann",)


def test_a_fragment_of_html_is_an_article(article: Accept) -> None:
    found = article("<h1>A bridge</h1><p>Text.", "a.html")

    assert (found.title, found.body) == ("A bridge", "<p>Text.</p>")


def test_a_page_wrapped_in_one_form_is_read(article: Accept) -> None:
    assert article("<form><h1>A</h1><p>Text.</p><input></form>", "a.html").body == "<p>Text.</p>"


def test_our_own_fields_can_stand_in_meta_elements(article: Accept) -> None:
    page = '<title>x</title><meta name="draft" content="true"><meta name="slug" content="y"><p>z'

    found = article(page, "a.html")

    assert (found.draft, found.slug) == (True, "y")


def test_the_footer_of_a_quotation_stays(article: Accept) -> None:
    page = "<title>x</title><blockquote><p>Yes.</p><footer>Ann</footer></blockquote><footer>Imprint</footer>"

    assert article(page, "a.html").text == "Yes.\nAnn"
