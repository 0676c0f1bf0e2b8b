"""What is bent so that ministack takes the template, and runs it as it is meant."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sqs

from broadsheet_cli.local.gaps import functions, queues, scanning
from broadsheet_cli.local.gaps.template import expand_api_bodies
from broadsheet_cli.local.packaging import layer_package
from broadsheet_cli.local.stack import PROJECT
from broadsheet_cli.local.translation import translate


def test_every_path_of_the_api_becomes_a_route_to_its_function() -> None:
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    resources = expand_api_bodies(deployable.template)["Resources"]
    routes = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::ApiGatewayV2::Route"]
    assert [route["RouteKey"] for route in routes] == ["POST /api/articles/{id}/comments"]
    integration = routes[0]["Target"]["Fn::Sub"].removeprefix("integrations/${").removesuffix("}")
    assert "CommentsFunction" in str(resources[integration]["Properties"]["IntegrationUri"])


def test_nothing_local_is_left_in_the_template() -> None:
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    keys = {package.key for package in deployable.packages}
    functions = [r for r in deployable.template["Resources"].values() if r["Type"] == "AWS::Lambda::Function"]
    assert {function["Properties"]["Code"]["S3Key"] for function in functions} <= keys


@pytest.mark.parametrize("sk", ["", "a", "a#1", "a#2", "b", "é", "日本"])
@pytest.mark.parametrize("pk", ["P", "Q"])
@pytest.mark.parametrize(
    "expression",
    ["pk = :pk", "pk = :pk AND begins_with(sk, :prefix)", "pk = :pk AND sk BETWEEN :low AND :high"],
)
def test_a_row_is_found_as_ministack_finds_it(expression: str, pk: str, sk: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}}
    given = {":pk": "P", ":prefix": "a#", ":low": "a#1", ":high": "é"}
    values = {name: {"S": value} for name, value in given.items() if name in expression}

    found = scanning.evaluated(expression, item, values, {}, slot=scanning.QUERY)

    assert found == scanning._evaluate(expression, item, values, {}, slot=scanning.QUERY)


def test_equal_code_is_an_equal_package() -> None:
    assert layer_package(PROJECT / "layers/core") == layer_package(PROJECT / "layers/core")


def test_a_process_that_dies_in_its_start_is_an_error_of_its_own_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dying(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Worker process exited immediately")

    monkeypatch.setattr(lambda_runtime.Worker, "invoke", dying)
    functions.a_process_dies_alone()
    answer = lambda_runtime.Worker("f", {}, b"").invoke({}, "request")
    assert answer == {"status": "error", "error": "Worker process exited immediately"}


def queue(name: str, *seconds_ago: float) -> dict[str, Any]:
    messages = [{"visible_at": time.time() - seconds} for seconds in seconds_ago]
    return {"name": f"broadsheet-{name}-1a2b", "messages": messages}


@pytest.mark.parametrize(
    ("name", "seconds_ago", "gathering"),
    [
        ("UploadsQueue", [], False),
        ("UploadsQueue", [-5], False),  # they are being taken in
        ("UploadsDeadLetters", [60], False),
        ("UploadsQueue", [0.1], True),
    ],
    ids=["no upload", "none that waits", "a dead one", "one that waits"],
)
def test_pages_are_gathered_for_longer_while_uploads_wait(
    name: str, seconds_ago: list[float], gathering: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqs._queues, "_data", {"u": queue(name, *seconds_ago)})
    pages = queue("PagesQueue", 1.0, 0.5)
    assert queues._still_gathering(pages, 50) == gathering
    assert not queues._still_gathering(pages, 2)
    assert not queues._still_gathering(queue("PagesQueue", queues.BUSY_WINDOW + 1), 50)


def test_callers_wait_for_a_process_and_no_function_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most, counting = {"a": 0, "b": 0}, {"a": 0, "b": 0}, threading.Lock()

    def execute(function: dict[str, Any]) -> None:
        name = function["config"]["FunctionName"]
        with counting:
            at_work[name] += 1
            most[name] = max(most[name], at_work[name])
        time.sleep(0.02)
        with counting:
            at_work[name] -= 1

    monkeypatch.setattr(lambda_svc, "_execute_function_warm", execute)
    functions.callers_wait_for_a_process()
    calls = [{"config": {"FunctionName": name}} for name in "abababababab"]
    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(lambda_svc._execute_function_warm, calls))
    assert most == {"a": functions.PROCESSES, "b": functions.PROCESSES}
