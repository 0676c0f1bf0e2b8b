"""What could not be handled is kept, apart from what another queue could not."""

from __future__ import annotations

from tests.template.parsed import logical_name, of_type

BOXES = {
    "UploadsQueue": "UploadsDeadLetters",
    "ImagesQueue": "ImagesDeadLetters",
    "PagesQueue": "PagesDeadLetters",
}
OF_STREAMS = "ChangesDeadLetters"
QUEUES = dict(of_type("AWS::SQS::Queue"))


def test_every_queue_has_a_box_of_its_own_for_what_failed() -> None:
    redriven = {name: q["RedrivePolicy"] for name, q in QUEUES.items() if "RedrivePolicy" in q}
    assert {name: logical_name(p["deadLetterTargetArn"]) for name, p in redriven.items()} == BOXES
    assert set(QUEUES) == {*BOXES, *BOXES.values(), OF_STREAMS}
    assert all(policy["maxReceiveCount"] >= 5 for policy in redriven.values())


def test_streams_have_a_box_of_their_own() -> None:
    boxes = [
        mapping["DestinationConfig"]["OnFailure"]["Destination"]
        for _, mapping in of_type("AWS::Lambda::EventSourceMapping")
        if "DestinationConfig" in mapping
    ]
    assert boxes == [{"Fn::GetAtt": [OF_STREAMS, "Arn"]}] * 2


def test_a_dead_letter_is_kept_for_two_weeks_and_longer_than_in_its_queue() -> None:
    for box in (*BOXES.values(), OF_STREAMS):
        assert QUEUES[box]["MessageRetentionPeriod"] == 14 * 86400, box
    assert all(QUEUES[queue]["MessageRetentionPeriod"] < 14 * 86400 for queue in BOXES)


def test_messages_are_encrypted() -> None:
    assert all(queue["SqsManagedSseEnabled"] for queue in QUEUES.values())
