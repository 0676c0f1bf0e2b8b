"""A page's name -> the page in the site bucket, by compare-and-swap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.converge import Pass, converge
from broadsheet.domain.addresses import object_key
from broadsheet.ports import Edge, Page, SiteStore
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.sheets import Sheet


@dataclass
class Printed:
    """What a run of the press did, as paths."""

    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Press:
    """Prints pages into the site bucket."""

    editions: Editions
    site: SiteStore

    def print(self, name: str, seen: set[str]) -> Printed:
        """Make the page of that name what it should be now. Safe to repeat.

        Paths in `seen` have been printed since the page was asked for; those done here are added.

        Raises NotConverged or StoreUnavailable; then some of its objects may be done and others not.
        """
        printed = Printed()
        for path in self.editions.paths(name):
            if path not in seen:
                self._print(name, path, printed)
                seen.add(path)
        return printed

    def _print(self, name: str, path: str, printed: Printed) -> None:
        key = object_key(path)
        done: list[list[str]] = []

        def attempt() -> Pass:
            found = self.site.find(key)
            sheet = self.editions.sheet(name, path)
            if (found and found.digest) == (sheet and digest(sheet)):
                return Pass.SETTLED
            if sheet is None:
                self.site.delete(key, etag=found.etag if found else "")
                done.append(printed.deleted)
                return Pass.MOVED
            self.site.write(
                key, page_of(sheet, rev=(found.rev if found else 0) + 1), etag=found.etag if found else None
            )
            done.append(printed.written)
            # A swap of what was there is final; where nothing was, nobody could see us read.
            return Pass.SETTLED if found else Pass.MOVED

        converge(attempt, what=path)
        (done[-1] if done else printed.unchanged).append(path)


def digest(sheet: Sheet) -> str:
    """What the content is known by, its number apart."""
    what = "\n".join((sheet.content_type, sheet.cache_control, sheet.location, sheet.text))
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def page_of(sheet: Sheet, *, rev: int) -> Page:
    """The object for a sheet, numbered."""
    body = (sheet.text.rstrip() + numbered(rev)).encode()
    return Page(body, sheet.content_type, sheet.cache_control, rev, digest(sheet), sheet.location)


def numbered(rev: int) -> str:
    """A page's number as its last line: binary digits, 0 a space and 1 a tab.

    Two writes of one page must not have equal bytes, so that an ETag names one write. White space
    at the end is the one thing that HTML, XML, JSON, CSS and plain text all allow.
    """
    return "\n" + format(rev, "b").replace("0", " ").replace("1", "\t") + "\n"


def purge(printed: Iterable[Printed], *, edge: Edge, again: bool) -> None:
    """Have the edge fetch what changed. `again`: an earlier attempt may have died before this."""
    paths: dict[str, None] = {}
    for run in printed:
        paths.update(dict.fromkeys([*run.written, *run.deleted, *(run.unchanged if again else [])]))
    if paths:
        edge.purge(list(paths))
