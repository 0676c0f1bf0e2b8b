"""What is chosen for every function, and what it is given."""

from __future__ import annotations

import ast

import pytest
from tests.template.parsed import FUNCTIONS, PROJECT, deployed, logical_name, of_type, resources


def test_the_functions_are_these() -> None:
    assert sorted(name for name, _ in of_type("AWS::Lambda::Function")) == sorted(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_logs_to_a_group_of_its_own_that_forgets(function: str) -> None:
    group = logical_name(deployed()[function]["Properties"]["LoggingConfig"]["LogGroup"])
    assert group == function.replace("Function", "Logs")
    assert deployed()[group]["Properties"]["RetentionInDays"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_handler_is_there(function: str) -> None:
    module, _, attribute = deployed()[function]["Properties"]["Handler"].partition(".")
    tree = ast.parse((PROJECT / "functions" / f"{module}.py").read_text("utf-8"))
    assert attribute in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_built_by_the_makefile_that_takes_modules_only(function: str) -> None:
    """SAM's own build would take whatever lies in the folder."""
    makefile = (PROJECT / "functions" / "Makefile").read_text("utf-8")
    assert resources()[function]["Metadata"]["BuildMethod"] == "makefile"
    assert function.removesuffix("Function") in makefile.split("FUNCTIONS :=")[1].splitlines()[0].split()


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("choice", ["MemorySize", "Timeout", "Concurrency"])
def test_what_was_chosen_for_a_function_has_its_reason(function: str, choice: str) -> None:
    assert len(resources()[function]["Metadata"]["Reasons"][choice]) > 40
    assert choice == "Concurrency" or resources()[function]["Properties"][choice]


def test_no_function_takes_more_than_was_chosen_at_a_time() -> None:
    """By its mapping, by the rate of its API, or because ticks are a minute apart."""
    limited = {
        logical_name(m["FunctionName"])
        for _, m in of_type("AWS::Lambda::EventSourceMapping")
        if m.get("ScalingConfig", {}).get("MaximumConcurrency") or m.get("ParallelizationFactor") == 1
    }
    assert resources()["ClockFunction"]["Properties"]["Timeout"] < 60
    assert limited | {"CommentsFunction", "ClockFunction"} == set(FUNCTIONS)


def test_a_flood_of_comments_is_as_large_as_its_reason_says() -> None:
    """A throttle limits how many begin, not how many are under way: that hangs on how long each takes."""
    [(_, stage)] = of_type("AWS::ApiGatewayV2::Stage")
    function, throttle = resources()["CommentsFunction"], stage["DefaultRouteSettings"]
    rate, burst = throttle["ThrottlingRateLimit"], throttle["ThrottlingBurstLimit"]
    reason = function["Metadata"]["Reasons"]["Concurrency"]
    assert (rate, burst) == (50, 100)
    assert f"{rate} requests a second" in reason
    assert f"{burst} at once" in reason
    assert f"there would be {rate * function['Properties']['Timeout']}," in reason
