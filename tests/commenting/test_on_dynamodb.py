"""Posting on the AWS adapter: the conditions hold with DynamoDB's own types."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import Posted, post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.threads import read_thread
from broadsheet.domain.comment_drafts import Draft
from broadsheet.ports import Put

ARTICLE = "0f1e2d3c4b5a6978"
THREAD = {"pk": f"T#{ARTICLE}", "sk": "THREAD", "live": True, "policy": None, "path": "/x/", "title": "X"}


@pytest.fixture
def dynamo(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoTable]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", "eu-central-1")
        client.create_table(
            TableName="comments",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
        table = DynamoTable(client, "comments")
        table.write([Put(THREAD)])
        yield table


def post(table: DynamoTable, text: str = "Well said.", parent: str = "", key: str = "") -> Posted:
    draft = Draft("Ana", text, "ana@example.org", parent)
    return post_comment(draft, article=ARTICLE, key=key, table=table, clock=SetClock(), new_id=new_id)


def test_comments_and_replies_are_stored_and_read_back(dynamo: DynamoTable) -> None:
    root = post(dynamo)
    post(dynamo, "And I say so too", root.id)
    comments, count = read_thread(dynamo, ARTICLE)

    assert count == 2
    assert {(c.text, c.parent, c.answers) for c in comments} == {
        ("Well said.", "", ""),
        ("And I say so too", root.id, "Ana"),
    }


def test_the_same_key_stores_one(dynamo: DynamoTable) -> None:
    first, again = post(dynamo, key="k"), post(dynamo, key="k")

    assert (again.id, again.posted, again.replayed) == (first.id, first.posted, True)
    assert read_thread(dynamo, ARTICLE)[1] == 1


def test_a_closed_thread_takes_nothing(dynamo: DynamoTable) -> None:
    dynamo.write([Put(THREAD | {"policy": "closed"})])

    with pytest.raises(Refused, match="comments-closed"):
        post(dynamo)
