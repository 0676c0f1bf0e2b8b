"""Rows on their way to DynamoDB and back."""

from __future__ import annotations

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adapters.aws.items import item_from, row_from
from broadsheet.ports import Row

scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=9)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner))
rows = st.dictionaries(st.text(max_size=9), values)


@given(rows)
def test_a_row_comes_back_as_it_was(row: Row) -> None:
    assert row_from(item_from(row)) == row


@given(rows)
def test_an_item_is_what_boto3_makes_of_a_row(row: Row) -> None:
    assert item_from(row) == {name: TypeSerializer().serialize(value) for name, value in row.items()}


@pytest.mark.parametrize("value", [1.5, b"bytes", {"a", "b"}])
def test_what_no_row_may_hold_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        item_from({"pk": "a", "sk": value})


def test_what_somebody_else_has_written_is_not_guessed_at() -> None:
    with pytest.raises(TypeError):
        row_from({"pk": {"SS": ["a", "b"]}})
