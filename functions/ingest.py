"""Uploaded articles and site settings -> the catalogue. Woken by the uploads queue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.adapters.aws.events import came_again, upload_keys
from broadsheet.publishing.ingesting import Ingest
from broadsheet.wiring import services

logger = Logger(service="ingest")
processor = BatchProcessor(event_type=EventType.SQS)


def take_in(message: SQSRecord) -> None:
    aws = services()
    ingest = Ingest(aws.uploads, aws.catalogue, aws.comments, aws.clock)
    again = came_again(message.body, message.attributes.approximate_receive_count)
    for key in upload_keys(message.body):
        record = ingest.key(key, again=again)
        logger.info("upload taken in", key=key, state=record and record.state, rev=record and record.rev)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event=event, record_handler=take_in, processor=processor, context=context)
