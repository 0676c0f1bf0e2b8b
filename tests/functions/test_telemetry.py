"""What the functions tell of themselves, as they print it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from aws_lambda_powertools import Metrics

from broadsheet.converge import LOST_RACES, Pass, converge
from broadsheet.errors import Conflict
from broadsheet.telemetry import OURS, count, telemetry


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STACK_NAME", "harbour-post")
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "INFO")
    kept = list(OURS.handlers)
    _forget()
    yield
    OURS.handlers = kept
    _forget()


def _forget() -> None:
    """Powertools keeps one set for a whole process, which elsewhere is one function's."""
    for shared in (Metrics._metrics, Metrics._dimensions, Metrics._metadata, Metrics._default_dimensions):
        shared.clear()


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_figures_carry_the_stack_so_that_sites_in_one_account_are_told_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, metrics = telemetry("render")

    @metrics.log_metrics
    def handler(_event: object, _context: object) -> None:
        count(metrics, {"UploadsRefused": 2})

    handler({}, None)

    [told] = printed(capsys)
    [figures] = told["_aws"]["CloudWatchMetrics"]
    assert (figures["Namespace"], sorted(figures["Dimensions"][0])) == ("Broadsheet", ["service", "stack"])
    assert (told["stack"], told["service"], told["UploadsRefused"]) == ("harbour-post", "render", [2.0])


def test_every_lost_race_is_counted_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    _, metrics = telemetry("races")
    races = iter([Conflict("moved"), Conflict("moved"), None])

    def attempt() -> Pass:
        if lost := next(races):
            raise lost
        return Pass.SETTLED

    @metrics.log_metrics
    def handler(_event: object, _context: object) -> None:
        converge(attempt, what="articles/world/a.md", pause=lambda _: None)

    handler({}, None)

    lines = printed(capsys)
    assert [line["what"] for line in lines if line.get("message") == "conflict"] == 2 * [
        "articles/world/a.md"
    ]
    assert [line["Conflicts"] for line in lines if "Conflicts" in line] == [[1.0, 1.0]]


def test_what_the_code_below_has_to_say_is_logged_with_the_function(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telemetry("words")
    logging.getLogger("broadsheet.publishing.press").warning("guards are not at hand: %s", "throttled")

    [line] = printed(capsys)
    assert (line["level"], line["message"]) == ("WARNING", "guards are not at hand: throttled")
    assert line["service"] == "words"


def test_outside_of_functions_a_lost_race_is_nobodys_news(capsys: pytest.CaptureFixture[str]) -> None:
    OURS.handlers = []
    LOST_RACES.info("articles/world/a.md")

    assert "".join(capsys.readouterr()) == ""
