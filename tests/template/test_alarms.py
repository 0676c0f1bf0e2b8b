"""What is stuck is kept, and somebody hears of it in time."""

from __future__ import annotations

from typing import Any

import pytest
from tests.template.parsed import PROJECT, deployed, logical_name, of_type

from broadsheet.telemetry import NAMESPACE

# What is counted, how, and the figure from which on it must be told.
RINGS_FROM = {
    "ApproximateNumberOfMessagesVisible": ("Maximum", 1),
    "ApproximateAgeOfOldestMessage": ("Maximum", 601),  # seconds
    "IteratorAge": ("Maximum", 600_001),  # milliseconds
    "5xx": ("Sum", 6),
    "Errors": ("Sum", 3),
    "SweepRepairs": ("Sum", 1),
}
# What each service calls the thing that it measures.
NAMES = {"AWS/SQS": "QueueName", "AWS/Lambda": "FunctionName", "AWS/ApiGateway": "ApiId"}
LONGEST_LOOK = 300  # seconds
ALARMS = dict(of_type("AWS::CloudWatch::Alarm"))


def watched(metric: str) -> set[str]:
    """What has an alarm on this metric."""
    alarms = [alarm for alarm in ALARMS.values() if alarm["MetricName"] == metric]
    return {logical_name(dimension["Value"]) for alarm in alarms for dimension in alarm["Dimensions"]}


def test_streams_the_api_and_the_clock_have_alarms_too() -> None:
    assert watched("IteratorAge") == {"InvalidateFunction"}
    assert watched("5xx") == {"CommentsApi"}
    assert watched("Errors") == {"ClockFunction"}


def test_every_queue_has_an_alarm() -> None:
    queues = {name for name, _ in of_type("AWS::SQS::Queue")}
    letter_boxes = {name for name in queues if name.endswith("DeadLetters")}
    assert watched("ApproximateNumberOfMessagesVisible") == letter_boxes
    assert watched("ApproximateAgeOfOldestMessage") == queues - letter_boxes


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_rings_in_time_and_not_for_nothing(name: str) -> None:
    alarm = ALARMS[name]
    statistic, latest = RINGS_FROM[alarm["MetricName"]]
    assert alarm["Statistic"] == statistic
    assert 1 <= rings_from(alarm) <= latest
    assert 0 < alarm["Period"] * alarm["EvaluationPeriods"] <= LONGEST_LOOK
    assert alarm["TreatMissingData"] == "notBreaching"


def rings_from(alarm: dict[str, Any]) -> int:
    """The lowest whole figure that is told."""
    above = {"GreaterThanThreshold": 1, "GreaterThanOrEqualToThreshold": 0}
    return int(alarm["Threshold"]) + above[alarm["ComparisonOperator"]]


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_told_to_whoever_asked_for_it_in_every_stack(name: str) -> None:
    assert ALARMS[name]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert ALARMS[name].get("ActionsEnabled", True) is True
    assert "Condition" not in deployed()[name]
    assert {"DatapointsToAlarm", "Unit"}.isdisjoint(ALARMS[name])


def test_whoever_gave_an_address_is_mailed() -> None:
    [(name, subscription)] = of_type("AWS::SNS::Subscription")
    assert subscription == {
        "TopicArn": {"Ref": "AlarmTopic"},
        "Protocol": "email",
        "Endpoint": {"Ref": "AlarmEmail"},
    }
    assert deployed()[name]["Condition"] == "HasAlarmEmail"


def test_one_repair_by_the_sweep_is_an_alarm_on_the_metric_that_the_clock_writes() -> None:
    alarm = ALARMS["SweepAlarm"]
    clock = deployed()["ClockFunction"]["Properties"]["Environment"]["Variables"]
    assert alarm["Namespace"] == NAMESPACE
    assert alarm["Dimensions"] == [
        {"Name": "stack", "Value": clock["STACK_NAME"]},
        {"Name": "service", "Value": "clock"},
    ]
    assert f'"{alarm["MetricName"]}"' in (PROJECT / "functions" / "clock.py").read_text("utf-8")


@pytest.mark.parametrize("name", sorted({*ALARMS} - {"SweepAlarm"}))
def test_an_alarm_names_one_thing_as_its_service_does(name: str) -> None:
    """A dimension that the service does not write is one that never rings."""
    [dimension] = ALARMS[name]["Dimensions"]
    assert dimension["Name"] == NAMES[ALARMS[name]["Namespace"]]
    assert dimension["Value"] == meant(dimension["Name"], logical_name(dimension["Value"]))


def meant(dimension: str, thing: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [thing, "QueueName"]} if dimension == "QueueName" else {"Ref": thing}
