"""What functions are told by their environment: all that they read, and nothing else."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from functools import cache

import pytest
from tests.template.parsed import FUNCTIONS, PROJECT, deployed

from broadsheet import wiring
from broadsheet.settings import Settings
from broadsheet.telemetry import NAMESPACE


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_the_settings_that_it_reads_and_no_others(function: str) -> None:
    variables = deployed()[function]["Properties"]["Environment"]["Variables"]
    given = {name for name in variables if not name.startswith("POWERTOOLS_")}
    assert given == settings_read_by(deployed()[function]["Properties"]["Handler"].partition(".")[0])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_powertools_is_told_three_things_and_never_to_log_what_readers_sent(function: str) -> None:
    variables = deployed()[function]["Properties"]["Environment"]["Variables"]
    told = {name: value for name, value in variables.items() if name.startswith("POWERTOOLS_")}
    assert told == {
        "POWERTOOLS_LOG_LEVEL": {"Ref": "LogLevel"},
        "POWERTOOLS_METRICS_NAMESPACE": NAMESPACE,
        "POWERTOOLS_SERVICE_NAME": function.removesuffix("Function").lower(),
    }


def settings_read_by(module: str) -> set[str]:
    """Those that the services demand which it asks for, those that it asks for itself, and telemetry's."""
    tree = ast.parse((PROJECT / "functions" / f"{module}.py").read_text("utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    known = {field.name for field in fields(Settings)}
    read = {"stack_name", *(attributes & known), *demanded_in(tree)}
    return {name.upper() for name in read.union(*(services()[name] for name in attributes & set(services())))}


@cache
def services() -> dict[str, set[str]]:
    """Every service that functions may ask for, with the settings that it demands."""
    tree = ast.parse(inspect.getsource(wiring))
    [house] = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Services"]
    return {node.name: demanded_in(node) for node in house.body if isinstance(node, ast.FunctionDef)}


def demanded_in(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    demands = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "demand"]
    return {str(a.value) for call in demands for a in call.args if isinstance(a, ast.Constant)}


def test_every_setting_is_given_to_some_function() -> None:
    given = {n for f in FUNCTIONS for n in deployed()[f]["Properties"]["Environment"]["Variables"]}
    assert {field.name.upper() for field in fields(Settings)} <= given


def test_the_sweep_expects_pages_as_render_prints_them() -> None:
    urls = [
        deployed()[f]["Properties"]["Environment"]["Variables"]["SITE_URL"]
        for f in FUNCTIONS
        if f in ("ClockFunction", "RenderFunction")
    ]
    assert urls[0] == urls[1]
