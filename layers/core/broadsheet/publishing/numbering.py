"""A page's number, which tells one write from every other: a sheet -> the object with its number."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from broadsheet.ports import Found, Page
from broadsheet.publishing.sheets import Sheet

STANDS = timedelta(days=1)  # longer than any function runs


def digest(sheet: Sheet) -> str:
    """What the content is known by, its number apart; "" for a tombstone."""
    if sheet.tombstone:
        return ""
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


def next_rev(found: Found | None, now: datetime) -> int:
    """Milliseconds since 1970, or one more than before: so it grows even where a page was absent."""
    return max(found.rev + 1 if found else 0, int(now.timestamp() * 1000))


def has_faded(found: Found, now: datetime) -> bool:
    """Whether it is a tombstone for which nobody can be at work any more who saw nothing there before."""
    return found.is_tombstone and next_rev(None, now - STANDS) > found.rev
