"""Real articles, where they are beside the checkout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import Reading
from broadsheet.formats.sanitise import sanitise

Read = Callable[..., Reading]
Accept = Callable[..., Article]


def files(shared_data: Path, folder: str) -> list[Path]:
    return sorted((shared_data / "news-sample" / folder).iterdir())


@pytest.mark.parametrize(("folder", "count"), [("articles", 300), ("html", 30), ("json", 30), ("raw", 24)])
def test_every_sample_reads_without_error(reading: Read, shared_data: Path, folder: str, count: int) -> None:
    results = {path.name: reading(path.read_bytes(), path.name) for path in files(shared_data, folder)}

    assert len(results) == count
    assert {name: result.errors for name, result in results.items() if result.errors} == {}
    for result in results.values():
        assert result.article is not None
        assert result.article.date is not None
        assert result.article.body
        assert sanitise(result.article.body) == result.article.body


def test_the_fields_are_those_of_the_index(article: Accept, shared_data: Path) -> None:
    sample = shared_data / "news-sample"
    for line in (sample / "index.jsonl").read_text().splitlines():
        record = json.loads(line)
        found = article((sample / "articles" / f"{record['id']}.md").read_bytes())
        authors = record.get("author") or []
        assert found.title == " ".join(record["title"].split())
        assert found.section == record["section"]
        assert found.tags == tuple(record["tags"])
        assert found.authors == tuple([authors] if isinstance(authors, str) else authors)


@pytest.mark.parametrize("form", ["html", "json"])
def test_the_three_forms_of_an_article_say_the_same(article: Accept, shared_data: Path, form: str) -> None:
    for path in files(shared_data, form):
        one = article(path.read_bytes(), path.name)
        other = article((shared_data / "news-sample" / "articles" / f"{path.stem}.md").read_bytes())

        assert (one.title, one.date, one.section) == (other.title, other.date, other.section)
        assert (one.tags, one.authors, one.links) == (other.tags, other.authors, other.links)
        assert one.text.split() == other.text.split()


def test_raw_files_warn_of_their_template_tags_and_nothing_else(reading: Read, shared_data: Path) -> None:
    for path in files(shared_data, "raw"):
        result = reading(path.read_bytes(), path.name)

        assert result.article is not None
        assert all("template tag" in w.message or "left out" in w.message for w in result.warnings), (
            result.warnings
        )
        assert "{{" not in result.article.body
        assert "&#82" not in result.article.title
