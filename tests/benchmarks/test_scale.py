"""What a publication costs, in short: the same in a small archive and in a larger one, and not much.

`.venv/bin/python benchmarks/scale.py` does it up to a hundred thousand stories, and with the time.
"""

from __future__ import annotations

import pytest

from peering.archive import Archive
from scaling.prices import dollars
from scaling.report import AMONG_OLD, NEIGHBOURS, Trials, report
from scaling.trial import Cost
from scaling.trial import trials as tried

SMALL, LARGE = 100, 1000
MOST = {  # requests to DynamoDB and S3, and pages that are written or deleted
    "publish": (67, 22),
    "edit": (17, 1),
    "move": (71, 23),
    "comment": (12, 1),
    "withdraw": (82, 23),
    "late": (100, 28),
}


@pytest.fixture(scope="module")
def trials() -> Trials:
    return tried(Archive(1), (SMALL, LARGE))


@pytest.mark.parametrize("work", [work for work in MOST if work not in AMONG_OLD])
def test_it_takes_the_same_requests_in_an_archive_of_many_times_the_size(trials: Trials, work: str) -> None:
    small, large = trials[SMALL][work], trials[LARGE][work]

    if work in NEIGHBOURS:
        asked = [cost.account.requests.total() for cost in (small, large)]
        assert abs(asked[0] - asked[1]) <= NEIGHBOURS[work]
    else:
        assert (small.account.requests, small.pages) == (large.account.requests, large.pages)


@pytest.mark.parametrize("work", MOST)
def test_it_takes_few_requests_and_pages(trials: Trials, work: str) -> None:
    cost, (requests, pages) = trials[LARGE][work], MOST[work]

    assert stored(cost) <= requests
    assert cost.pages <= pages


def test_a_comment_is_stored_with_two_requests(trials: Trials) -> None:
    requests = trials[LARGE]["comment"].account.requests

    assert requests["comments.write"] == 1
    assert requests["comments.batch_get"] + requests["comments.get"] + requests["comments.query"] <= 3


def test_a_thousand_stories_cost_less_than_a_quarter_of_a_dollar(trials: Trials) -> None:
    cost = trials[LARGE]["publish"]

    assert 1000 * dollars(cost.account.requests, cost.account.units, 0.05) < 0.25


def test_the_table_says_what_is_not_flat(trials: Trials) -> None:
    lines, _ = report(trials)
    assert "other requests" not in "\n".join(lines)

    for account in trials[LARGE]["edit"].accounts:
        account.requests["site.put"] += 99
    assert "edit: 1,000 stories take other requests than 100" in "\n".join(report(trials)[0])


def stored(cost: Cost) -> int:
    """Requests to DynamoDB and S3; queues and the edge are counted apart."""
    return sum(n for kind, n in cost.account.requests.items() if "queue" not in kind and "edge" not in kind)
