"""Uploaded images -> files of all sizes. Woken by the media queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet import loading
from broadsheet.adapters.aws.events import failures, upload_hints
from broadsheet.domain.addresses import correlation_id
from broadsheet.domain.media import is_image
from broadsheet.publishing.hints import heed
from broadsheet.publishing.media import refresh_image
from broadsheet.telemetry import count, telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger, metrics = telemetry("media")
loading.done()


def refresh(key: str, again: bool) -> None:
    aws = services()
    if not is_image(key):
        return
    image = refresh_image(
        key,
        uploads=aws.uploads,
        catalogue=aws.catalogue,
        site=aws.site,
        queue=aws.uploads_queue,
        edge=aws.edge if aws.settings.distribution_id else None,
        again=again,
        now=aws.clock.now(),
    )
    logger.info("image refreshed", correlation_id=correlation_id(key, image.rev), key=key, state=image.state)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    count(metrics, {"ImagesTakenIn": len(event["Records"])})
    hints, unreadable = upload_hints(event["Records"], cautious=True)
    failed = unreadable | heed(hints, refresh)
    for id_, error in failed.items():
        logger.error("message comes back", exc_info=error, message_id=id_)
    return failures(failed)
