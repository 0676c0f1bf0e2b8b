"""Moments as readers, browsers and feed readers want them. Nothing here looks at a clock."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from zoneinfo import ZoneInfo

from broadsheet.domain.site import Site

# The system's locale must not change a page.
MONTHS = "January February March April May June July August September October November December".split()


def human(moment: datetime, site: Site) -> str:
    """As in "23 November 2026, 14:05", on the newsroom's clock."""
    return f"{human_date(moment, site)}, {_local(moment, site):%H:%M}"


def human_date(moment: datetime, site: Site) -> str:
    """As in "23 November 2026"."""
    local = _local(moment, site)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def machine(moment: datetime, site: Site) -> str:
    """The same moment with its offset, as in "2026-11-23T14:05:00+01:00"."""
    return _local(moment, site).isoformat(timespec="seconds")


def rfc3339(moment: datetime) -> str:
    """As in "2026-11-23T13:05:00Z"; always UTC, so that a feed does not hang on the time zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def rfc822(moment: datetime) -> str:
    """As in "Mon, 23 Nov 2026 13:05:00 +0000", whatever the locale."""
    return format_datetime(moment.astimezone(UTC))


def revised(published: datetime, updated: datetime | None) -> datetime | None:
    """When a story was changed after it came out; None where it was not."""
    return updated if updated and updated > published else None


def _local(moment: datetime, site: Site) -> datetime:
    return moment.astimezone(_zone(site.timezone))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
