"""What becomes of an upload: a pure function of the file, the time and what others hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from broadsheet.domain import addresses
from broadsheet.domain.article import Article
from broadsheet.domain.pages import lists_of
from broadsheet.domain.pictures import Picture
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import ArticleRecord, Author, Handled, Live, Photo, Tag, Teaser
from broadsheet.domain.rows import place
from broadsheet.domain.terms import key_terms
from broadsheet.formats import Reading
from broadsheet.ports import Upload

# Caps that keep an article and all its rows within one transaction.
MAX_ALIASES, MAX_FORMER, MAX_IMAGES, MAX_CITES, MAX_CHOSEN = 5, 8, 40, 100, 5
SUMMARY = 240  # characters
NEWS_AGE = timedelta(days=2)  # Google: only stories of the last two days
ARTICLE_FILE = re.compile(r"\.(md|markdown|mdown|html?|txt|text|json)$", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """Who holds an address: an article's id and upload key; `kind` is `article` or `redirect`."""

    id: str
    key: str
    kind: str


@dataclass(frozen=True)
class Claims:
    """What an article refers to outside itself, to be looked up before the decision."""

    path: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # addresses, where the editor picked by address
    images: tuple[str, ...] = ()  # upload keys


@dataclass(frozen=True)
class Shelf:
    """What was found: owners of addresses, pictures of image keys, and why an image was refused."""

    owners: Mapping[str, Owner] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def claims_of(key: str, article: Article | None) -> Claims:
    """The addresses and images that matter to an article."""
    if article is None:
        return Claims()
    aliases = (addresses.alias_path(alias) for alias in article.aliases)
    lead = [article.image.src] if article.image else []
    images = (addresses.image_key(key, src) for src in [*lead, *article.images])
    return Claims(
        path=addresses.article_path(_section(key, article), _slug(key, article)),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias))[:MAX_ALIASES],
        related=tuple(ref for ref in article.related if ref.startswith("/"))[:MAX_CHOSEN],
        images=tuple(dict.fromkeys(image for image in images if image)),
    )


def decide(
    record: ArticleRecord, upload: Upload | None, reading: Reading | None, *, shelf: Shelf, now: datetime
) -> ArticleRecord:
    """The record as it should be. Equal to `record` when there is nothing to decide.

    `reading` belongs to `upload`; both are None when the file is gone.
    """
    if upload is None or reading is None:
        return _leaving(record, replace(_withdrawn(record), handled=None, first=None, state="withdrawn"))
    seen = replace(
        record,
        handled=Handled(upload.version, upload.etag, upload.size, upload.modified),
        first=record.first or upload.modified,
        warnings=reading.warnings,
        errors=(),
        wants=(),
    )
    return _leaving(record, _judge(seen, upload, reading, shelf, now))


def _judge(
    seen: ArticleRecord, upload: Upload, reading: Reading, shelf: Shelf, now: datetime
) -> ArticleRecord:
    article = reading.article
    if article is None:
        return _refused(seen, reading.errors, now)
    if errors := _forbidden(seen.key, article):
        return _refused(seen, errors, now)
    if article.draft:
        return replace(_withdrawn(seen), state="draft")
    published = _published(seen, article)
    if article.expires and article.expires <= now:
        warning = Problem(f"it expired on {article.expires:%Y-%m-%d %H:%M %Z}; it is not public", "expires")
        return replace(_withdrawn(seen), state="withdrawn", warnings=(*seen.warnings, warning))
    claims = claims_of(seen.key, article)
    owner = shelf.owners.get(claims.path)
    if owner and owner.id != seen.id and owner.kind == "article":
        return replace(_refused(seen, (_taken(claims.path, owner),), now), wants=(claims.path,))
    appears = max(article.embargo or published, published)
    if article.expires and article.expires <= appears:
        return _refused(seen, (_never(article.expires, appears),), now)
    if appears > now:
        # The address is held from now on, so that the release cannot fail.
        return replace(_moved(seen, claims.path), state="scheduled", live=None, due=appears)
    return _published_record(_moved(seen, claims.path), upload, article, claims, shelf, published, now)


