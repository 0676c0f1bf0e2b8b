"""An accepted article -> what is public of it, and what its editor should know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from broadsheet.domain import addresses
from broadsheet.domain.article import Article
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import Author, Live, Photo, Tag, Teaser
from broadsheet.domain.terms import key_terms
from broadsheet.ports import Upload
from broadsheet.publishing.claims import (
    MAX_CHOSEN,
    Claims,
    Owner,
    Shelf,
    article_file,
    section_of,
    story_file,
)

MAX_IMAGES, MAX_CITES = 40, 100
OPENING = 240  # characters
NEWS_AGE = timedelta(days=2)  # Google: only stories of the last two days


class Accepted(NamedTuple):
    """An article that will be public, and all that its public form hangs on."""

    id: str
    key: str
    article: Article
    upload: Upload
    claims: Claims
    shelf: Shelf
    published: datetime
    now: datetime


def live_of(case: Accepted) -> Live:
    """What is public of an accepted article."""
    article, images = case.article, case.claims.images[:MAX_IMAGES]
    tags = _tags(article)
    chosen, _ = _chosen(case)
    teaser = _teaser(case)
    return Live(
        teaser=teaser,
        version=case.upload.version,
        etag=case.upload.etag,
        tags=tags,
        aliases=_aliases(case),
        chosen=chosen,
        cites=_cites(case.key, article),
        images=images,
        pictures=tuple((key, case.shelf.pictures[key]) for key in images if key in case.shelf.pictures),
        terms=_terms(teaser, tags),
        comments=article.comments,
        expires=article.expires,
        in_news=is_news(case.published, case.now),
    )


def _terms(teaser: Teaser, tags: tuple[Tag, ...]) -> tuple[tuple[str, int], ...]:
    slugs, authors = [tag.slug for tag in tags], [author.slug for author in teaser.authors]
    return key_terms(teaser.title, teaser.summary, slugs, authors, opening=teaser.opening)


def awaited(case: Accepted) -> tuple[str, ...]:
    """Addresses of related stories: whoever comes to stand there is shown, be there a story now or none."""
    return tuple(dict.fromkeys(case.claims.related))


def remarks(case: Accepted) -> tuple[Problem, ...]:
    """Warnings that hang on what is outside the file."""
    aliases = _alias_warnings(case.article, case.claims, _aliases(case)) if case.article.aliases else ()
    return (
        *_misread(case),
        *aliases,
        *_unknown(_chosen(case)[1]),
        *_missing_images(case.claims, case.shelf),
    )


def is_news(published: datetime, now: datetime) -> bool:
    return now < published + NEWS_AGE


def due_of(live: Live, now: datetime) -> datetime | None:
    """When time alone will change a public story: it expires, or is no longer news."""
    moments = [live.expires, live.teaser.published + NEWS_AGE]
    return min((moment.astimezone(UTC) for moment in moments if moment and moment > now), default=None)


def _aliases(case: Accepted) -> tuple[str, ...]:
    free = (alias for alias in case.claims.aliases if _free(case.shelf.owners.get(alias), case.id))
    return tuple(alias for alias in free if alias != case.claims.path)


def _teaser(case: Accepted) -> Teaser:
    article = case.article
    return Teaser(
        id=case.id,
        title=article.title,
        path=case.claims.path,
        section=section_of(case.key, article),
        published=case.published,
        summary=article.standfirst,
        updated=_updated(article, case.published),
        authors=_authors(article),
        image=_photo(case),
        opening="" if article.standfirst else opening_of(article.text),
    )


def _photo(case: Accepted) -> Photo | None:
    image = case.article.image
    picture = case.shelf.pictures.get(addresses.image_key(case.key, image.src) or "") if image else None
    return Photo(picture, image.alt, image.caption, image.credit) if image and picture else None


def _cites(from_key: str, article: Article) -> tuple[str, ...]:
    """In an order of their own: who moves links about in a text changes none."""
    keys = (article_file(from_key, href) for href in article.links)
    ids = dict.fromkeys(addresses.article_id(key) for key in keys if key and key != from_key)
    return tuple(sorted([*ids][:MAX_CITES]))


def _chosen(case: Accepted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the stories the editor picked, and addresses where no story stands yet."""
    ids, unknown = [], []
    for reference in case.article.related[:MAX_CHOSEN]:
        owner = case.shelf.owners.get(reference)
        if owner:
            ids.append(owner.id)
        elif reference.startswith("/"):
            unknown.append(reference)
        elif key := story_file(case.key, reference):
            ids.append(addresses.article_id(key))
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ != case.id)), tuple(dict.fromkeys(unknown))


def opening_of(text: str) -> str:
    """The beginning of a text, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= OPENING:
        return words
    return words[:OPENING].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _updated(article: Article, published: datetime) -> datetime | None:
    """What the newsroom declares: an update or a correction, never the clock of an upload."""
    declared = [article.updated, *(correction.date for correction in article.corrections)]
    latest = max((moment for moment in declared if moment), default=None)
    return latest.astimezone(UTC) if latest and latest > published else None


def _authors(article: Article) -> tuple[Author, ...]:
    named = {addresses.slugify(name) or addresses.article_id(name)[:8]: name for name in article.authors}
    return tuple(Author(slug, name) for slug, name in named.items())


def _tags(article: Article) -> tuple[Tag, ...]:
    named = {addresses.slugify(tag): tag for tag in reversed(article.tags)}
    return tuple(Tag(slug, title) for slug, title in reversed(named.items()) if slug)


def _free(owner: Owner | None, id_: str) -> bool:
    return owner is None or owner.id == id_


def _misread(case: Accepted) -> list[Problem]:
    wrong = [r for r in case.article.related if not r.startswith("/") and not story_file(case.key, r)]
    hint = "write its address, as /world/story/, or its file, as ../world/story.md"
    return [Problem(f"“{reference}” names no story of this site; {hint}", "related") for reference in wrong]


def _alias_warnings(article: Article, claims: Claims, kept: tuple[str, ...]) -> list[Problem]:
    refused = [alias for alias in claims.aliases if alias not in kept and alias != claims.path]
    wrong = [alias for alias in article.aliases if addresses.alias_path(alias) is None]
    return [
        *(
            Problem(f"{alias} is in use by another story and does not lead here", "aliases")
            for alias in refused
        ),
        *(
            Problem(f"“{alias}” cannot be an address of this site, as “/2019/old-name/” can", "aliases")
            for alias in wrong
        ),
    ]


def _unknown(paths: tuple[str, ...]) -> list[Problem]:
    return [Problem(f"there is no story at {path} yet", "related") for path in paths]


def _missing_images(claims: Claims, shelf: Shelf) -> list[Problem]:
    missing = [key for key in claims.images[:MAX_IMAGES] if key not in shelf.pictures]
    problems = [Problem(_why_missing(key, shelf), "image") for key in missing]
    if len(claims.images) > MAX_IMAGES:
        problems.append(
            Problem(f"only the first {MAX_IMAGES} of its {len(claims.images)} pictures are shown")
        )
    return problems


def _why_missing(key: str, shelf: Shelf) -> str:
    if key in shelf.faults:
        return f"{key} was refused: {shelf.faults[key]}"
    return f"{key} has not been uploaded; the picture appears when it is"
