"""HTTP API: a reader posts a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from broadsheet import loading
from broadsheet.commenting.answers import Answer, problem
from broadsheet.commenting.desk import Desk
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.requests import Incoming
from broadsheet.telemetry import telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from broadsheet.rendering.views import RejectedCommentView

logger, metrics = telemetry("comments")
loading.done()
COMMENTS = re.compile(r"POST /api/articles/([^/]*)/comments")


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One route needs no router, which would take a seventh of a cold start to load."""
    request = event["requestContext"]["http"]
    asked = COMMENTS.fullmatch(f"{request['method']} {event['rawPath']}")
    return _respond(_take(event, asked[1]) if asked else problem(Refused("not-found")))


def _take(event: dict[str, Any], article: str) -> Answer:
    aws = services()
    desk = Desk(aws.comments, aws.clock, new_id, print_page, *aws.settings.demand("origin_secret"))
    return desk.take(Incoming.from_event(event), article)


def print_page(view: RejectedCommentView) -> str:
    """Few answers are a page: what prints it is loaded with the first of them."""
    from broadsheet.rendering import render  # noqa: PLC0415

    return render(view)


def _respond(answer: Answer) -> dict[str, Any]:
    metrics.add_dimension("outcome", answer.outcome)
    metrics.add_metric("Comments", MetricUnit.Count, 1)
    # Neither names nor words nor addresses: a log is not the place for readers' data.
    logger.info("comment", extra={"outcome": answer.outcome, "status": answer.status, "cause": answer.cause})
    return {"statusCode": answer.status, "headers": answer.all_headers, "body": answer.body}
