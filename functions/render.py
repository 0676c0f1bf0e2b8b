"""Page names -> pages, and answers to uploads. Woken by the pages queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from broadsheet import loading
from broadsheet.adapters.aws.events import came_again, each_read, failures
from broadsheet.domain.addresses import correlation_id
from broadsheet.publishing.receipts import Answered
from broadsheet.publishing.rendering import Message, Rendering
from broadsheet.rendering import templates_version
from broadsheet.telemetry import count, telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger, metrics = telemetry("render")
loading.done()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """A page named by many messages of a batch is rendered once, so the batch is taken as a whole."""
    count(metrics, {"MessagesTaken": len(event["Records"])})
    aws = services()
    rendering = Rendering(
        aws.uploads,
        aws.catalogue,
        aws.comments,
        aws.site,
        aws.guards,
        aws.edge,
        aws.clock,
        aws.settings.site_url,
        templates_version(),
        aws.together,
    )
    messages, unreadable = each_read(event["Records"], _message)
    rendered = rendering.batch(messages)
    failed = unreadable | rendered.failed
    for id_, error in failed.items():
        logger.error("message comes back", message_id=id_, error=str(error))
    for answered in rendered.answered:
        tell(answered)
    count(metrics, {"MessagesReturned": len(failed)})
    return failures(failed)


def tell(answered: Answered) -> None:
    logger.info(
        "upload answered",
        correlation_id=correlation_id(answered.key, answered.rev),
        key=answered.key,
        state=answered.state,
        written=answered.written,
        seconds=answered.seconds,
    )
    if answered.state == "refused":
        count(metrics, {"UploadsRefused": 1})
    if answered.state == "published" and answered.seconds is not None:
        metrics.add_metric("PublishLatency", MetricUnit.Seconds, answered.seconds)


def _message(record: Mapping[str, Any]) -> Message:
    again = came_again(record["body"], record["attributes"]["ApproximateReceiveCount"])
    return Message.parse(record["messageId"], json.loads(record["body"]), again=again)
