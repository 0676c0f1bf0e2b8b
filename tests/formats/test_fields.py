"""Each field: its types, its limits, its names elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from broadsheet.domain.article import Article, Correction, LeadImage
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]
Complain = Callable[[str], tuple[str, int | None, str]]

NOON = datetime(2024, 3, 15, 12, tzinfo=UTC)


def test_only_a_title_is_required(reading: Read) -> None:
    result = reading("---\ntitle: A bridge\n---\n")

    assert result.article is not None
    assert [str(warning) for warning in result.warnings] == ["the story has no text under its headline"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("a.md", "Just text."),
        ("a.md", "---\ndate: 2024-03-15\n---\nText."),
        ("a.html", "<p>x"),
        ("a.json", "{}"),
    ],
)
def test_a_file_without_a_title_is_refused(reading: Read, key: str, text: str) -> None:
    (error,) = reading(text, key).errors

    assert error.field == "title"
    assert error.message.startswith("there is no title; ")


def test_a_title_is_one_line_of_plain_text(article: Accept) -> None:
    assert article("---\ntitle: 'It&#8217;s  \n  open &amp; free'\n---\n").title == "It’s open & free"


def test_entities_are_decoded_once_and_a_bare_ampersand_stays(article: Accept) -> None:
    assert article("---\ntitle: AT&T &amp;lt; R&copy=1\n---\n").title == "AT&T &lt; R&copy=1"


def test_a_title_of_more_than_300_characters_is_refused(reading: Read) -> None:
    (error,) = reading(f"---\ndate: 2024-03-15\ntitle: {'x' * 301}\n---\n").errors

    assert (error.field, error.line) == ("title", 3)
    assert "301 characters, at most 300" in error.message


@pytest.mark.parametrize(
    ("date", "zoned"), [("2024-03-15 12:00", True), ("2024-03-15", True), ("2024-03-15T12:00Z", False)]
)
def test_only_a_moment_without_an_offset_hangs_on_the_time_zone(
    reading: Read, date: str, zoned: bool
) -> None:
    assert reading(f"---\ntitle: x\ndate: {date}\n---\n").zoned is zoned


@pytest.mark.parametrize("name", ["date", "pubdate", "published", "Date", "date_published", "published-at"])
def test_the_date_goes_by_many_names(field: Accept, name: str) -> None:
    assert field(f"{name}: 2024-03-15 12:00").date == NOON


@pytest.mark.parametrize("name", ["updated", "lastmod", "modified", "last_modified_at", "last-modified"])
def test_so_does_the_date_of_the_last_change(field: Accept, name: str) -> None:
    assert field(f"{name}: 2024-03-15T12:00:00Z").updated == NOON


@pytest.mark.parametrize("name", ["embargo", "publishDate", "publish_at", "PublishDate"])
def test_so_does_the_embargo(field: Accept, name: str) -> None:
    found = field(f"{name}: 2024-03-15T12:00:00Z")

    assert (found.embargo, found.date) == (NOON, None)


@pytest.mark.parametrize("name", ["expires", "expiryDate", "expirydate", "expiry_date", "unpublishdate"])
def test_so_does_the_end(field: Accept, name: str) -> None:
    assert field(f"{name}: 2024-03-15T12:00:00Z").expires == NOON


def test_our_own_name_wins_over_a_synonym(field: Accept) -> None:
    assert field("published: 2020-01-01\ndate: 2024-03-15 12:00").date == NOON


@pytest.mark.parametrize("lines", ["section: World", "category: World", "categories: [World, Politics]"])
def test_a_story_has_one_section(field: Accept, lines: str) -> None:
    assert field(lines).section == "World"


@pytest.mark.parametrize(
    "lines",
    ["tags: [a, b]", "tags: a, b", "topics:\n- a\n- b\n- a", "keywords: a; b", "taxonomies:\n  tags: [a, b]"],
)
def test_tags_are_a_list_or_a_text_with_commas(field: Accept, lines: str) -> None:
    assert field(lines).tags == ("a", "b")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("author: Ann Lee", ("Ann Lee",)),
        ("author: Ann Lee and Bob Ray", ("Ann Lee and Bob Ray",)),
        ("author: Lee, Ann", ("Lee, Ann",)),
        ("byline: Ann Lee; Bob Ray", ("Ann Lee", "Bob Ray")),
        ("authors: [Ann Lee, Bob Ray]", ("Ann Lee", "Bob Ray")),
        ("authors:\n- name: Ann Lee\n  mail: x\n- Bob Ray", ("Ann Lee", "Bob Ray")),
        ("author: {name: Ann Lee}", ("Ann Lee",)),
        ("taxonomies: {authors: [Ann Lee]}", ("Ann Lee",)),
    ],
)
def test_an_author_is_a_name_or_a_list_of_names(field: Accept, lines: str, names: tuple[str, ...]) -> None:
    assert field(lines).authors == names


def test_too_many_tags_and_authors_are_left_out_with_a_warning(reading: Read) -> None:
    tags, authors = ", ".join(f"t{n}" for n in range(12)), "; ".join(f"Ann {n}" for n in range(6))

    result = reading(f"---\ntitle: x\ntags: {tags}\nauthors: {authors}\n---\nText.")

    assert result.article is not None
    assert (len(result.article.tags), len(result.article.authors)) == (10, 5)
    assert [(warning.field, warning.line) for warning in result.warnings] == [("tags", 3), ("authors", 4)]


def test_long_tags_and_standfirsts_are_cut_with_a_warning(reading: Read) -> None:
    result = reading(f"---\ntitle: x\ntags: [{'t' * 70}]\nsummary: {'s' * 1100}\n---\nText.")

    assert result.article is not None
    assert (len(result.article.tags[0]), len(result.article.standfirst)) == (64, 1000)
    assert [warning.field for warning in result.warnings] == ["tags", "summary"]


@pytest.mark.parametrize("name", ["standfirst", "summary", "description", "excerpt", "subtitle", "deck"])
def test_the_standfirst_goes_by_many_names(field: Accept, name: str) -> None:
    assert field(f"{name}: It&#8217;s open.").standfirst == "It’s open."


WHOLE = LeadImage("a.jpg", "A bridge", "The bridge", "Ann")


@pytest.mark.parametrize(
    "lines",
    [
        "image: {src: a.jpg, alt: A bridge, caption: The bridge, credit: Ann}",
        "image: a.jpg\nimage_alt: A bridge\nimage_caption: The bridge\nimage_credit: Ann",
        "cover:\n  image: a.jpg\n  alt: A bridge\n  caption: The bridge\n  credit: Ann",
        "featured_image: a.jpg\nfeatured_image_alt: A bridge\nimageCaption: The bridge\ncover_credit: Ann",
        "images:\n- {url: a.jpg, alt: A bridge, caption: The bridge, credit: Ann}\n- b.jpg",
        "hero: {path: a.jpg, ALT: A bridge, caption: The bridge, photographer: Ann}",
    ],
)
def test_the_picture_on_top_is_a_path_or_a_table(field: Accept, lines: str) -> None:
    assert field(lines).image == WHOLE


def test_a_picture_without_alt_text_is_warned_of(reading: Read) -> None:
    (warning,) = reading("---\ntitle: x\nimage: a.jpg\n---\nText.").warnings

    assert (warning.field, warning.line) == ("image", 3)
    assert "alt text" in warning.message


@pytest.mark.parametrize(
    ("lines", "slug", "aliases"),
    [
        ("slug: a-bridge", "a-bridge", ()),
        ("permalink: /2015/02/a-bridge/", "a-bridge", ("/2015/02/a-bridge/",)),
        ("url: /old/a-bridge.html\nslug: new", "new", ("/old/a-bridge.html",)),
        ("permalink: /:year/:title/", None, ()),
        ("url: https://wire.example/story/1", None, ()),
        ("aliases: [/a, b/c, 'https://old.example/d']", None, ("/a", "/b/c", "/d")),
        ("redirect_from: /a", None, ("/a",)),
    ],
)
def test_former_addresses_redirect(
    field: Accept, lines: str, slug: str | None, aliases: tuple[str, ...]
) -> None:
    found = field(lines)

    assert (found.slug, found.aliases) == (slug, aliases)


@pytest.mark.parametrize(
    ("lines", "draft"),
    [
        ("draft: true", True),
        ("draft: yes", True),
        ("draft: false", False),
        ("published: false", True),
        ("published: true", False),
        ("status: draft", True),
        ("status: hidden", True),
        ("status: publish", False),
        ("draft: false\nstatus: draft", True),
    ],
)
def test_a_draft_is_a_draft_in_every_dialect(field: Accept, lines: str, draft: bool) -> None:
    assert field(lines).draft is draft


@pytest.mark.parametrize(
    ("value", "policy"),
    [
        ("open", "open"),
        ("closed", "closed"),
        ("off", "off"),
        ("true", "open"),
        ("false", "off"),
        ("Open", "open"),
    ],
)
def test_comments_are_open_closed_or_off(field: Accept, value: str, policy: str) -> None:
    assert field(f"comments: {value}").comments == policy


@pytest.mark.parametrize(
    "lines",
    [
        "corrections:\n- {date: 2024-03-15 12:00, text: It was blue.}\n- The name was wrong.",
        "errata:\n- date: 2024-03-15T12:00:00Z\n  note: It was blue.\n- The name was wrong.",
    ],
)
def test_corrections_are_texts_or_tables(field: Accept, lines: str) -> None:
    assert field(lines).corrections == (Correction("It was blue.", NOON), Correction("The name was wrong."))


def test_one_correction_may_be_a_text(field: Accept) -> None:
    assert field("correction: The name, date and place were wrong.").corrections[0].date is None


def test_related_stories_language_and_first_publication(field: Accept) -> None:
    found = field("related: [a.md, ../b.md]\nlang: pt_BR\ncanonical: https://wire.example/1")

    assert found.related == ("a.md", "../b.md")
    assert (found.lang, found.canonical) == ("pt-BR", "https://wire.example/1")


def test_empty_fields_are_not_given(field: Accept) -> None:
    found = field("tags:\nauthor: ~\nsummary: null\ndate: ''\nimage:\nsection: []")

    assert (found.tags, found.authors, found.standfirst, found.date) == ((), (), "", None)
    assert (found.image, found.section) == (None, None)


WRONG = {
    "tags: {a: b}": "text is expected",
    "draft: perhaps": "true or false",
    "status: soon": "published or draft",
    "comments: sometimes": "open, closed or off",
    "lang: Klingon!": "en or pt-BR",
    "canonical: /here": "https://",
    "canonical: javascript:alert(1)": "https://",
    "canonical: 'https://a b'": "https://",
    "summary: [a, b]": "text is expected",
    "section: {a: b}": "text is expected",
    "image: {alt: x}": "no path",
    "slug: a/b": "a-new-bridge",
    "slug: '!!!'": "a-new-bridge",
    "corrections: [{date: 2024-01-01}]": "needs a text",
    "updated: [2024-01-01]": "a date is expected",
}


@pytest.mark.parametrize(("lines", "message"), WRONG.items())
def test_a_wrong_value_is_an_error_with_field_and_line(complaint: Complain, lines: str, message: str) -> None:
    field, line, said = complaint(lines)

    assert field == lines.split(":")[0]
    assert line == 3
    assert message in said


def test_all_errors_are_told_at_once(reading: Read) -> None:
    errors = reading("---\ntags: {a: b}\ndate: never\ndraft: 7\n---\nText.").errors

    assert [(error.field, error.line) for error in errors] == [
        ("title", None),
        ("tags", 2),
        ("date", 3),
        ("draft", 4),
    ]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("atuhor", "author"), ("sumary", "summary"), ("dratf", "draft"), ("sectoin", "section")],
)
def test_a_slip_of_the_pen_is_noticed(reading: Read, slip: str, meant: str) -> None:
    (warning,) = reading(f"---\ntitle: x\n{slip}: y\n---\nText.").warnings

    assert (warning.field, warning.line) == (slip, 3)
    assert f"did you mean “{meant}”?" in warning.message


def test_fields_of_other_tools_are_passed_over(reading: Read) -> None:
    lines = "layout: post\nweight: 3\ntype: news\nprimary_image: x\nid: 7\nmenu: main\nauthor_bio: y"

    assert reading(f"---\ntitle: x\n{lines}\n---\nText.").warnings == ()


@pytest.mark.parametrize("alias", ["//evil.example", "/../x", "<b>"])
def test_an_alias_that_cannot_be_is_warned_of_and_left_out(reading: Read, alias: str) -> None:
    result = reading(f"---\ntitle: A story\naliases: ['{alias}']\n---\nText.")

    assert result.article is not None
    assert result.article.aliases == ()
    assert [(w.field, w.line) for w in result.warnings] == [("aliases", 3)]


def test_the_query_of_an_alias_is_left_out(field: Callable[[str], Article]) -> None:
    assert field("aliases: ['/a?b=1', '/c#d']").aliases == ("/a", "/c")
