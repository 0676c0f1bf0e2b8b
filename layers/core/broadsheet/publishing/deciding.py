"""What becomes of an upload: a pure function of the file, the time and what others hold."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.domain import addresses
from broadsheet.domain.article import Article
from broadsheet.domain.changing import changed
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import ArticleRecord, Handled
from broadsheet.formats import Reading
from broadsheet.ports import Spell, Upload
from broadsheet.publishing.accepting import Accepted, awaited, due_of, is_news, live_of, remarks
from broadsheet.publishing.claims import Owner, Shelf, claims_of, section_of, slug_of

MAX_FORMER = 8  # addresses that a story has had and that still lead to it


def decide(
    record: ArticleRecord,
    upload: Upload | None,
    reading: Reading | None,
    *,
    shelf: Shelf,
    now: datetime,
    spell: Spell | None = None,
) -> ArticleRecord:
    """The record as it should be. Equal to `record` when there is nothing to decide.

    `reading` belongs to `upload`; both are None when the file is gone. `spell` is since when there has been a
    file, where somebody has asked.
    """
    if upload is None or reading is None:
        return changed(_withdrawn(record), handled=None, first=None, state="withdrawn")
    if spell and has_ended(record, spell):
        record = _withdrawn(record)
    upload = _known(record, upload)
    seen = changed(
        record,
        handled=Handled(upload.version, upload.etag, upload.size, upload.modified),
        first=_first(record, upload, spell),
        warnings=reading.warnings,
        errors=(),
        wants=(),
    )
    return _judge(seen, upload, reading, shelf, now)


def _known(record: ArticleRecord, upload: Upload) -> Upload:
    """The same bytes uploaded again are the upload that was handled: nothing is to be written for them."""
    handled = record.handled
    if handled is None or handled.etag != upload.etag:
        return upload
    return upload._replace(version=handled.version, modified=handled.modified)


def _first(record: ArticleRecord, upload: Upload, spell: Spell | None) -> datetime:
    """When the first of the file's versions was uploaded since it was deleted last. What is known may be
    older than what is left of them."""
    if spell is None:
        return record.first or upload.modified
    known = record.first if not spell.after or (record.first and record.first > spell.after) else None
    return min(known or spell.begun, spell.begun)


def has_ended(record: ArticleRecord, spell: Spell) -> bool:
    """Whether what is public of the file was deleted since, and nobody has heard of that."""
    return bool(record.live and spell.is_after(record.live.etag))


def is_undated(reading: Reading | None) -> bool:
    """Whether a story's date is that of its upload."""
    article = reading.article if reading else None
    return article is not None and not (article.date or article.embargo or article.draft)


def _judge(
    seen: ArticleRecord, upload: Upload, reading: Reading, shelf: Shelf, now: datetime
) -> ArticleRecord:
    article = reading.article
    if article is None:
        return _refused(seen, reading.errors, now)
    if errors := _forbidden(seen.key, article):
        return _refused(seen, errors, now)
    if article.draft:
        return changed(_withdrawn(seen), state="draft")
    published = _published(seen, article)
    appears = max(article.embargo or published, published)
    if article.expires and article.expires <= appears and (article.date or article.embargo):
        # Whatever the time is: what is wrong today is not to be called expired tomorrow.
        return _refused(seen, (_never(article.expires, appears),), now)
    if article.expires and article.expires <= now:
        warning = Problem(f"it expired on {article.expires:%Y-%m-%d %H:%M %Z}; it is not public", "expires")
        return changed(_withdrawn(seen), state="withdrawn", warnings=(*seen.warnings, warning))
    claims = claims_of(seen.key, article)
    owner = shelf.owners.get(claims.path)
    if owner and owner.id != seen.id and owner.kind == "article":
        return _waiting(_refused(seen, (_taken(claims.path, owner),), now), claims.path, article.expires)
    if appears > now:
        # The address is held from now on, so that the release cannot fail.
        return changed(_moved(seen, claims.path), state="scheduled", live=None, due=appears)
    case = Accepted(seen.id, seen.key, article, upload, claims, shelf, published, now)
    return _published_record(_moved(seen, claims.path), case)


def _published_record(seen: ArticleRecord, case: Accepted) -> ArticleRecord:
    live = live_of(case)
    return changed(
        seen,
        state="published",
        live=live,
        due=due_of(live, case.now),
        wants=(*awaited(case), *_lost(seen, case)),
        warnings=(*seen.warnings, *remarks(case)),
    )


def _lost(seen: ArticleRecord, case: Accepted) -> tuple[str, ...]:
    """Addresses that would lead here if another story did not hold them."""
    leading = (*case.claims.aliases, *seen.former)
    held = (path for path in leading if (owner := case.shelf.owners.get(path)) and owner.id != seen.id)
    return tuple(dict.fromkeys(held))


def _refused(seen: ArticleRecord, errors: tuple[Problem, ...], now: datetime) -> ArticleRecord:
    """What was public stays as it was, but for what time does to it."""
    live = seen.live
    if live and live.expires and live.expires <= now:
        return changed(_withdrawn(seen), state="refused", errors=errors)
    if live:
        live = changed(live, in_news=is_news(live.teaser.published, now))
    due = due_of(live, now) if live else None
    return changed(seen, state="refused", errors=errors, live=live, due=due)


def _waiting(refused: ArticleRecord, path: str, expires: datetime | None) -> ArticleRecord:
    """Until the address comes free, or the file that wants it has had its time."""
    moments = [moment.astimezone(UTC) for moment in (refused.due, expires) if moment]
    return changed(refused, wants=(path,), due=min(moments, default=None))


def _withdrawn(record: ArticleRecord) -> ArticleRecord:
    """Nothing of it is public and its addresses are free; which they were is remembered."""
    return changed(_moved(record, ""), live=None, wants=(), due=None, errors=())


def _moved(record: ArticleRecord, path: str) -> ArticleRecord:
    if record.path == path:
        return record
    former = tuple(p for p in dict.fromkeys((record.path, *record.former)) if p and p != path)
    return changed(record, path=path, former=former[:MAX_FORMER])


def _forbidden(key: str, article: Article) -> tuple[Problem, ...]:
    section, slug = section_of(key, article), slug_of(key, article)
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


def _published(seen: ArticleRecord, article: Article) -> datetime:
    """The date of the story: its own, that of its file name, its embargo, or when it was first uploaded."""
    moment = article.date or article.embargo or seen.first
    if moment is None:
        raise AssertionError("a file that was read has been seen")
    return moment.astimezone(UTC)


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