def _published_record(  # noqa: PLR0917  one step of the decision, not an interface
    seen: ArticleRecord,
    upload: Upload,
    article: Article,
    claims: Claims,
    shelf: Shelf,
    published: datetime,
    now: datetime,
) -> ArticleRecord:
    chosen, unknown = _chosen(seen, article, shelf)
    aliases = tuple(a for a in claims.aliases if a != claims.path and _free(shelf.owners.get(a), seen.id))
    live = Live(
        teaser=_teaser(seen, article, claims, shelf, published),
        version=upload.version,
        etag=upload.etag,
        tags=_tags(article),
        aliases=aliases,
        chosen=chosen,
        cites=_cites(seen, article),
        images=claims.images[:MAX_IMAGES],
        pictures=tuple((k, shelf.pictures[k]) for k in claims.images[:MAX_IMAGES] if k in shelf.pictures),
        terms=key_terms(article.title, article.text, tuple(tag.slug for tag in _tags(article))),
        comments=article.comments,
        expires=article.expires,
        in_news=now < published + NEWS_AGE,
    )
    warnings = (
        *seen.warnings,
        *_alias_warnings(article, claims, aliases),
        *_unknown(unknown),
        *_missing_images(claims, shelf),
    )
    return replace(
        seen, state="published", live=live, due=_due(live, now), wants=unknown, warnings=warnings, errors=()
    )


def _refused(seen: ArticleRecord, errors: tuple[Problem, ...], now: datetime) -> ArticleRecord:
    """What was public stays as it was, but for what time does to it."""
    live = seen.live
    if live and live.expires and live.expires <= now:
        return replace(_withdrawn(seen), state="refused", errors=errors)
    if live:
        live = replace(live, in_news=now < live.teaser.published + NEWS_AGE)
    due = _due(live, now) if live else None
    return replace(seen, state="refused", errors=errors, live=live, due=due)


def _withdrawn(record: ArticleRecord) -> ArticleRecord:
    """Nothing of it is public and its addresses are free; which they were is remembered."""
    return replace(_moved(record, ""), live=None, wants=(), due=None, errors=())


def _moved(record: ArticleRecord, path: str) -> ArticleRecord:
    if record.path == path:
        return record
    former = tuple(p for p in dict.fromkeys((record.path, *record.former)) if p and p != path)
    return replace(record, path=path, former=former[:MAX_FORMER])


def _leaving(old: ArticleRecord, new: ArticleRecord) -> ArticleRecord:
    """Note what the story stood under and no longer does: others must hear of it."""
    before = {(place(old), term) for term, _ in old.live.terms} if old.live else set()
    after = {(place(new), term) for term, _ in new.live.terms} if new.live else set()
    if old.live and new.live and old.live.terms != new.live.terms:
        after &= {(place(new), t) for t, w in new.live.terms if (t, w) in old.live.terms}
    lists = set(lists_of(old.live) if old.live else ()) - set(lists_of(new.live) if new.live else ())
    return replace(
        new,
        left_terms=tuple(sorted({*old.left_terms, *(before - after)})),
        left_lists=tuple(sorted({*old.left_lists, *lists})),
    )


def _forbidden(key: str, article: Article) -> tuple[Problem, ...]:
    section, slug = _section(key, article), _slug(key, article)
    problems = []
    if section in addresses.RESERVED:
        problems.append(
            Problem(f"“{section}” is an address of the site itself; choose another section", "section")
        )
    if not section:
        problems.append(Problem("a section needs a letter or digit in its name", "section"))
    if not slug:
        problems.append(Problem("a slug needs a letter or digit, as in “harbour-reopens”", "slug"))
    return tuple(problems)


def _section(key: str, article: Article) -> str:
    return addresses.section_from_key(key) if article.section is None else addresses.slugify(article.section)


