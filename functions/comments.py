"""HTTP API: a reader posts a comment."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.commenting.answers import Answer, problem
from broadsheet.commenting.desk import Desk
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.requests import Incoming
from broadsheet.rendering import render
from broadsheet.telemetry import telemetry
from broadsheet.wiring import services

logger, metrics = telemetry("comments")
app = APIGatewayHttpResolver()


@app.post("/api/articles/<article>/comments")
def post_comment(article: str) -> Response[str]:
    aws = services()
    desk = Desk(aws.comments, aws.clock, new_id, render, *aws.settings.demand("origin_secret"))
    return _respond(desk.take(Incoming.from_event(app.current_event.raw_event), article))


@app.not_found
def nothing_here(_: NotFoundError) -> Response[str]:
    return _respond(problem(Refused("not-found")))


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)


def _respond(answer: Answer) -> Response[str]:
    metrics.add_dimension("outcome", answer.outcome)
    metrics.add_metric("Comments", MetricUnit.Count, 1)
    # Neither names nor words nor addresses: a log is not the place for readers' data.
    logger.info("comment", extra={"outcome": answer.outcome, "status": answer.status, "cause": answer.cause})
    return Response(answer.status, answer.content_type, answer.body, answer.all_headers)
