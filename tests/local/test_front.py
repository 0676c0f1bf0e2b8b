"""The port that readers and commands come to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.front import STACK_PATH, Front
from broadsheet_cli.main import main

VARIABLES = {"BROADSHEET_UPLOADS": "uploads-1", "AWS_SESSION_TOKEN": "", "ODD": "it's & more"}


@pytest.fixture
def front() -> Iterator[Front]:
    front = Front(0)
    yield front
    front.close()


def port_of(front: Front) -> str:
    return front.url.rpartition(":")[2]


def test_a_busy_port_is_one_sentence(front: Front) -> None:
    result = CliRunner().invoke(main, ["serve", "--port", port_of(front)])
    assert result.exit_code == 1
    assert f"Port {port_of(front)} cannot be used" in result.output
    assert "Starting" not in result.output


def test_the_port_is_free_again_afterwards() -> None:
    first = Front(0)
    number = int(port_of(first))
    first.close()
    second = Front(number)
    with pytest.raises(LocalError, match="cannot be used"):
        Front(number)
    second.close()


def test_before_it_is_open_it_says_so(front: Front, fetcher: Any) -> None:
    assert fetcher(front.url)("/").status == 503


def test_a_dead_stack_is_a_bad_gateway(front: Front, fetcher: Any) -> None:
    front.open(1, "d.cloudfront.net", VARIABLES)
    assert fetcher(front.url)("/").status == 502


def test_the_stack_is_told_under_this_machines_name_only(front: Front, fetcher: Any) -> None:
    front.open(1, "d.cloudfront.net", VARIABLES)
    fetch = fetcher(front.url)
    assert json.loads(fetch(STACK_PATH).body) == VARIABLES
    assert fetch(STACK_PATH, host=f"rebound.example:{port_of(front)}").status == 404


def test_env_prints_lines_for_a_shell(front: Front) -> None:
    front.open(1, "d.cloudfront.net", VARIABLES)
    result = CliRunner().invoke(main, ["env", "--port", port_of(front)])
    assert result.output.splitlines() == [
        "export BROADSHEET_UPLOADS=uploads-1",
        "export AWS_SESSION_TOKEN=''",
        """export ODD='it'"'"'s & more'""",
    ]


def test_env_without_a_site_is_one_sentence(front: Front) -> None:
    result = CliRunner().invoke(main, ["env", "--port", port_of(front)])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1


def test_a_request_that_is_too_large_is_refused(front: Front, fetcher: Any) -> None:
    assert fetcher(front.url)("/api/x", "POST", content_length=str(11 * 1024 * 1024)).status == 413
