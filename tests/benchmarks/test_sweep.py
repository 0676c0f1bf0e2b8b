"""A hundred thousand articles are swept in a day at the default rate, whatever tags they have.

`.venv/bin/python benchmarks/sweep.py` prints what it takes, stage by stage.
"""

from __future__ import annotations

import pytest

from broadsheet.publishing.sweeping import LIMIT
from broadsheet.publishing.sweeping.items import PAGE, REQUEST
from scaling.counting import Account
from scaling.sweeping import Stage, measured, paper, report
from sweep import LARGE, LISTS, TAGS

STORIES = 100
MARGIN_HOURS = 5


@pytest.fixture(scope="module")
def stages() -> dict[str, Stage]:
    account = Account()
    return measured(paper(STORIES, TAGS, account), account)


def test_a_hundred_thousand_articles_with_ten_tags_and_a_picture_are_swept_in_a_day(
    stages: dict[str, Stage],
) -> None:
    lines, hours = report(stages, LARGE, LISTS)

    assert hours < 24 - MARGIN_HOURS, "\n".join(lines)


def test_what_a_stage_reckons_to_cost_is_what_it_asks_for(stages: dict[str, Stage]) -> None:
    for name, stage in stages.items():
        assert stage.cost >= REQUEST * stage.requests * 0.95, name


def test_a_run_asks_for_no_more_than_it_has_time_for() -> None:
    most = LIMIT * PAGE / REQUEST

    assert most * 0.02 <= 40  # seconds, of the 55 that a run has and the 15 that it leaves
