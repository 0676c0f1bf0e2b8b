"""What an article refers to outside itself, and what was found there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from broadsheet.domain import addresses
from broadsheet.domain.article import Article
from broadsheet.domain.pictures import Picture
from broadsheet.ports import Row

# Caps that keep an article and all its rows within one transaction, or nearly.
MAX_ALIASES, MAX_CHOSEN = 5, 5
ARTICLE_FILE = re.compile(r"\.(md|markdown|mdown|html?|txt|text|json)$", re.IGNORECASE)


class Owner(NamedTuple):
    """Who holds an address: an article's id and upload key; `kind` is `article` or `redirect`."""

    id: str
    key: str
    kind: str


class Claims(NamedTuple):
    """What an article refers to outside itself, to be looked up before the decision."""

    path: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # addresses, where the editor picked by address
    images: tuple[str, ...] = ()  # upload keys


class Shelf(NamedTuple):
    """What was found: owners of addresses, pictures of image keys, why an image was refused, and the
    row that guards the story's links to others."""

    owners: Mapping[str, Owner] = {}
    pictures: Mapping[str, Picture] = {}
    faults: Mapping[str, str] = {}
    picks: Row | None = None


def claims_of(key: str, article: Article | None) -> Claims:
    """The addresses and images that matter to an article."""
    if article is None:
        return Claims()
    aliases = (addresses.alias_path(alias) for alias in article.aliases)
    lead = [article.image.src] if article.image else []
    images = (addresses.image_key(key, src) for src in [*lead, *article.images])
    return Claims(
        path=addresses.article_path(section_of(key, article), slug_of(key, article)),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias))[:MAX_ALIASES],
        related=tuple(ref for ref in article.related if ref.startswith("/"))[:MAX_CHOSEN],
        images=tuple(dict.fromkeys(image for image in images if image)),
    )


def united(several: Iterable[Claims]) -> Claims:
    """All that several readings of one file refer to, under the address that the first one claims."""
    claims = [Claims(), *several]
    return Claims(
        path=next((one.path for one in claims if one.path), ""),
        aliases=_each(alias for one in claims for alias in one.aliases),
        related=_each(path for one in claims for path in one.related),
        images=_each(image for one in claims for image in one.images),
    )


def _each(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def section_of(key: str, article: Article) -> str:
    return addresses.section_from_key(key) if article.section is None else addresses.slugify(article.section)


def slug_of(key: str, article: Article) -> str:
    return addresses.slug_from_key(key) if article.slug is None else addresses.slugify(article.slug)


def article_file(from_key: str, href: str) -> str | None:
    """The upload key of the article that a relative link means; None for any other link."""
    if "." not in href and "%" not in href:
        return None  # no file's name
    key = addresses.file_key(from_key, href)
    return key if key and key.startswith("articles/") and ARTICLE_FILE.search(key) else None


def story_file(from_key: str, reference: str) -> str | None:
    """The upload key of the story that an editor names: `articles/world/a.md` from the bucket's root,
    `world/a.md` from the articles folder, `a.md` and `../world/a.md` from the file's own folder."""
    if reference.startswith("articles/"):
        return article_file("site.toml", reference)
    rooted = "/" in reference and not reference.startswith(".")
    return article_file("articles/x" if rooted else from_key, reference)
