"""Changes of both tables -> page names on the pages queue. Woken by the tables' streams."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.adapters.aws.events import failures, table_change
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.wiring import services

logger = Logger(service="invalidate")


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[Any]]:
    """The batch stands or falls as one: an error brings it back, halved, until the poison is alone."""
    aws = services()
    changes = [table_change(record) for record in event["Records"]]
    Invalidate(aws.catalogue, aws.pages_queue, aws.uploads_queue).changes(changes)
    logger.info("changes invalidated", changes=len(changes))
    return failures([])
