"""What each function loads in a cold start: nothing heavy creeps in unseen."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What botocore and Powertools bring along, with our own.
ALWAYS = set(
    "aws_lambda_powertools botocore broadsheet dateutil jmespath six typing_extensions "
    "urllib3 anyascii certifi cython_runtime zoneinfo".split()
)
READING = {"pyromark", "nh3"}
MAY_LOAD = {
    "ingest": READING,
    "media": {"PIL", "defusedxml"},
    "invalidate": set(),
    "render": READING,
    "comments": set(),
    "clock": set(),
}
# Loaded by the first call that needs it, if any does.
LATER = {"jinja2", "markupsafe", "yaml", "broadsheet.formats.site_toml", "broadsheet.formats.tomlblock"}
# Of our own, what is another function's matter; one of comments' answers is a page.
OTHERS = {
    "ingest": {"broadsheet.rendering", "broadsheet.imaging"},
    "media": {"broadsheet.formats", "broadsheet.rendering"},
    "invalidate": {
        "broadsheet.formats",
        "broadsheet.rendering",
        "broadsheet.imaging",
        "broadsheet.domain.article",
    },
    "render": {"broadsheet.imaging"},
    "comments": {
        "broadsheet.publishing",
        "broadsheet.formats",
        "broadsheet.rendering",
        "broadsheet.domain.article",
    },
    "clock": {
        "broadsheet.formats",
        "broadsheet.imaging",
        "broadsheet.publishing.editions",
        "broadsheet.publishing.ingesting",
    },
}
PRINT = """
import importlib, sys
begun = set(sys.modules)  # what the system adds to every start is none of ours
importlib.import_module(sys.argv[1])
print(*sys.modules.keys() - begun)
"""

COUNT = """
import gc, importlib, sys
looks = []
gc.callbacks.append(lambda phase, info: looks.append(phase) if "broadsheet.loading" in sys.modules else None)
importlib.import_module(sys.argv[1])
print(len(looks), gc.isenabled(), gc.get_freeze_count() > 10_000)
"""


@cache
def modules(name: str) -> frozenset[str]:
    return frozenset(answer(PRINT, name).split())


def answer(program: str, name: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, name],
        cwd=ROOT / "functions",
        env={"PYTHONPATH": str(ROOT / "functions"), "AWS_DEFAULT_REGION": "eu-west-1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def loaded(name: str) -> set[str]:
    packages = {module.partition(".")[0] for module in modules(name)} - sys.stdlib_module_names
    return {package for package in packages if not package.startswith("_")}


def test_every_function_has_its_list() -> None:
    assert MAY_LOAD.keys() == {file.stem for file in (ROOT / "functions").glob("*.py")}


@pytest.mark.parametrize("name", MAY_LOAD)
def test_a_function_loads_what_it_needs_and_nothing_else(name: str) -> None:
    assert loaded(name) - ALWAYS - {name} == MAY_LOAD[name]


@pytest.mark.parametrize("name", MAY_LOAD)
def test_nobody_looks_for_garbage_while_a_function_is_loaded_and_never_among_what_has_been(name: str) -> None:
    assert answer(COUNT, name).split() == ["0", "True", "True"]


@pytest.mark.parametrize("name", MAY_LOAD)
def test_what_few_calls_need_is_loaded_by_them(name: str) -> None:
    assert not modules(name) & LATER


@pytest.mark.parametrize("name", MAY_LOAD)
def test_a_function_loads_none_of_our_own_that_it_does_not_run(name: str) -> None:
    assert not modules(name) & OTHERS[name]
