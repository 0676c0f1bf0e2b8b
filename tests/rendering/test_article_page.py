"""The page of a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.rendering.parsing import linked_data, moments, one, parsed, words
from tests.rendering.samples import ARTICLE, NOON, SITE

from broadsheet.rendering import render
from broadsheet.rendering.views import ArticleView, Image, Link, Note

TREE = parsed(render(ARTICLE))


def meta(name: str, view: ArticleView = ARTICLE) -> list[str]:
    found = parsed(render(view)).css(f'meta[property="{name}"], meta[name="{name}"]')
    return [str(node.attributes["content"]) for node in found]


def test_the_breadcrumb_is_home_section_title_and_the_title_is_no_link() -> None:
    items = one(TREE, 'nav[aria-label="Breadcrumb"]').css("ol > li")
    assert [words(item) for item in items] == ["Home", "Harbour", ARTICLE.title]
    assert [item.css("a") != [] for item in items] == [True, True, False]
    assert one(items[2], "[aria-current=page]")


def test_both_dates_are_labelled_and_on_the_newsrooms_clock() -> None:
    assert words(one(TREE, ".times")) == "Published 23 November 2026, 14:05 Updated 23 November 2026, 16:18"
    assert [node.attributes["datetime"] for node in TREE.css(".times time")] == [
        "2026-11-23T14:05:07+01:00",
        "2026-11-23T16:18:07+01:00",
    ]


@pytest.mark.parametrize("updated", [None, NOON, NOON - timedelta(days=1)])
def test_a_story_that_was_not_changed_since_shows_one_date(updated: datetime | None) -> None:
    view = ARTICLE._replace(updated=updated)
    tree = parsed(render(view))
    assert "Updated" not in words(one(tree, ".times"))
    assert not meta("article:modified_time", view)
    story = linked_data(tree)["NewsArticle"]
    assert story["dateModified"] == story["datePublished"]


def test_authors_are_linked_and_the_source_stands_by_them() -> None:
    assert words(one(TREE, ".dateline .by")) == "By Mira Solberg and Jonas Achterberg"
    assert [a.attributes["href"] for a in TREE.css("a[rel=author]")] == [a.path for a in ARTICLE.authors]
    assert words(one(TREE, ".source")) == ARTICLE.source


def test_three_authors_are_listed_with_commas() -> None:
    view = ARTICLE._replace(authors=(Link("A"), Link("B"), Link("C")))
    assert words(one(parsed(render(view)), ".dateline .by")) == "By A, B and C"


def test_the_lead_picture_is_loaded_first_and_takes_its_room_at_once() -> None:
    figure = one(TREE, "figure.plate")
    img = one(figure, "img").attributes
    assert (img["fetchpriority"], img["width"], img["height"]) == ("high", "1600", "900")
    assert "loading" not in img
    assert img["alt"] == ARTICLE.image.alt if ARTICLE.image else ""
    assert one(figure, "source").attributes["type"] == "image/webp"
    assert words(one(figure, "figcaption")) == (
        "The north basin on Monday morning, an hour before the tide turned. Photo: Ida Lund"
    )


def test_every_other_picture_waits() -> None:
    assert all(img.attributes.get("loading") == "lazy" for img in TREE.css(".box img, .related img"))


def test_the_related_story_is_boxed_between_two_paragraphs_of_the_body() -> None:
    children = [node.tag for node in one(TREE, ".body").iter()]
    place = children.index("aside")
    assert children[place - 1] == "p"
    assert 2 < place < len(children) / 2
    assert words(one(TREE, ".box-title")) == "Islanders vote to keep the lighthouse lit"


def test_without_a_boxed_story_the_body_is_printed_as_it_is() -> None:
    assert ARTICLE.body in render(ARTICLE._replace(boxed=None))


def test_related_stories_tags_and_corrections_follow() -> None:
    titles = [words(node) for node in TREE.css(".related h3")]
    assert titles == [teaser.title for teaser in ARTICLE.related]
    assert [words(node) for node in TREE.css(".tags a[rel=tag]")] == ["Tides", "Public works", "Oldgate"]
    assert words(one(TREE, "#corrections")).startswith("Correction 23 November 2026: An earlier version")


def test_what_is_not_there_leaves_no_trace() -> None:
    bare = ARTICLE._replace(
        authors=(),
        source="",
        image=None,
        tags=(),
        corrections=(),
        related=(),
        boxed=None,
        standfirst="",
    )
    selectors = ".dateline .by, .source, figure, .tags, #corrections, .related, aside, .standfirst"
    assert not parsed(render(bare)).css(selectors)


def test_the_linked_data_says_what_the_page_says() -> None:
    story = linked_data(TREE)["NewsArticle"]
    published, updated = (node.attributes["datetime"] for node in TREE.css(".times time"))
    assert story["headline"] == words(one(TREE, "h1"))
    assert (story["datePublished"], story["dateModified"]) == (published, updated)
    assert [author["name"] for author in story["author"]] == [words(a) for a in TREE.css("a[rel=author]")]
    assert [tag["text"] for tag in story["correction"]] == [note.text for note in ARTICLE.corrections]
    assert story["correction"][0]["datePublished"] == one(TREE, "#corrections time").attributes["datetime"]
    assert [image["url"] for image in story["image"]] == ["https://courier.example/media/quay-1600.jpg"]
    assert story["commentCount"] == 4


def test_the_breadcrumb_is_in_the_linked_data_too() -> None:
    items = linked_data(TREE)["BreadcrumbList"]["itemListElement"]
    assert [(item["position"], item["name"], item.get("item")) for item in items] == [
        (1, "Home", "https://courier.example/"),
        (2, "Harbour", "https://courier.example/harbour/"),
        (3, ARTICLE.title, None),
    ]


def test_a_correction_without_a_date_is_shown_without_one() -> None:
    view = ARTICLE._replace(corrections=(Note("It was nine.", None),))
    tree = parsed(render(view))
    assert words(one(tree, "#corrections p")) == "It was nine."
    assert linked_data(tree)["NewsArticle"]["correction"] == [
        {"@type": "CorrectionComment", "text": "It was nine."}
    ]


def test_a_story_without_a_byline_is_the_newspapers() -> None:
    story = linked_data(parsed(render(ARTICLE._replace(authors=()))))["NewsArticle"]
    assert story["author"] == story["publisher"]


def test_shared_links_carry_title_picture_and_dates() -> None:
    assert meta("og:type") == ["article"]
    assert meta("og:title") == [ARTICLE.title]
    assert meta("og:url") == [SITE.url(ARTICLE.path)]
    assert meta("og:locale") == ["en_GB"]
    assert meta("og:image") == ["https://courier.example/media/quay-1600.jpg"]
    assert (meta("og:image:width"), meta("og:image:height")) == (["1600"], ["900"])
    assert meta("article:published_time") == ["2026-11-23T14:05:07+01:00"]
    assert meta("article:tag") == ["Tides", "Public works", "Oldgate"]
    assert meta("twitter:card") == ["summary_large_image"]
    assert meta("robots") == ["max-image-preview:large"]
    assert meta("description") == [ARTICLE.summary]


def test_a_story_that_belongs_elsewhere_points_there() -> None:
    view = ARTICLE._replace(canonical="https://agency.example/story")
    assert one(parsed(render(view)), "link[rel=canonical]").attributes["href"] == view.canonical
    assert meta("og:url", view) == [view.canonical]


def test_readers_find_the_feeds_of_site_and_section() -> None:
    feeds = [node.attributes["href"] for node in TREE.css("link[rel=alternate]")]
    names = ("rss.xml", "atom.xml", "feed.json")
    assert feeds == [*(f"/{name}" for name in names), *(f"/harbour/{name}" for name in names)]


def test_a_story_in_another_language_says_so() -> None:
    tree = parsed(render(ARTICLE._replace(lang="ar")))
    story = one(tree, "article.story").attributes
    assert (story["lang"], story["dir"]) == ("ar", "rtl")
    assert one(tree, "html").attributes["lang"] == "en-GB"


def test_a_newspaper_may_be_written_from_right_to_left() -> None:
    view = ARTICLE._replace(site=replace(SITE, language="he"))
    assert one(parsed(render(view)), "html").attributes["dir"] == "rtl"


def test_a_picture_without_sizes_is_one_plain_file() -> None:
    picture = ARTICLE.image.picture if ARTICLE.image else None
    assert picture
    plain = Image(replace(picture, variants=()))
    img = one(parsed(render(ARTICLE._replace(image=plain))), "figure.plate img").attributes
    assert "srcset" not in img
    assert img["alt"] == ""


def test_dates_in_the_page_are_never_later_than_its_newest_words() -> None:
    assert max(moments(TREE, "main time")) == NOON.replace(microsecond=0) + timedelta(hours=4)
