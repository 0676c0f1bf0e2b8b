"""Dates as they stand in real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import product
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import dates

Accept = Callable[..., Article]
Complain = Callable[[str], tuple[str, int | None, str]]

READ = {
    "2024-03-15": "2024-03-15T00:00:00",
    "2024/3/5": "2024-03-05T00:00:00",
    "2024-03-15 14:30": "2024-03-15T14:30:00",
    "2015-03-23 9:45:24 -0400": "2015-03-23T13:45:24",
    "2015-03-23 09:45:24.123 +01:00": "2015-03-23T08:45:24",
    "2024-03-15T14:30:00Z": "2024-03-15T14:30:00",
    "2024-03-15T14:30:00+05:30": "2024-03-15T09:00:00",
    "2024-03-15T14:30-05": "2024-03-15T19:30:00",
    "2024-03-15 14:30 UTC": "2024-03-15T14:30:00",
    "2024-03-15 2:30 PM": "2024-03-15T14:30:00",
    "Fri, 15 Mar 2024 14:30:00 +0100": "2024-03-15T13:30:00",
    "Fri, 15 Mar 2024 14:30:00 GMT": "2024-03-15T14:30:00",
    "15 March 2024": "2024-03-15T00:00:00",
    "March 15, 2024": "2024-03-15T00:00:00",
    "Sept 5, 2024 at 9:05 am": "2024-09-05T09:05:00",
}


@pytest.mark.parametrize(("written", "moment"), READ.items())
def test_a_date_is_read_as_people_write_it(field: Accept, written: str, moment: str) -> None:
    date = field(f'date: "{written}"').date

    assert date is not None
    assert date.isoformat() == f"{moment}+00:00"


def test_a_date_without_offset_is_a_time_in_the_newsroom(article: Accept) -> None:
    text = "---\ntitle: x\ndate: 2024-07-01 09:00\nupdated: 2024-01-01\n---\nText."

    found = article(text, timezone="America/New_York")

    assert found.date is not None
    assert found.updated is not None
    assert found.date.isoformat() == "2024-07-01T13:00:00+00:00"
    assert found.updated.isoformat() == "2024-01-01T05:00:00+00:00"


def test_a_date_in_toml_may_have_no_quotes(article: Accept) -> None:
    found = article('+++\ntitle = "x"\ndate = 2024-03-15T14:30:00+01:00\nlastmod = 2024-03-16\n+++\nText.')

    assert str(found.date) == "2024-03-15 13:30:00+00:00"
    assert str(found.updated) == "2024-03-16 00:00:00+00:00"


def test_the_file_name_gives_the_date_where_the_file_does_not(article: Accept) -> None:
    assert str(article("# x", "a/2015-02-19-x.md").date) == "2015-02-19 00:00:00+00:00"
    assert str(article("---\ntitle: x\ndate: 2020-01-01\n---\n", "2015-02-19-x.md").date)[:4] == "2020"


WRONG = {
    "2024-02-30": "“2024-02-30” is not a date that exists: February 2024 has 29 days",
    "2023-02-29": "February 2023 has 28 days",
    "2024-13-01": "there is no month 13",
    "2024-03-15 25:00": "a time of day that does not exist",
    "2024-03-15 13:00 pm": "a time of day that does not exist",
    "2024-03-15T10:00+25:00": "an offset that does not exist",
    "2024-03-15 10:00 XYZ": "the zone XYZ is not known",
    "0001-01-01": "the year 1 cannot be right",
    "tomorrow": "cannot be read as a date; write it as 2024-03-15",
    "1427118324": "cannot be read as a date",
    "12/05/2024": "cannot be read as a date",
    "5 Foober 2024": "Foober is not a month",
}


@pytest.mark.parametrize(("written", "message"), WRONG.items())
def test_a_date_that_cannot_be_is_an_error_that_says_why(
    complaint: Complain, written: str, message: str
) -> None:
    field, line, said = complaint(f'date: "{written}"')

    assert (field, line) == ("date", 3)
    assert message in said


PARTS = (
    ("0999", "1000", "2024", "9998", "9999", "24"),
    ("-01-31", "-02-29", "-02-30", "-13-01", "-1-1", "/03/15", "0315", "-W01-1"),
    ("", "T", " ", "x", "T23:59:59", " 09:05:00", "T24:00:00", "T09:60:00", "T09:05", "T0905"),
    ("", "Z", "z", "+01:00", "-15:59", "+16:00", "+01:60", "+0100", ".5", " UTC", "\u0663"),
)


def test_what_programs_write_is_read_at_once_as_the_other_forms_would_read_it() -> None:
    written = ["".join(parts) for parts in product(*PARTS)]

    with patch.object(dates, "_ISO", "none"):
        slowly = [*map(_read, written)]

    assert [*map(_read, written)] == slowly


def _read(written: str) -> datetime | str:
    try:
        return dates.moment(written, ZoneInfo("America/New_York"))
    except dates.NotADate as error:
        return str(error)
