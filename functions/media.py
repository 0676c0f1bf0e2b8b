"""Uploaded images -> files of all sizes. Woken by the media queue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.adapters.aws.batches import SqsBatch
from broadsheet.adapters.aws.events import came_again, upload_keys
from broadsheet.domain.media import is_image
from broadsheet.publishing.media import refresh_image
from broadsheet.wiring import services

logger = Logger(service="media")
processor = SqsBatch(logger)


def refresh(record: SQSRecord) -> None:
    aws = services()
    again = came_again(record.body, record.attributes.approximate_receive_count)
    for key in filter(is_image, upload_keys(record.body)):
        image = refresh_image(
            key,
            uploads=aws.uploads,
            catalogue=aws.catalogue,
            site=aws.site,
            queue=aws.uploads_queue,
            edge=aws.edge if aws.settings.distribution_id else None,
            again=again,
        )
        logger.info("image refreshed", key=key, state=image.state, rev=image.rev)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event=event, record_handler=refresh, processor=processor, context=context)
