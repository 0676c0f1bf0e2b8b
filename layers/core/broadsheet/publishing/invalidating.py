"""A change in a table -> the names of the pages it can alter, on their queue. The stream is the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.addresses import day_of, month_of
from broadsheet.domain.media import MEDIA, MediaRecord, media_from
from broadsheet.domain.pages import STANDING, newest_shown
from broadsheet.domain.record import ArticleRecord, Teaser
from broadsheet.ports import Change, Queue, Row, Span, Table
from broadsheet.publishing.causes import Cause, add

NAMES = 40  # page names of one message


class Invalidate(NamedTuple):
    """The collaborators of this use case."""

    catalogue: Table
    pages: Queue
    uploads: Queue

    def changes(self, changes: Sequence[Change]) -> list[dict[str, Any]]:
        """Send what follows from these changes; returns the messages for the pages queue. Safe to repeat."""
        causes: dict[str, Cause] = {}
        messages: list[dict[str, Any]] = []
        for change in changes:
            if change.keys[1] == rows.ARTICLE:
                messages += _article_messages(change)
            elif change.keys == rows.SITE and _is_site_record(change):
                messages += self._everything(change)
            else:
                for name, cause in _pages_of_row(change).items():
                    add(causes, name, cause)
                messages += _receipt_messages(change)
        named = {name for m in messages for name in m["pages"] if name not in m.get("rows", ())}
        left = [name for name in causes if name not in named]
        messages += (_message(chunk, {name: causes[name] for name in chunk}) for chunk in _chunks(left))
        # A source has changed: the pages must be written, were it to say the same once more.
        self.pages.send([message | {"change": True} for message in messages])
        self._wake(change for change in changes if change.keys[1] == rows.PATH)
        return messages

    def _everything(self, change: Change) -> Iterator[dict[str, Any]]:
        """Every page of the site, where the settings or templates that all share have changed."""
        old, new = rows.site_from(change.old), rows.site_from(change.new)
        if change.new:
            yield {"pages": [], "receipt": "site.toml", "rev": new.rev}
        if change.old and (old.site, old.templates) == (new.site, new.templates):
            return
        register = self.catalogue.query("LIST#front", newest_first=True)
        names = dict.fromkeys([*every_page(register, sections=self._sections(change)), *self._months()])
        for chunk in _chunks(list(names)):
            yield {"pages": chunk}
        if old.site.timezone != new.site.timezone:
            keys = [row["upload"] for row in register] + [
                row["upload"] for row in self.catalogue.query(rows.DUE)
            ]
            self._ingest_again(dict.fromkeys(keys))

    def _months(self) -> list[str]:
        """A story may be away for a moment, to come back in its next round: then it names its own pages, but
        not that of its month as long as there is an entry for the day."""
        return [f"archive/{row['sk']}" for row in self.catalogue.query("INDEX#archive")]

    def _sections(self, change: Change) -> list[str]:
        configured = {
            s.slug for row in (change.old, change.new) if row for s in rows.site_from(row).site.sections
        }
        return sorted(configured)

    def _wake(self, changes: Iterable[Change]) -> None:
        """Files that wait for an address whose owner has changed are looked at again, and the one that
        has lost it to another."""
        for change in changes:
            waiting = self.catalogue.query(change.keys[0], Span(prefix="WAITING#"))
            keys = {row["upload"] for row in waiting}
            if change.old and change.new and change.old["owner"] != change.new["owner"]:
                keys.add(change.old["upload"])
            self._ingest_again(sorted(keys))

    def _ingest_again(self, keys: Iterable[str]) -> None:
        # One key a message: what fails holds up nothing else.
        self.uploads.send([{"keys": [key]} for key in keys])


def _pages_of_row(change: Change) -> dict[str, Cause]:
    """The pages that a row other than a record speaks for."""
    (pk, sk), (kind, _, name) = change.keys, change.keys[0].partition("#")
    if kind == "INDEX":
        return {_page_of_index(name, sk): True}
    if kind == "RELATED" and sk.startswith("SHOW#"):
        # Whoever is picked is printed in any case, so that each publication costs the same.
        is_picked = change.new is not None and sk.endswith("#in")
        return {f"article/{name}": is_picked or frozenset({(pk, sk)})}
    speaks = sk.startswith("CITES#") if kind == "RELATED" else kind == "T" and sk.startswith("C#")
    return {f"article/{name}": True} if speaks else {}


def _page_of_index(scope: str, entry: str) -> str:
    if scope == "days":
        return f"archive/{entry[:7]}"
    return {"archive": "archive", "sections": "front", "sitemaps": "sitemap"}.get(scope, scope)


def every_page(register: Iterable[Row], *, sections: Iterable[str]) -> Iterator[str]:
    """The name of every page that the register of public stories gives rise to, each once."""
    names: dict[str, None] = dict.fromkeys(STANDING)
    names.update(dict.fromkeys(name for s in sections for name in (f"section/{s}", f"feed/{s}")))
    for row in register:
        names.update(dict.fromkeys(_names_of(rows.teaser_from(row), row)))
    return iter(names)


def _names_of(teaser: Teaser, row: Row) -> Iterator[str]:
    month, day = month_of(teaser.published), day_of(teaser.published)
    yield f"at{teaser.path}"
    yield from (f"at{path}" for path in row["leads"])
    yield from (f"section/{teaser.section}", f"section/{teaser.section}/{month}", f"feed/{teaser.section}")
    yield from (f"archive/{month}", f"archive/{day}", f"sitemap/{day}")
    yield from (f"tag/{tag}" for tag in row["tags"])
    yield from (f"author/{author.slug}" for author in teaser.authors)


def _article_messages(change: Change) -> list[dict[str, Any]]:
    """A decision is announced when all that follows from it in the tables is done."""
    if change.new is None:
        return []
    new = rows.article_from(change.new)
    if new.unsettled:
        return []
    heard = {"heard": [new.heard.etag, new.heard.version]} if new.heard else {}
    return [_message(new.pages, _joined(new)) | {"receipt": new.key, "rev": new.rev, **heard}]


def _joined(record: ArticleRecord) -> dict[str, Cause]:
    """Pages that show only the newest stories, and cannot show this one yet: with its rows there."""
    if record.live is None or not record.joins:
        return {}
    place = rows.place(record)
    shown = newest_shown(record.live)
    return {
        name: frozenset((f"LIST#{of}", place) for of in shown[name]) for name in record.pages if name in shown
    }


def _message(pages: Iterable[str], causes: Mapping[str, Cause]) -> dict[str, Any]:
    rows_ = {name: sorted(cause) for name, cause in causes.items() if isinstance(cause, frozenset)}
    return {"pages": list(pages), **({"rows": rows_} if rows_ else {})}


def _receipt_messages(change: Change) -> list[dict[str, Any]]:
    """An image is answered with its record as it then is: no page waits for it."""
    if change.keys[1] != MEDIA or change.new is None:
        return []
    new = media_from(change.new)
    old = media_from(change.old) if change.old else MediaRecord(new.key)
    # What it notes about files and articles for its own use is no answer to anybody.
    noted = replace(old, rev=new.rev, former=new.former, unsettled=new.unsettled)
    return [] if noted == new else [{"pages": [], "receipt": new.key}]


def _is_site_record(change: Change) -> bool:
    row = change.new or change.old
    return row is not None and "doc" in row  # the comments table has a row of that name too


def _chunks(items: list[str]) -> Iterator[list[str]]:
    return (items[i : i + NAMES] for i in range(0, len(items), NAMES))
