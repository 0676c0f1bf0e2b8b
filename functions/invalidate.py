"""Changes of both tables -> page names on the pages queue. Woken by the tables' streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet import loading
from broadsheet.adapters.aws.events import failures, table_change
from broadsheet.domain.addresses import correlation_id
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.telemetry import count, telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger, metrics = telemetry("invalidate")
loading.done()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[Any]]:
    """The batch stands or falls as one: an error brings it back, halved, until the poison is alone."""
    count(metrics, {"Changes": len(event["Records"])})
    aws = services()
    changes = [table_change(record) for record in event["Records"]]
    for sent in Invalidate(aws.catalogue, aws.pages_queue, aws.uploads_queue).changes(changes):
        decided = correlation_id(sent["receipt"], sent["rev"]) if "rev" in sent else None
        logger.info("pages named", correlation_id=decided, pages=sent["pages"])
    return failures([])
