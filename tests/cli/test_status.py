"""What status makes of what it finds."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.cli.conftest import Deployed

from broadsheet_cli.operating.inventory import is_upload, standing, unanswered
from broadsheet_cli.operating.sweeps import last_sweep
from broadsheet_cli.operating.telling import ago, length

KEY = "articles/world/harbour.md"


def status(site: Deployed, *arguments: object) -> tuple[int, dict[str, Any]]:
    result = site.run("status", "--json", *arguments)
    return result.exit_code, json.loads(result.output)


def open_keys(site: Deployed) -> list[str]:
    return [item.key for item in unanswered(site.target, standing(site.target))]


def test_an_answered_site_without_dead_letters_is_well(deployed: Deployed) -> None:
    deployed.answer(KEY, deployed.upload(KEY))

    result = deployed.run("status")

    assert result.exit_code == 0, result.output
    assert "Every upload is answered." in result.output
    assert "Last sweep: never" in result.output
    assert "All is well." in result.output


def test_a_dead_letter_is_counted_and_fails(deployed: Deployed) -> None:
    deployed.send(deployed.target.dead_letters["changes"], {})

    code, found = status(deployed)

    assert (code, found["well"], found["dead_letters"]["changes"]["visible"]) == (1, False, 1)
    assert "1 dead letter: `broadsheet redrive` tries again" in deployed.run("status").output


def test_messages_are_told_by_what_they_wait_for(deployed: Deployed) -> None:
    pages = deployed.target.queues["pages"]
    for _ in range(3):
        deployed.send(pages, {"pages": ["front"]})
    deployed.target.sqs.receive_message(QueueUrl=pages)

    code, found = status(deployed)

    assert code == 0
    assert found["queues"]["pages"] == {"visible": 2, "in_flight": 1, "delayed": 0, "oldest_seconds": None}


def test_an_age_that_nobody_knows_is_not_invented(deployed: Deployed) -> None:
    deployed.send(deployed.target.queues["pages"], {"pages": ["front"]})

    assert "not known" in deployed.run("status").output


def test_an_upload_that_waits_too_long_fails(deployed: Deployed) -> None:
    deployed.upload(KEY)

    patient, found = status(deployed)
    impatient, _ = status(deployed, "--patience", 0)

    assert (patient, impatient) == (0, 1)
    assert "At work, and nothing is late." in deployed.run("status").output
    assert found["unanswered"]["oldest"]["key"] == KEY
    assert found["unanswered"] | {"oldest": None} == {"count": 1, "late": 0, "oldest": None}


def test_a_late_answer_to_the_version_before_is_no_answer(deployed: Deployed) -> None:
    first = deployed.upload(KEY, b"one")
    deployed.upload(KEY, b"two")
    deployed.answer(KEY, first)

    assert open_keys(deployed) == [KEY]


def test_the_same_bytes_again_need_no_other_answer(deployed: Deployed) -> None:
    deployed.answer(KEY, deployed.upload(KEY, b"one"))
    time.sleep(1.1)  # S3 tells seconds only
    deployed.upload(KEY, b"one")

    assert open_keys(deployed) == []


def test_the_one_that_waits_longest_comes_first(deployed: Deployed) -> None:
    deployed.upload("site.toml")
    time.sleep(1.1)  # S3 tells seconds only
    deployed.upload(KEY)

    assert open_keys(deployed) == ["site.toml", KEY]


def test_a_deletion_is_answered_by_a_receipt_without_an_etag(deployed: Deployed) -> None:
    deployed.answer(KEY, deployed.upload(KEY))
    deployed.delete(KEY)
    before = open_keys(deployed)
    deployed.answer(KEY, None)

    assert (before, open_keys(deployed)) == ([KEY], [])


def test_a_receipt_for_a_file_of_which_nothing_is_left_is_noticed(deployed: Deployed) -> None:
    deployed.answer(KEY, deployed.upload(KEY))
    s3, bucket = deployed.target.s3, deployed.target.bucket
    version = s3.head_object(Bucket=bucket, Key=KEY)["VersionId"]
    s3.delete_object(Bucket=bucket, Key=KEY, VersionId=version)

    code, found = status(deployed)

    assert code == 1
    assert found["unanswered"]["oldest"] == {"key": KEY, "deleted": True, "since": None, "seconds": None}


def test_a_receipt_that_is_not_json_is_no_answer(deployed: Deployed) -> None:
    deployed.upload(KEY)
    deployed.upload(KEY)
    deployed.upload(f"receipts/{KEY}.json", b"{")

    assert open_keys(deployed) == [KEY]


@pytest.mark.parametrize(
    ("key", "answered"),
    [
        ("articles/world/a.md", True),
        ("articles/.DS_Store", False),
        ("images/a.jpg", True),
        ("images/", False),
        ("site.toml", True),
        ("site.toml.bak", False),
        ("notes.txt", False),
    ],
)
def test_only_what_is_an_upload_is_waited_for(key: str, *, answered: bool) -> None:
    assert is_upload(key) is answered


def test_the_last_sweep_is_told_with_what_it_did(deployed: Deployed) -> None:
    did = {"articles": 3, "pages": 20, "repairs": 1}
    doc = {"finished": "2026-11-23T12:00:00Z", "started": "2026-11-23T11:55:00Z", "last": did, "stage": ""}
    deployed.target.dynamodb.put_item(
        TableName="catalogue",
        Item={"pk": {"S": "SWEEP"}, "sk": {"S": "SWEEP"}, "doc": {"S": json.dumps(doc)}},
    )

    found = status(deployed)[1]["last_sweep"]

    assert found == did | {"finished": doc["finished"], "started": doc["started"], "suspects": 0}
    assert " ago (3 articles, 20 pages, 1 repair)" in deployed.run("status").output


@pytest.mark.parametrize("doc", ["", "{", "[]", '{"finished": "soon"}', '{"busy": "2026-11-23T08:40:46Z"}'])
def test_a_row_that_does_not_say_when_is_no_sweep(doc: str) -> None:
    assert last_sweep({"doc": doc} if doc else {}) is None


def test_the_first_sweep_is_told_while_it_is_under_way() -> None:
    found = last_sweep({"doc": '{"started": "2026-11-23T11:55:00Z", "stage": "images/"}'})

    assert found is not None
    assert found.tell(datetime(2026, 11, 23, 12, tzinfo=UTC)) == "the first one began 5 min ago"


def test_a_stack_that_there_is_not_is_named(deployed: Deployed) -> None:
    result = deployed.run("status", stack="nowhere")

    assert result.exit_code == 1
    assert "the stack nowhere cannot be read" in result.output


def test_somebody_elses_stack_is_not_taken_for_a_site(
    deployed: Deployed, stacks: dict[str, dict[str, str]]
) -> None:
    stacks["shop"] = {}

    result = deployed.run("status", stack="shop")

    assert result.exit_code == 1
    assert "the stack shop has no output" in result.output


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (7300, "2 h"), (200_000, "2 d")]
)
def test_lengths_of_time_are_told_in_their_largest_unit(seconds: float, words: str) -> None:
    assert length(seconds) == words


def test_nothing_is_in_the_future() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)

    assert ago(now + timedelta(seconds=3), now) == "0 s ago"
