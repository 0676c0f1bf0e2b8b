"""One suite for every implementation of the Table port."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.errors import Conflict, StoreUnavailable
from broadsheet.ports import Absent, Action, Check, Delete, Matches, Put, Span, Table
from broadsheet_cli.kept.table import KeptTable


@pytest.fixture(params=["memory", "kept", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    if request.param == "memory":
        yield MemoryTable()
        return
    if request.param == "kept":
        database = sqlite3.connect(":memory:")
        KeptTable.create(database, "catalogue", [])
        yield KeptTable(database, "catalogue")
        return
    request.getfixturevalue("moto_aws")
    client = boto3.client("dynamodb")
    client.create_table(
        TableName="catalogue",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    yield DynamoTable(client, "catalogue")


def row(sk: str, pk: str = "LIST", **attributes: Any) -> dict[str, Any]:
    return {"pk": pk, "sk": sk, **attributes}


def test_a_row_comes_back_with_every_kind_of_value(table: Table) -> None:
    full = row("a", rev=3, text="é", flag=True, nothing=None, tags=["x", "y"], deep={"n": 1})

    table.write([Put(full)])

    assert table.get("LIST", "a") == full


def test_a_row_that_is_not_there_is_none(table: Table) -> None:
    assert table.get("LIST", "a") is None


def test_get_many_returns_only_what_exists_and_each_row_once(table: Table) -> None:
    table.write([Put(row("a")), Put(row("b"))])

    found = table.get_many([("LIST", "a"), ("LIST", "a"), ("LIST", "z")])

    assert found == [row("a")]


def test_get_many_takes_more_keys_than_one_request(table: Table) -> None:
    for start in (0, 90):
        table.write([Put(row(f"{n:03}")) for n in range(start, start + 90)])

    found = table.get_many([("LIST", f"{n:03}") for n in range(180)])

    assert len(found) == 180


def test_a_query_is_in_order_of_sort_keys(table: Table) -> None:
    table.write([Put(row(sk)) for sk in ("b", "c", "a")] + [Put(row("z", pk="OTHER"))])

    assert [r["sk"] for r in table.query("LIST")] == ["a", "b", "c"]
    assert [r["sk"] for r in table.query("LIST", newest_first=True)] == ["c", "b", "a"]
    assert [r["sk"] for r in table.query("LIST", limit=2)] == ["a", "b"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(prefix="b"), ["b1", "b2"]),
        (Span(low="b2"), ["b2", "c1"]),
        (Span(high="b1"), ["a1", "b1"]),
        (Span(low="b1", high="b2"), ["b1", "b2"]),
        (Span(prefix="b", low="b2"), ["b2"]),
    ],
)
def test_a_query_reads_a_span_of_sort_keys(table: Table, span: Span, expected: list[str]) -> None:
    table.write([Put(row(sk)) for sk in ("a1", "b1", "b2", "c1")])

    assert [r["sk"] for r in table.query("LIST", span)] == expected


def test_a_put_on_condition_of_absence_is_made_once(table: Table) -> None:
    table.write([Put(row("a", n=1), Absent())])

    with pytest.raises(Conflict):
        table.write([Put(row("a", n=2), Absent())])

    assert table.get("LIST", "a") == row("a", n=1)


def test_a_condition_on_a_value_holds_only_for_that_value(table: Table) -> None:
    table.write([Put(row("a", rev=1, live=True))])

    with pytest.raises(Conflict):
        table.write([Put(row("a", rev=3), Matches({"rev": 2, "live": True}))])
    table.write([Put(row("a", rev=2), Matches({"rev": 1, "live": True}))])

    assert table.get("LIST", "a") == row("a", rev=2)


def test_a_condition_on_a_missing_row_fails(table: Table) -> None:
    with pytest.raises(Conflict):
        table.write([Delete("LIST", "a", Matches({"rev": 1}))])


def test_all_actions_of_a_write_happen_or_none(table: Table) -> None:
    table.write([Put(row("a", rev=1))])

    with pytest.raises(Conflict):
        table.write([Put(row("b")), Delete("LIST", "a"), Check("LIST", "c", Matches({}))])

    assert [r["sk"] for r in table.query("LIST")] == ["a"]


def test_a_check_changes_nothing(table: Table) -> None:
    table.write([Put(row("a", rev=1))])

    table.write([Check("LIST", "a", Matches({"rev": 1})), Put(row("b"))])

    assert table.get("LIST", "a") == row("a", rev=1)


def test_deleting_what_is_gone_is_no_error(table: Table) -> None:
    table.write([Delete("LIST", "a")])

    assert table.get("LIST", "a") is None


@pytest.mark.parametrize(
    "actions",
    [
        [Put({"pk": "A", "sk": f"{number:03}"}) for number in range(101)],
        [Put({"pk": "A", "sk": "1"}), Delete("A", "1")],
        [Put({"pk": "A", "sk": ""})],
        [Put({"pk": "A", "sk": "é" * 513})],
    ],
    ids=["too many", "one row twice", "an empty key", "a long key"],
)
def test_what_dynamodb_refuses_is_not_written(table: Table, actions: list[Action]) -> None:
    with pytest.raises((ValueError, StoreUnavailable)):
        table.write(actions)

    assert table.query("A") == []
