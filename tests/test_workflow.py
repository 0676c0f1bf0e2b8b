"""The workflow, read as GitHub reads it: when it runs, what it may do, and that nothing is passed over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
WORKFLOWS = PROJECT / ".github" / "workflows"
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")
AUDIT = (
    "\naudit: $(STAMP)\n"
    "\tfor lock in requirements.lock tools/*.lock; do \\\n"
    "\t  $(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || exit 1; done\n"
)
# What would have make go on after a failure, or pip-audit look away.
SILENCED = r"^\.IGNORE|^\.SILENT|^MAKEFLAGS|^\t-|^\.ONESHELL|^SHELL|--ignore-vuln"
# The actions that are used, and whose they are; any other is one more party to be trusted.
ACTIONS = {"actions/checkout", "actions/setup-python", "aws-actions/configure-aws-credentials"}


@pytest.fixture
def workflow() -> dict[Any, Any]:
    [only] = WORKFLOWS.iterdir()
    loaded: dict[Any, Any] = yaml.safe_load(only.read_text("utf-8"))
    return loaded


@pytest.fixture
def check(workflow: dict[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = workflow["jobs"]["check"]
    return found


@pytest.fixture
def deploy(workflow: dict[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = workflow["jobs"]["deploy"]
    return found


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_it_runs_on_pushes_to_main_and_on_requests_to_pull_as_they_stand_alone(
    workflow: dict[Any, Any],
) -> None:
    """`on` is a truth to YAML. A strange request must not run with this repository's rights."""
    assert workflow[True] == {"push": {"branches": ["main"]}, "pull_request": None}
    assert set(workflow) == {True, "name", "permissions", "concurrency", "jobs"}


def test_only_what_was_checked_and_pushed_is_deployed(check: dict[str, Any], deploy: dict[str, Any]) -> None:
    assert deploy["if"] == "github.event_name == 'push' && vars.AWS_DEPLOY_ROLE != ''"
    assert deploy["needs"] == "check"
    assert deploy["environment"] == "production"
    assert "if" not in check


def test_nothing_may_be_done_but_reading_and_the_deploy_may_say_who_it_is(
    workflow: dict[Any, Any], check: dict[str, Any], deploy: dict[str, Any]
) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in check
    assert deploy["permissions"] == {"contents": "read", "id-token": "write"}


def test_there_is_no_key_in_it_and_no_place_for_one(workflow: dict[Any, Any]) -> None:
    """AWS is told who calls, by the role to be taken on alone."""
    assert not [job for job in workflow["jobs"].values() if {"env", "secrets", "defaults"} & set(job)]
    inputs = {
        step["uses"].partition("@")[0]: step.get("with", {}) for step in steps(workflow) if "uses" in step
    }
    assert inputs == {
        "actions/checkout": {"persist-credentials": False},
        "actions/setup-python": {"python-version": "3.13"},  # the deploy's, and Lambda's
        "aws-actions/configure-aws-credentials": {
            "role-to-assume": "${{ vars.AWS_DEPLOY_ROLE }}",
            "aws-region": "${{ vars.AWS_REGION }}",
        },
    }


def test_a_step_that_fails_ends_its_job(workflow: dict[Any, Any]) -> None:
    """A step runs a command or an action, and nothing tells it to run otherwise."""
    assert [set(step) for step in steps(workflow) if not set(step) <= {"uses", "with", "run"}] == []
    for job in workflow["jobs"].values():
        assert "continue-on-error" not in job
        assert job["runs-on"] == "ubuntu-24.04"


def test_it_runs_what_everybody_runs(check: dict[str, Any], deploy: dict[str, Any]) -> None:
    assert [step["run"] for step in check["steps"] if "run" in step] == [
        "sudo apt-get update",
        "sudo apt-get install --yes --no-install-recommends fonts-liberation",
        "make lint types",
        "make unit",
        "make audit",
    ]
    assert [step["run"] for step in deploy["steps"] if "run" in step] == ["make validate", "make deploy"]


def test_every_target_that_it_runs_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert targets >= {"lint", "types", "unit", "audit", "validate", "deploy"}


def test_the_audit_fails_where_it_finds_something_and_where_it_cannot_ask() -> None:
    """It needs the package index's own list of faults, which a mirror may not have: the workflow runs it."""
    assert MAKEFILE.count("\naudit:") == 1
    assert AUDIT in MAKEFILE
    assert not re.search(SILENCED, MAKEFILE, re.MULTILINE)


def test_every_action_is_pinned_to_a_commit(workflow: dict[Any, Any]) -> None:
    used = {step["uses"] for step in steps(workflow) if "uses" in step}
    assert {action.partition("@")[0] for action in used} == ACTIONS
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)] == []
