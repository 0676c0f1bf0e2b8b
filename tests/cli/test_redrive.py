"""Dead letters go back to where they came from, and none is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.cli.conftest import Deployed

from broadsheet.adapters.memory.messages import MemoryQueue
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Put
from broadsheet.publishing.invalidating import Invalidate
from broadsheet_cli.operating.letters import DeadLetters, Outcome, Unmoved, revived_pages, revived_upload
from broadsheet_cli.operating.streams import StreamLetters

S3_EVENT = {"Records": [{"s3": {"object": {"key": "articles/my+news/a%2Bb.md"}}}]}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """moto needs no long look to see all that there is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("broadsheet_cli.operating.letters.LOOK", 0)


def test_an_upload_goes_back_to_have_all_that_follows_worked_out_again(deployed: Deployed) -> None:
    deployed.send(deployed.target.dead_letters["uploads"], S3_EVENT)
    deployed.send(deployed.target.dead_letters["images"], {"keys": ["images/a.jpg"]})

    result = deployed.run("redrive")

    assert result.exit_code == 0, result.output
    assert "uploads: 1 dead letter moved" in result.output
    queues = deployed.target.queues
    assert deployed.messages(queues["uploads"]) == [{"keys": ["articles/my news/a+b.md"], "again": True}]
    assert deployed.messages(queues["images"]) == [{"keys": ["images/a.jpg"], "again": True}]
    assert deployed.messages(deployed.target.dead_letters["uploads"]) == []


def test_pages_go_back_as_changed_with_the_answer_that_waits_for_them(deployed: Deployed) -> None:
    letter = {"pages": ["front"], "receipt": "articles/a.md", "rev": 3}
    deployed.send(deployed.target.dead_letters["pages"], letter)

    deployed.run("redrive")

    assert deployed.messages(deployed.target.queues["pages"]) == [letter | {"change": True}]


def test_what_cannot_be_read_stays_and_holds_up_nothing(deployed: Deployed) -> None:
    letters = deployed.target.dead_letters["uploads"]
    for body in ("garbage", {"no": "keys"}, S3_EVENT):
        deployed.send(letters, body)

    result = deployed.run("redrive", "--queue", "uploads")

    assert result.exit_code == 1
    assert "uploads: 1 dead letter moved" in result.output
    assert "1 letter left: it cannot be read" in result.output
    assert "1 letter left: it names no upload" in result.output
    assert {str(body) for body in deployed.messages(letters)} == {"garbage", "{'no': 'keys'}"}


