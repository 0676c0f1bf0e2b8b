"""Page names -> pages, and answers to uploads. Woken by the pages queue."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.adapters.aws.events import came_again, failures
from broadsheet.publishing.rendering import Message, Rendering
from broadsheet.rendering import templates_version
from broadsheet.wiring import services

logger = Logger(service="render")
metrics = Metrics(namespace="Broadsheet", service="render")


@logger.inject_lambda_context
@metrics.log_metrics
@event_source(data_class=SQSEvent)
def lambda_handler(event: SQSEvent, context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """A page named by many messages of a batch is rendered once, so the batch is taken as a whole."""
    aws = services()
    rendering = Rendering(
        aws.uploads,
        aws.catalogue,
        aws.comments,
        aws.site,
        aws.edge,
        aws.clock,
        aws.settings.site_url,
        templates_version(),
    )
    messages = [_message(record) for record in event.records]
    failed = rendering.batch(messages)
    for id_, error in failed.items():
        logger.error("message comes back", message_id=id_, error=str(error))
    metrics.add_metric("MessagesRendered", MetricUnit.Count, len(messages) - len(failed))
    metrics.add_metric("MessagesReturned", MetricUnit.Count, len(failed))
    logger.info("pages rendered", messages=len(messages), failed=len(failed))
    return failures(failed)


def _message(record: SQSRecord) -> Message:
    again = came_again(record.body, record.attributes.approximate_receive_count)
    return Message.parse(record.message_id, record.json_body, again=again)
