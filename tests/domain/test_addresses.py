"""Slugs, addresses and keys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.domain.addresses import (
    SLUG_LENGTH,
    alias_path,
    article_id,
    file_key,
    image_key,
    object_key,
    receipt_key,
    section_from_key,
    slug_from_key,
    slugify,
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@given(st.text(max_size=300))
def test_a_slug_is_lower_case_letters_digits_and_single_hyphens(words: str) -> None:
    slug = slugify(words)

    assert slug == "" or SLUG.fullmatch(slug)
    assert len(slug) <= SLUG_LENGTH
    assert slugify(slug) == slug


@given(st.text(min_size=1, max_size=200).filter(lambda name: "/" not in name))
def test_every_file_name_gives_a_slug(name: str) -> None:
    assert SLUG.fullmatch(slug_from_key(f"articles/world/{name}.md"))


def test_long_names_that_begin_alike_stay_two() -> None:
    one, two = (slugify("word " * 60 + end) for end in ("a", "b"))

    assert one != two


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("articles/2015-02-19-top-ten.md", "top-ten"),
        ("articles/world/Été à Paris.md", "ete-a-paris"),
        ("articles/world/story/index.md", "story"),
        ("articles/world/it's.md", "its"),
        ("articles/world/日本.md", "riben"),
    ],
)
def test_a_slug_comes_from_the_files_name_without_its_date(key: str, slug: str) -> None:
    assert slug_from_key(key) == slug


@pytest.mark.parametrize(
    ("key", "section"),
    [
        ("articles/world/a.md", "world"),
        ("articles/a.md", "news"),
        ("articles/World News/b/a.md", "world-news"),
    ],
)
def test_a_section_is_the_folder_under_articles(key: str, section: str) -> None:
    assert section_from_key(key) == section


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2019/old-name/", "/2019/old-name/"),
        ("old/name", "/old/name/"),
        ("/old.html", "/old.html"),
        ("https://old.example/2014/a.php?id=1#x", "/2014/a.php"),
        ("/old/é/", "/old/é/"),
        ("/old/%C3%A9/", "/old/é/"),
    ],
)
def test_an_alias_becomes_an_address_of_this_site(alias: str, path: str) -> None:
    assert alias_path(alias) == path


@pytest.mark.parametrize(
    "alias",
    [
        "/",
        "/rss.xml",
        "/api/x/",
        "/tags/a/",
        "/../etc/",
        "//evil.example/",
        "/a//b/",
        "/a\\b/",
        "/x" * 300,
        "/a b/",
    ],
)
def test_an_alias_never_takes_an_address_of_the_site_itself_or_leads_out_of_it(alias: str) -> None:
    assert alias_path(alias) is None


@given(st.text(max_size=80))
def test_an_alias_is_a_plain_path_or_nothing(alias: str) -> None:
    path = alias_path(alias)

    assert path is None or (re.fullmatch(r"/[\w~./@+-]+", path) and "//" not in path and "/." not in path)


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("../images/a.jpg", "images/a.jpg"),
        ("../../images/x/a.jpg", "images/x/a.jpg"),
        ("/images/a.jpg", "images/a.jpg"),
        ("a.jpg", "images/a.jpg"),
        ("images/a%20b.jpg", "images/a b.jpg"),
        ("https://example.org/a.jpg", None),
        ("data:image/png;base64,AA", None),
        ("", None),
    ],
)
def test_a_picture_is_looked_for_under_images(reference: str, key: str | None) -> None:
    assert image_key("articles/world/story.md", reference) == key


def test_a_reference_is_read_from_the_folder_of_its_file() -> None:
    assert file_key("articles/world/a.md", "../sport/b.md#x") == "articles/sport/b.md"
    assert file_key("articles/world/a.md", "b.md?x=1") == "articles/world/b.md"
    assert file_key("articles/world/a.md", "#x") is None


@pytest.mark.parametrize(
    ("path", "key"), [("/", "index.html"), ("/a/b/", "a/b/index.html"), ("/rss.xml", "rss.xml")]
)
def test_an_address_is_a_key_of_the_site_bucket(path: str, key: str) -> None:
    assert object_key(path) == key


@given(st.text(min_size=1, max_size=1024))
def test_a_receipt_always_fits_into_a_key(key: str) -> None:
    assert len(receipt_key(key).encode("utf-8", "surrogatepass")) <= 1024


def test_an_articles_id_is_its_keys_alone() -> None:
    assert article_id("articles/a.md") == article_id("articles/a.md")
    assert article_id("articles/a.md") != article_id("articles/b.md")
