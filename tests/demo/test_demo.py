"""The demo newspaper is an example to others: nothing in it may be wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.commenting.exports import read_export
from broadsheet.domain.addresses import article_id, file_key, image_key
from broadsheet.domain.article import Article
from broadsheet.formats import Unresolved, read
from broadsheet.formats.site_toml import read_site

DEMO = Path(__file__).parents[2] / "demo"
STORIES = sorted(path.relative_to(DEMO).as_posix() for path in (DEMO / "articles").rglob("*.*"))
LARGEST_IMAGE = 250_000
ALL_IMAGES = 2_500_000


def story(key: str) -> Article:
    reading = read(key, (DEMO / key).read_bytes(), resolver=Unresolved(), timezone="Europe/London")
    assert not reading.errors
    assert not reading.warnings
    assert reading.article
    return reading.article


def test_its_settings_are_read_without_a_remark() -> None:
    reading = read_site((DEMO / "site.toml").read_bytes())
    assert reading.site
    assert not reading.errors
    assert not reading.warnings
    assert {section.slug for section in reading.site.sections} == {key.split("/")[1] for key in STORIES}


@pytest.mark.parametrize("key", STORIES)
def test_every_story_is_read_without_a_remark(key: str) -> None:
    article = story(key)
    assert article.date
    assert 250 <= len(article.text.split()) <= 700


@pytest.mark.parametrize("key", STORIES)
def test_every_reference_leads_to_a_file(key: str) -> None:
    article = story(key)
    wanted = [file_key(key, link) for link in (*article.links, *article.related)]
    wanted += [image_key(key, article.image.src)] if article.image else []
    assert all(name and (DEMO / name).is_file() for name in wanted)


def test_every_kind_of_file_is_shown() -> None:
    assert {Path(key).suffix for key in STORIES} == {".md", ".html", ".txt", ".json"}


def test_one_story_waits_one_was_corrected_and_one_is_closed() -> None:
    articles = [story(key) for key in STORIES]
    waiting = [article for article in articles if article.embargo]
    assert [article.embargo for article in waiting] == [datetime(2030, 1, 1, 9, tzinfo=UTC)]
    assert sum(bool(article.corrections) for article in articles) == 1
    assert sum(article.comments == "closed" for article in articles) == 1


def test_comments_come_after_their_stories_and_answers_after_what_they_answer() -> None:
    with (DEMO / "comments.jsonl").open() as lines:
        comments = read_export(lines, "comments.jsonl")
    stories = {article_id(key): story(key) for key in STORIES}
    posted = {comment.id: comment.posted for comment in comments}
    for comment in comments:
        article = stories[comment.article]
        assert article.date
        assert article.date < comment.posted
        assert article.comments is None
        assert not comment.parent or posted[comment.parent] < comment.posted


def test_the_images_are_light() -> None:
    sizes = [path.stat().st_size for path in (DEMO / "images").iterdir()]
    assert max(sizes) <= LARGEST_IMAGE
    assert sum(sizes) <= ALL_IMAGES
