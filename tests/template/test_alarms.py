"""What is stuck is kept, and somebody hears of it."""

from __future__ import annotations

from tests.template.parsed import PROJECT, deployed, logical_name, of_type

from broadsheet.telemetry import NAMESPACE


def watched(metric: str) -> set[str]:
    """What has an alarm on this metric."""
    alarms = [a for _, a in of_type("AWS::CloudWatch::Alarm") if a["MetricName"] == metric]
    return {logical_name(dimension["Value"]) for alarm in alarms for dimension in alarm["Dimensions"]}


def test_streams_and_the_api_have_alarms_too() -> None:
    assert watched("IteratorAge") == {"InvalidateFunction"}
    assert watched("5xx") == {"CommentsApi"}


def test_every_queue_has_dead_letters_that_keep_longer_and_an_alarm() -> None:
    queues = dict(of_type("AWS::SQS::Queue"))
    letter_boxes = {name for name in queues if name.endswith("DeadLetters")}
    assert watched("ApproximateNumberOfMessagesVisible") == letter_boxes
    assert watched("ApproximateAgeOfOldestMessage") == set(queues) - letter_boxes
    for name, queue in queues.items():
        assert queue["SqsManagedSseEnabled"], name
        if name not in letter_boxes:
            letters = queues[logical_name(queue["RedrivePolicy"]["deadLetterTargetArn"])]
            assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5
            assert letters["MessageRetentionPeriod"] == 14 * 86400 > queue["MessageRetentionPeriod"]


def test_every_alarm_is_told_to_whoever_asked_for_it() -> None:
    for name, alarm in of_type("AWS::CloudWatch::Alarm"):
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}], name


def test_one_repair_by_the_sweep_is_an_alarm_on_the_metric_that_the_clock_writes() -> None:
    alarm = deployed()["SweepAlarm"]["Properties"]
    clock = deployed()["ClockFunction"]["Properties"]["Environment"]["Variables"]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["Namespace"] == NAMESPACE
    assert alarm["Dimensions"] == [
        {"Name": "stack", "Value": clock["STACK_NAME"]},
        {"Name": "service", "Value": "clock"},
    ]
    assert f'"{alarm["MetricName"]}"' in (PROJECT / "functions" / "clock.py").read_text("utf-8")
