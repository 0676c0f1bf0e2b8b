"""What editors write: every version of a file carries a mark, so that it is known wherever it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

MARK = re.compile(rb"mark([a-z]+)x(\d+)x")
OWN_PAGE = re.compile(rb"\nArticleView\(.*?title='mark([a-z]+)x")
BROUGHT = "brought"  # how comments from elsewhere begin
WORDS = "harbour ferry council budget".split()


@dataclass(frozen=True)
class Draft:
    """The choices that make up a file."""

    section: str = "world"
    slug: str = ""
    day: int = 1
    month: int = 11
    words: tuple[str, ...] = ()  # of its standfirst; where it has none its text begins with them
    standfirst: bool = True
    updated: bool = False
    link: str = ""
    chosen: str = ""
    image: bool = False
    second_image: bool = False
    author: bool = False
    untagged: bool = False
    capital: bool = False  # of its tag
    comments: str = ""
    draft: bool = False
    broken: bool = False
    zoneless: bool = False
    undated: bool = False
    embargo: datetime | None = None
    by_local_clock: bool = False  # its embargo is given without a zone
    expires: datetime | None = None
    alias: str = ""

    @property
    def date(self) -> datetime:
        """In the newsroom's time zone where it is zoneless, otherwise in UTC."""
        return datetime(2026, self.month, self.day, 10)  # noqa: DTZ001

    @property
    def by_upload(self) -> bool:
        """Whether its date is that of its file's first upload."""
        return self.undated and not (self.embargo or self.draft or self.broken)

    @property
    def tagged(self) -> bool:
        return bool(self.day % 7) and not self.untagged

    def appears(self, zone: tzinfo, first: datetime) -> datetime:
        """When it may be public at the earliest, in a newsroom of that time zone, where its file was uploaded
        `first` at that time."""
        return max(self.published(zone, first), self._release(zone) or first)

    def published(self, zone: tzinfo, first: datetime) -> datetime:
        if self.undated:
            return self._release(zone) or first
        return self.date.replace(tzinfo=zone if self.zoneless else UTC).astimezone(UTC)

    def _release(self, zone: tzinfo) -> datetime | None:
        if self.embargo is None:
            return None
        return (self.embargo.replace(tzinfo=zone) if self.by_local_clock else self.embargo).astimezone(UTC)


@dataclass(frozen=True)
class Version:
    """One upload of a story. `shown` says whether it may ever be public, from when and until when, in
    whatever time zone.

    `broken`: it cannot be read. `contested`: another story may have its address.
    """

    name: str
    number: int
    draft: Draft
    shown: bool
    since: datetime
    until: datetime | None = None
    broken: bool = False
    contested: bool = False

    @property
    def mark(self) -> str:
        return f"mark{self.name}x{self.number}x"


def text_of(version: Version, draft: Draft) -> bytes:
    words = " ".join(draft.words) or "Nothing new."
    fields = {
        "title": version.mark,  # which it has in common with no other story
        "standfirst": words if draft.standfirst else "",
        "date": "" if draft.undated else draft.date.isoformat() + ("" if draft.zoneless else "Z"),
        "updated": f"{draft.date + timedelta(days=1):%Y-%m-%d}" if draft.updated else "",
        "section": draft.section,
        "slug": draft.slug,
        "draft": "true" if draft.draft else "",
        "embargo": _embargo(draft),
        "author": "Ana Luz" if draft.author else "",
        "comments": draft.comments,
        "expires": draft.expires.isoformat() if draft.expires else "",
        "aliases": f"[{draft.alias}]" if draft.alias else "",
        "related": f"[{draft.chosen}]" if draft.chosen else "",
        "image": "pier.png" if draft.image else "",
        "tags": ("[Sea]" if draft.capital else "[sea]") if draft.tagged else "",
    }
    if draft.broken:
        fields["date"] = "the day before yesterday"
    head = "\n".join(f"{name}: {value}" for name, value in fields.items() if value)
    picture = "\n\n![The quay](quay.png)" if draft.second_image else ""
    link = f" See [more]({draft.link})." if draft.link else ""
    opening = "" if draft.standfirst else f"{words} "
    return f"---\n{head}\n---\n\n{opening}In full: {version.mark}.{link}{picture}\n".encode()


def _embargo(draft: Draft) -> str:
    if draft.embargo is None:
        return ""
    return (draft.embargo.replace(tzinfo=None) if draft.by_local_clock else draft.embargo).isoformat()


@lru_cache(maxsize=4096)
def marks(body: bytes | None) -> frozenset[tuple[str, int]]:
    """Name and number of every version that shows in these bytes."""
    found = MARK.findall(body or b"")
    return frozenset((name.decode(), int(number)) for name, number in found)


@lru_cache(maxsize=4096)
def story_of(body: bytes | None) -> str:
    """The name of the story whose own page this is; "" for any other page."""
    found = OWN_PAGE.search(body or b"")
    return found[1].decode() if found else ""
