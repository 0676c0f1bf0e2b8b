"""Which story an operator means."""

from __future__ import annotations

import click
import pytest
from tests.cli.conftest import Deployed

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.domain.site import Site
from broadsheet.ports import Put
from broadsheet_cli.operating.lookup import find_story

KEY = "articles/world/a.md"
GONE = "articles/world/gone.md"


@pytest.fixture
def newspaper(deployed: Deployed) -> Deployed:
    """A story at an address with one that leads there, and one that is withdrawn."""
    a = ArticleRecord(article_id(KEY), KEY, rev=1, state="published", path="/world/a/")
    gone = ArticleRecord(article_id(GONE), GONE, rev=2, former=("/world/gone/",))
    held = [
        {"pk": f"PATH#{path}", "sk": rows.PATH, "owner": a.id, "upload": KEY, "kind": kind}
        for path, kind in {"/world/a/": "article", "/2019/a/": "redirect"}.items()
    ]
    site = SiteRecord(site=Site(base_url="https://paper.example"))
    found = [rows.article_row(a), rows.article_row(gone), rows.site_row(site), *held]
    deployed.target.catalogue.write([Put(row) for row in found])
    return deployed


@pytest.mark.parametrize(
    "named",
    [
        KEY,
        article_id(KEY),
        "/world/a/",
        "/world/a",
        "world/a",
        "/2019/a/",
        "https://news.example/world/a/",
        "https://paper.example/world/a/?from=mail#comments",
    ],
)
def test_a_story_is_known_by_key_id_address_and_url(newspaper: Deployed, named: str) -> None:
    assert find_story(newspaper.target, named).key == KEY


@pytest.mark.parametrize("named", [GONE, article_id(GONE), "/world/gone/"])
def test_a_withdrawn_story_is_known_by_what_it_was(newspaper: Deployed, named: str) -> None:
    assert find_story(newspaper.target, named).key == GONE


def test_a_file_that_was_just_uploaded_is_a_story_too(newspaper: Deployed) -> None:
    newspaper.upload("articles/world/new.md")

    assert find_story(newspaper.target, "articles/world/new.md").rev == 0


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("articles/world/b.md", "knows no story articles/world/b.md"),
        ("/world/b/", "knows no story /world/b/"),
        ("0123456789abcdef", "knows no story 0123456789abcdef"),
        ("https://other.example/world/a/", "is not on this site"),
        ("/", "cannot be a story"),
        ("/rss.xml", "cannot be a story"),
        ("a", "cannot be a story"),
    ],
)
def test_what_is_no_story_is_refused_with_what_would_be_right(
    newspaper: Deployed, named: str, said: str
) -> None:
    with pytest.raises(click.ClickException, match=said):
        find_story(newspaper.target, named)


def test_an_address_that_several_withdrawn_stories_had_is_not_guessed(newspaper: Deployed) -> None:
    other = ArticleRecord(article_id("articles/x.md"), "articles/x.md", rev=1, former=("/world/gone/",))
    newspaper.target.catalogue.write([Put(rows.article_row(other))])

    with pytest.raises(click.ClickException, match=r"name one of articles/world/gone\.md, articles/x\.md"):
        find_story(newspaper.target, "/world/gone/")
