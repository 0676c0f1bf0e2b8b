"""Dates as people and programs write them -> moments in UTC."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

EXAMPLE = "write it as 2024-03-15 or 2024-03-15T14:30:00+01:00"

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ZONES: dict[str, float] = {"z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_ZONES |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "bst": 1, "ist": 5.5, "jst": 9}

_CLOCK = r"""(?:,?(?:[Tt]|[ ]+(?:at[ ]+)?)
    (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?
    [ ]*(?P<half>[AaPp]\.?[Mm]\.?)?[ ]*(?P<zone>[+-]\d{2}(?::?\d{2})?|[A-Za-z]{1,4})?)?"""
_NUMERIC = r"(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
_DAY_FIRST = (
    r"(?:[A-Za-z]{3,9},?[ ]+)?(?P<day>\d{1,2})\.?[ ]+(?P<month>[A-Za-z]{3,9})\.?,?[ ]+(?P<year>\d{4})"
)
_MONTH_FIRST = r"(?:[A-Za-z]{6,9},[ ]+)?(?P<month>[A-Za-z]{3,9})\.?[ ]+(?P<day>\d{1,2}),[ ]+(?P<year>\d{4})"
_READ = re.VERBOSE | re.ASCII
_FORMS = tuple(form + _CLOCK for form in (_NUMERIC, _DAY_FIRST, _MONTH_FIRST))
# As programs write it, read in a quarter of the time; what is wrong with another the forms say.
_ISO = r"""(?!9999)[1-9]\d{3}-\d\d-\d\d
    (?:[T\ ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)?)?"""


class NotADate(ValueError):
    """The message says what is wrong and what would be right."""


def moment(value: object, zone: tzinfo) -> datetime:
    """The moment that a text or a TOML value names; without an offset it is a time in `zone`.

    A date without a time is the first moment of that day. Raises NotADate.
    """
    if isinstance(value, datetime):
        return _in_utc(value, zone)
    if isinstance(value, date):
        return _in_utc(datetime(value.year, value.month, value.day), zone)  # noqa: DTZ001 - zone follows
    if isinstance(value, str):
        return _in_utc(_parsed(value.strip()), zone)
    raise NotADate(f"a date is expected here; {EXAMPLE}")


def _in_utc(when: datetime, zone: tzinfo) -> datetime:
    if not 1000 <= when.year <= 9998:
        raise NotADate(f"the year {when.year} cannot be right; {EXAMPLE}")
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _parsed(text: str) -> datetime:
    if len(text) > 64:
        raise NotADate(f"a date is expected here; {EXAMPLE}")
    if re.fullmatch(_ISO, text, _READ):  # all are compiled when they are first tried
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    for form in _FORMS:
        if match := re.fullmatch(form, text, _READ):
            return _built(text, match)
    raise NotADate(f"“{text}” cannot be read as a date; {EXAMPLE}")


def _built(text: str, match: re.Match[str]) -> datetime:
    year, month, day = int(match["year"]), _month(text, match["month"]), int(match["day"])
    _check_day(text, year, month, day)
    hour, minute, second = _hour(match), int(match["minute"] or 0), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise NotADate(f"“{text}” has a time of day that does not exist; hours run from 0 to 23")
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(text, match["zone"]))


def _month(text: str, month: str) -> int:
    if month.isdigit():
        return int(month)
    number = _MONTHS.get(month[:3].lower())
    if number and calendar.month_name[number].lower().startswith(month.lower().rstrip(".")[:9]):
        return number
    if number and month.lower() == "sept":
        return number
    raise NotADate(f"“{text}” cannot be read as a date: {month} is not a month; {EXAMPLE}")


def _check_day(text: str, year: int, month: int, day: int) -> None:
    if not 1 <= month <= 12:
        raise NotADate(f"“{text}” is not a date that exists: there is no month {month}; {EXAMPLE}")
    if not 1000 <= year <= 9998:
        raise NotADate(f"“{text}”: the year {year} cannot be right; {EXAMPLE}")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = calendar.month_name[month]
        raise NotADate(f"“{text}” is not a date that exists: {name} {year} has {days} days")


def _hour(match: re.Match[str]) -> int:
    hour = int(match["hour"] or 0)
    if not match["half"]:
        return hour
    if not 1 <= hour <= 12:
        return 24  # refused by the caller: 0 pm and 13 pm do not exist
    return hour % 12 + (12 if match["half"][0] in "Pp" else 0)


def _offset(text: str, zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
        if hours > 15 or minutes > 59:
            raise NotADate(f"“{text}” has an offset that does not exist: {zone}; {EXAMPLE}")
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if zone[0] == "-" else offset)
    if zone.lower() not in _ZONES:
        raise NotADate(f"“{text}”: the zone {zone} is not known; give an offset such as +01:00")
    return timezone(timedelta(hours=_ZONES[zone.lower()]))
