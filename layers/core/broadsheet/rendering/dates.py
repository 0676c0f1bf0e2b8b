"""Moments as readers, browsers and feed readers want them. Nothing here looks at a clock."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from broadsheet.domain.site import Site

KEPT = 1 << 14  # moments that are remembered: those of a large archive are met again and again
# The system's locale must not change a page.
MONTHS = "January February March April May June July August September October November December".split()


def human(moment: datetime, site: Site) -> str:
    """As in "23 November 2026, 14:05", on the newsroom's clock."""
    day, time, _ = _written(moment, site.timezone)
    return f"{day}, {time}"


def human_date(moment: datetime, site: Site) -> str:
    """As in "23 November 2026"."""
    return _written(moment, site.timezone)[0]


def machine(moment: datetime, site: Site) -> str:
    """The same moment with its offset, as in "2026-11-23T14:05:00+01:00"."""
    return _written(moment, site.timezone)[2]


@lru_cache(maxsize=KEPT)
def _written(moment: datetime, timezone: str) -> tuple[str, str, str]:
    """Day, time and machine's form: one story's moment stands many times on a page, and on many pages."""
    local = moment.astimezone(_zone(timezone))
    day = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    return day, f"{local.hour:02}:{local.minute:02}", local.isoformat(timespec="seconds")


def rfc3339(moment: datetime) -> str:
    """As in "2026-11-23T13:05:00Z"; always UTC, so that a feed does not hang on the time zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def rfc822(moment: datetime) -> str:
    """As in "Mon, 23 Nov 2026 13:05:00 +0000", whatever the locale."""
    return format_datetime(moment.astimezone(UTC))


def revised(published: datetime, updated: datetime | None) -> datetime | None:
    """When a story was changed after it came out; None where it was not."""
    return updated if updated and updated > published else None


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
