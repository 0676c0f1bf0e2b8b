"""How functions are woken by queues and streams."""

from __future__ import annotations

from tests.template.parsed import deployed, logical_name, of_type


def test_every_mapping_reports_partial_failures() -> None:
    for name, mapping in of_type("AWS::Lambda::EventSourceMapping"):
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name


def test_every_stream_gives_up_in_the_end_and_says_so() -> None:
    streams = [m for _, m in of_type("AWS::Lambda::EventSourceMapping") if "StartingPosition" in m]
    assert len(streams) == 2
    for mapping in streams:
        assert mapping["BisectBatchOnFunctionError"]
        assert mapping["MaximumRetryAttempts"] > 0
        assert mapping["DestinationConfig"]["OnFailure"]["Destination"]


def test_a_message_is_invisible_for_six_timeouts_and_the_window() -> None:
    queues = [m for _, m in of_type("AWS::Lambda::EventSourceMapping") if "StartingPosition" not in m]
    assert len(queues) == 3
    for mapping in queues:
        queue = deployed()[logical_name(mapping["EventSourceArn"])]["Properties"]
        function = deployed()[logical_name(mapping["FunctionName"])]["Properties"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queue["VisibilityTimeout"] >= 6 * function["Timeout"] + window
