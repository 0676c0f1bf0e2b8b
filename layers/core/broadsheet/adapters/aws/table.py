"""A DynamoDB table behind the `Table` port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.adapters.aws.items import item_from, row_from, typed
from broadsheet.errors import Conflict, StoreUnavailable
from broadsheet.ports import Absent, Action, Below, Check, Condition, Matches, Put, Row, Span

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH_GET = 100  # keys of one BatchGetItem
# A transaction cancelled for these reasons lost a race; for any other it is unavailable or wrong.
LOST = {"ConditionalCheckFailed", "TransactionConflict"}


class DynamoTable:
    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str, sk: str) -> Row | None:
        answer = self._call("get_item", TableName=self._name, Key=_key(pk, sk), ConsistentRead=True)
        return row_from(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        wanted = [_key(pk, sk) for pk, sk in dict.fromkeys(keys)]
        rows: list[Row] = []
        while wanted:
            batch, wanted = wanted[:BATCH_GET], wanted[BATCH_GET:]
            request = {self._name: {"Keys": batch, "ConsistentRead": True}}
            answer = self._call("batch_get_item", RequestItems=request)
            rows += [row_from(item) for item in answer["Responses"].get(self._name, [])]
            wanted += answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
        return rows

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        rows: list[Row] = []
        for page in self._pages(pk, span or Span(), limit, newest_first):
            rows += [row_from(item) for item in page["Items"]]
            if limit is not None and len(rows) >= limit:
                return rows[:limit]
        return rows

    def write(self, actions: Sequence[Action]) -> None:
        items = [_action(self._name, action) for action in actions]
        try:
            self._client.transact_write_items(TransactItems=items)
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = {r.get("Code", "None") for r in error.response.get("CancellationReasons", [])} - {
                "None"
            }
            if reasons <= LOST:
                raise Conflict(f"{self._name}: {', '.join(sorted(reasons))}") from error
            raise StoreUnavailable(f"{self._name}: {error}") from error
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"{self._name}: {error}") from error

    def _pages(self, pk: str, span: Span, limit: int | None, newest_first: bool) -> Iterator[dict[str, Any]]:
        request = _query(self._name, pk, span) | {
            "ConsistentRead": True,
            "ScanIndexForward": not newest_first,
        }
        if limit is not None:
            request["Limit"] = limit
        while True:
            page = self._call("query", **request)
            yield page
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        try:
            return dict(getattr(self._client, operation)(**request))
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"{operation} on {self._name}: {error}") from error


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _query(table: str, pk: str, span: Span) -> dict[str, Any]:
    values: dict[str, Any] = {":pk": {"S": pk}}
    condition = "pk = :pk"
    if span.prefix and not span.low and not span.high:
        condition += " AND begins_with(sk, :prefix)"
        values[":prefix"] = {"S": span.prefix}
    elif span.prefix or span.low or span.high:
        # begins_with cannot stand beside BETWEEN: a prefix narrows the range instead.
        condition += " AND sk BETWEEN :low AND :high"
        values[":low"] = {"S": max(span.low, span.prefix) or " "}
        values[":high"] = {"S": min(span.high or "\U0010ffff", span.prefix + "\U0010ffff")}
    return {"TableName": table, "KeyConditionExpression": condition, "ExpressionAttributeValues": values}


def _action(table: str, action: Action) -> Any:
    request: dict[str, Any] = {"TableName": table, **_condition(action.condition)}
    if isinstance(action, Put):
        return {"Put": request | {"Item": item_from(action.row)}}
    kind = "ConditionCheck" if isinstance(action, Check) else "Delete"
    return {kind: request | {"Key": _key(action.pk, action.sk)}}


def _condition(condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    if isinstance(condition, Absent):
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    if isinstance(condition, Below):
        return {
            "ConditionExpression": "attribute_not_exists(pk) OR #rev < :rev",
            "ExpressionAttributeNames": {"#rev": "rev"},
            "ExpressionAttributeValues": {":rev": typed(condition.rev)},
        }
    if not isinstance(condition, Matches):
        raise TypeError(f"no such condition: {condition!r}")
    names = {f"#{i}": name for i, name in enumerate(condition.values)}
    values = {f":{i}": typed(value) for i, value in enumerate(condition.values.values())}
    clauses = ["attribute_exists(pk)", *(f"#{i} = :{i}" for i in range(len(names)))]
    expression: dict[str, Any] = {"ConditionExpression": " AND ".join(clauses)}
    if names:
        expression |= {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
    return expression
