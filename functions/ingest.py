"""Uploaded articles and site settings -> the catalogue. Woken by the uploads queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet import loading
from broadsheet.adapters.aws.events import failures, upload_hints
from broadsheet.domain.addresses import correlation_id
from broadsheet.publishing.hints import heed
from broadsheet.publishing.ingesting import Ingest
from broadsheet.telemetry import count, telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger, metrics = telemetry("ingest")
loading.done()


def take_in(key: str, again: bool) -> None:
    aws = services()
    done = Ingest(aws.uploads, aws.catalogue, aws.comments, aws.clock, aws.together).key(key, again=again)
    if done:
        logger.info(
            "upload taken in",
            correlation_id=correlation_id(key, done.rev),
            key=key,
            state=done.state,
            version=done.handled and done.handled.version,
        )


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """A file that many messages of a batch name is taken in once."""
    count(metrics, {"UploadsTakenIn": len(event["Records"])})
    hints, unreadable = upload_hints(event["Records"])
    failed = unreadable | heed(hints, take_in)
    for id_, error in failed.items():
        logger.error("message comes back", exc_info=error, message_id=id_)
    return failures(failed)