def _slug(key: str, article: Article) -> str:
    return addresses.slug_from_key(key) if article.slug is None else addresses.slugify(article.slug)


def _published(seen: ArticleRecord, article: Article) -> datetime:
    """The date of the story: its own, that of its file name, its embargo, or when it was first seen."""
    moment = article.date or article.embargo or seen.first
    if moment is None:
        raise AssertionError("a file that was read has been seen")
    return moment.astimezone(UTC)


def _teaser(
    seen: ArticleRecord, article: Article, claims: Claims, shelf: Shelf, published: datetime
) -> Teaser:
    return Teaser(
        id=seen.id,
        title=article.title,
        path=claims.path,
        section=_section(seen.key, article),
        published=published,
        summary=article.standfirst or summary_of(article.text),
        updated=_updated(article, published),
        authors=_authors(article),
        image=_photo(seen.key, article, shelf),
    )


def summary_of(text: str) -> str:
    """The beginning of a text, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= SUMMARY:
        return words
    return words[:SUMMARY].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _updated(article: Article, published: datetime) -> datetime | None:
    """What the newsroom declares: an update or a correction, never the clock of an upload."""
    declared = [article.updated, *(correction.date for correction in article.corrections)]
    latest = max((moment for moment in declared if moment), default=None)
    return latest.astimezone(UTC) if latest and latest > published else None


def _photo(key: str, article: Article, shelf: Shelf) -> Photo | None:
    image = article.image
    picture = shelf.pictures.get(addresses.image_key(key, image.src) or "") if image else None
    return Photo(picture, image.alt, image.caption, image.credit) if image and picture else None


def _authors(article: Article) -> tuple[Author, ...]:
    named = {addresses.slugify(name) or addresses.article_id(name)[:8]: name for name in article.authors}
    return tuple(Author(slug, name) for slug, name in named.items())


def _tags(article: Article) -> tuple[Tag, ...]:
    named = {addresses.slugify(tag): tag for tag in reversed(article.tags)}
    return tuple(Tag(slug, title) for slug, title in reversed(named.items()) if slug)


def _cites(seen: ArticleRecord, article: Article) -> tuple[str, ...]:
    keys = (article_file(seen.key, href) for href in article.links)
    ids = dict.fromkeys(addresses.article_id(key) for key in keys if key and key != seen.key)
    return tuple(ids)[:MAX_CITES]


def article_file(from_key: str, href: str) -> str | None:
    """The upload key of the article that a relative link means; None for any other link."""
    key = addresses.file_key(from_key, href)
    return key if key and key.startswith("articles/") and ARTICLE_FILE.search(key) else None


def _chosen(seen: ArticleRecord, article: Article, shelf: Shelf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the stories the editor picked, and addresses where no story stands yet."""
    ids, unknown = [], []
    for reference in article.related[:MAX_CHOSEN]:
        owner = shelf.owners.get(reference)
        if owner:
            ids.append(owner.id)
        elif reference.startswith("/"):
            unknown.append(reference)
        elif key := article_file(seen.key, reference) or article_file("articles/x", reference):
            ids.append(addresses.article_id(key))
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ != seen.id)), tuple(dict.fromkeys(unknown))


def _free(owner: Owner | None, id_: str) -> bool:
    return owner is None or owner.id == id_


def _taken(path: str, owner: Owner) -> Problem:
    return Problem(
        f"the address {path} belongs to {owner.key}; give this story a slug of its own, or delete the other",
        "slug",
    )


def _never(expires: datetime, appears: datetime) -> Problem:
    return Problem(
        f"it expires ({expires:%Y-%m-%d %H:%M %Z}) before it appears ({appears:%Y-%m-%d %H:%M %Z}); "
        "give a later time, or none",
        "expires",
    )


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


def _due(live: Live, now: datetime) -> datetime | None:
    """When time alone will change a public story: it expires, or is no longer news."""
    moments = [live.expires, live.teaser.published + NEWS_AGE]
    return min((moment.astimezone(UTC) for moment in moments if moment and moment > now), default=None)
