"""What every memory of guards promises, AWS's and ours."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from broadsheet.adapters.aws.guards import DynamoGuards
from broadsheet.adapters.memory.guards import MemoryGuards
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Found, Guards

ONE, TWO = Found('"e1"', 1_795_435_200_000, "d1"), Found('"e2"', 2, "")


@pytest.fixture(params=["memory", "moto"])
def guards(request: pytest.FixtureRequest) -> Iterator[Guards]:
    if request.param == "memory":
        yield MemoryGuards()
        return
    request.getfixturevalue("moto_aws")
    client = boto3.client("dynamodb")
    client.create_table(
        TableName="guards",
        KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield DynamoGuards(client, "guards")


def test_what_was_noted_is_recalled_and_nothing_else(guards: Guards) -> None:
    guards.note({"index.html": ONE, "world/été/index.html": TWO})

    assert guards.recall(["index.html", "world/été/index.html", "rss.xml"]) == {
        "index.html": ONE,
        "world/été/index.html": TWO,
    }


def test_the_last_note_counts_and_one_of_nothing_takes_it_away(guards: Guards) -> None:
    guards.note({"a": ONE, "b": ONE})
    guards.note({"a": TWO, "b": None, "c": None})

    assert guards.recall(["a", "b", "c"]) == {"a": TWO}


def test_any_number_is_noted_and_recalled(guards: Guards) -> None:
    many = {f"n{number}": Found(f"e{number}", number, "") for number in range(130)}
    guards.note(many)

    assert guards.recall([*many, *many]) == many


def test_nothing_is_asked_for_no_key(guards: Guards) -> None:
    guards.note({})

    assert guards.recall([]) == {}


def test_a_table_that_does_not_answer_is_unavailable(moto_aws: None) -> None:
    nowhere = DynamoGuards(boto3.client("dynamodb"), "nowhere")

    with pytest.raises(StoreUnavailable):
        nowhere.recall(["a"])
    with pytest.raises(StoreUnavailable):
        nowhere.note({"a": ONE})
