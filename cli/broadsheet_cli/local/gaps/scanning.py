"""A gap filled in how a query goes through its partition: the expression is taken apart once, and not for
every row."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ministack.services import dynamodb

QUERY = "KeyConditionExpression"
# The forms in which our own adapter asks; any other is left to ministack.
FORM = re.compile(r"pk = (:\w+)(?: AND (?:begins_with\(sk, (:\w+)\)|sk BETWEEN (:\w+) AND (:\w+)))?")
Item = dict[str, dict[str, str]]

_evaluate = dynamodb._evaluate_condition


def fill() -> None:
    """Called once in the child process, before ministack serves its first request."""
    dynamodb._evaluate_condition = evaluated


def evaluated(expression: str, item: Any, values: Any, names: Any, slot: str = "ConditionExpression") -> Any:
    """Whether the row is what was asked for."""
    form = _form(expression) if slot == QUERY else None
    if form is None:
        return _evaluate(expression, item, values, names, slot=slot)
    return _matches(form, item, values)


@cache
def _form(expression: str) -> re.Match[str] | None:
    return FORM.fullmatch(expression)


def _matches(form: re.Match[str], item: Item, values: Item) -> bool:
    partition, prefix, low, high = form.groups()
    if item["pk"] != values[partition]:
        return False
    sort = item["sk"]["S"]
    if prefix:
        return sort.startswith(values[prefix]["S"])
    # Code points sort as their UTF-8 bytes do.
    return not low or values[low]["S"] <= sort <= values[high]["S"]