def kept(folder: Path) -> list[dict[str, Any]]:
    [file] = folder.glob("dead-letters-*.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_what_stays_is_written_down_with_the_reason(deployed: Deployed, tmp_path: Path) -> None:
    deployed.send(deployed.target.dead_letters["uploads"], "garbage")
    deployed.send(deployed.target.dead_letters["pages"], {"no": "pages"})

    result = deployed.run("redrive", "--aside", str(tmp_path))

    assert result.exit_code == 1
    assert [(letter["queue"], letter["body"]) for letter in kept(tmp_path)] == [
        ("uploads", "garbage"),
        ("pages", '{"no": "pages"}'),
    ]
    assert all(letter["reason"] == "it cannot be read" and letter["sent"] for letter in kept(tmp_path))
    assert str(next(tmp_path.iterdir())) in result.output
    assert "2 letters stayed. When dealt with: `broadsheet redrive --discard`." in result.output


def test_what_is_discarded_is_in_the_file_and_nowhere_else(deployed: Deployed, tmp_path: Path) -> None:
    letters = deployed.target.dead_letters["uploads"]
    for body in ("garbage", S3_EVENT):
        deployed.send(letters, body)

    result = deployed.run("redrive", "--discard", "--aside", str(tmp_path))

    assert result.exit_code == 0, result.output
    assert "1 letter deleted: it cannot be read" in result.output
    assert deployed.messages(letters) == []
    assert [letter["body"] for letter in kept(tmp_path)] == ["garbage"]


def test_nothing_is_discarded_that_cannot_be_written_down(deployed: Deployed, tmp_path: Path) -> None:
    letters = deployed.target.dead_letters["uploads"]
    deployed.send(letters, "garbage")

    result = deployed.run("redrive", "--discard", "--aside", str(tmp_path / "nowhere"))

    assert result.exit_code == 2
    assert deployed.messages(letters) == ["garbage"]


def test_only_the_queue_that_is_named_is_touched(deployed: Deployed) -> None:
    deployed.send(deployed.target.dead_letters["uploads"], S3_EVENT)

    deployed.run("redrive", "--queue", "pages")

    assert deployed.messages(deployed.target.dead_letters["uploads"]) == [S3_EVENT]


def test_more_letters_than_one_batch_are_all_moved(deployed: Deployed) -> None:
    for number in range(23):
        deployed.send(deployed.target.dead_letters["uploads"], {"keys": [f"articles/{number}.md"]})

    result = deployed.run("redrive", "--queue", "uploads")

    assert "uploads: 23 dead letters moved" in result.output


def test_a_letter_whose_message_was_not_taken_is_kept(deployed: Deployed) -> None:
    url = deployed.target.dead_letters["pages"]
    deployed.send(url, {"pages": ["front"]})

    def refusing(messages: object) -> None:
        raise StoreUnavailable("not taken")

    letters = DeadLetters(deployed.target.sqs, url, revived_pages, refusing)
    with pytest.raises(StoreUnavailable):
        list(letters.redrive(Outcome()))

    assert deployed.messages(url) == [{"pages": ["front"]}]


def test_a_letter_with_a_name_that_no_page_has_can_be_discarded(deployed: Deployed, tmp_path: Path) -> None:
    letters = deployed.target.dead_letters["pages"]
    for names in (["front", "../../x"], ["front"]):
        deployed.send(letters, {"pages": names})

    result = deployed.run("redrive", "--discard", "--aside", str(tmp_path))

    assert result.exit_code == 0, result.output
    assert "1 letter deleted: no page is called '../../x'" in result.output
    assert deployed.messages(deployed.target.queues["pages"]) == [{"pages": ["front"], "change": True}]
    assert [letter["body"] for letter in kept(tmp_path)] == ['{"pages": ["front", "../../x"]}']


@pytest.mark.parametrize("body", ["", "[]", "3", '{"pages": 3}', '{"pages": null}', '{"other": 1}'])
def test_a_letter_that_names_no_pages_is_not_moved(body: str) -> None:
    with pytest.raises(Unmoved):
        revived_pages(body)


@pytest.mark.parametrize(
    "body", ["", "[]", "3", '{"keys": 3}', '{"Records": [{}]}', '{"Event": "s3:TestEvent"}']
)
def test_a_letter_that_names_no_upload_is_not_moved(body: str) -> None:
    with pytest.raises(Unmoved):
        revived_upload(body)


class Streams:
    """A shard of a stream that still has the records from `trimmed` on, two to a page."""

    def __init__(self, records: list[dict[str, Any]], trimmed: int = 0) -> None:
        self._records = records
        self._trimmed = trimmed

    def get_shard_iterator(self, *, SequenceNumber: str, **_: str) -> dict[str, str]:  # noqa: N803
        if int(SequenceNumber) < self._trimmed:
            answer = {"Error": {"Code": "TrimmedDataAccessException", "Message": "gone"}}
            raise ClientError(answer, "GetShardIterator")  # type: ignore[arg-type]
        return {"ShardIterator": SequenceNumber}

    def get_records(self, *, ShardIterator: str) -> dict[str, Any]:  # noqa: N803
        found = [record for record in self._records if _number(record) >= int(ShardIterator)][:2]
        return {"Records": found, "NextShardIterator": str(int(ShardIterator) + 2)}


def _number(record: dict[str, Any]) -> int:
    return int(record["dynamodb"]["SequenceNumber"])


def record(number: int, pk: str, sk: str, **attributes: str) -> dict[str, Any]:
    keys = {"pk": {"S": pk}, "sk": {"S": sk}}
    image = keys | {name: {"S": value} for name, value in attributes.items()}
    return {"dynamodb": {"Keys": keys, "NewImage": image, "SequenceNumber": str(number)}}


def letter(first: int, last: int) -> str:
    place = {"streamArn": "arn", "shardId": "shard", "startSequenceNumber": str(first)}
    return json.dumps({"DDBStreamBatchInfo": place | {"endSequenceNumber": str(last)}})


RECORDS = [record(number, f"RELATED#{number}", "SHOW#1#x#own") for number in range(10, 20)]


def desk(streams: Streams) -> tuple[StreamLetters, MemoryQueue]:
    pages = MemoryQueue()
    return StreamLetters(streams, Invalidate(MemoryTable(), pages, MemoryQueue())), pages


def test_changes_are_fetched_from_the_stream_and_announced() -> None:
    letters, pages = desk(Streams(RECORDS))

    assert letters.revive(letter(12, 16)) == []

    assert [name for message in pages.messages for name in message["pages"]] == [
        f"article/{number}" for number in range(12, 17)
    ]


def test_changes_that_the_stream_has_let_go_of_are_left_to_a_rebuild() -> None:
    letters, pages = desk(Streams(RECORDS, trimmed=13))

    with pytest.raises(Unmoved, match="broadsheet rebuild"):
        letters.revive(letter(12, 16))
    assert list(pages.messages) == []


def test_half_of_what_failed_is_not_taken_for_the_whole() -> None:
    letters, pages = desk(Streams(RECORDS[:5]))

    with pytest.raises(Unmoved, match="broadsheet rebuild"):
        letters.revive(letter(12, 16))
    assert list(pages.messages) == []


def test_changes_that_are_still_poison_stay_with_the_reason() -> None:
    letters, _ = desk(Streams([record(12, "ARTICLE#x", "ARTICLE", doc="{")]))

    with pytest.raises(Unmoved, match="cannot be announced"):
        letters.revive(letter(12, 12))


@pytest.mark.parametrize(
    "body", ["", "{}", '{"DDBStreamBatchInfo": {}}', letter(1, 2).replace('"1"', '"one"')]
)
def test_a_letter_that_names_no_place_in_a_stream_is_not_moved(body: str) -> None:
    letters, _ = desk(Streams(RECORDS))

    with pytest.raises(Unmoved, match="cannot be read"):
        letters.revive(body)


def test_changes_of_a_real_stream_end_on_the_pages_queue(deployed: Deployed) -> None:
    settled = ArticleRecord("a" * 16, "articles/a.md", rev=1, pages=("at/world/a/",))
    deployed.target.catalogue.write([Put(rows.article_row(settled))])
    table = deployed.target.dynamodb.describe_table(TableName="catalogue")["Table"]
    streams = deployed.target.client("dynamodbstreams")
    arn = table["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    begin = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    found = streams.get_records(ShardIterator=begin["ShardIterator"])["Records"][0]
    number = found["dynamodb"]["SequenceNumber"]
    place = {"streamArn": arn, "shardId": shard, "startSequenceNumber": number, "endSequenceNumber": number}
    deployed.send(deployed.target.dead_letters["changes"], {"DDBStreamBatchInfo": place})

    result = deployed.run("redrive")

    assert result.exit_code == 0, result.output
    assert "changes: 1 dead letter moved" in result.output
    (message,) = deployed.messages(deployed.target.queues["pages"])
    assert message["receipt"] == "articles/a.md"
    assert message["pages"] == ["at/world/a/"]
