"""Every minute: what time alone changes, and then a part of the sweep. Woken by a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadsheet import loading
from broadsheet.publishing.sweeping import Sweep
from broadsheet.publishing.ticking import tick
from broadsheet.rendering import templates_version
from broadsheet.telemetry import count, telemetry
from broadsheet.wiring import services

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger, metrics = telemetry("clock")
loading.done()

TO_END = 15_000  # milliseconds: for one more look, sending off what was found, and the notes


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """What is due comes first: a sweep that fails is told after that."""
    count(metrics, {"Ticks": 1})
    aws = services()
    due = tick(
        aws.clock.now(), catalogue=aws.catalogue, uploads=aws.uploads_queue, templates=templates_version()
    )
    count(metrics, {"Due": due})
    logger.info("tick", due=due)
    sweep(context)
    return {"due": due}


def sweep(context: LambdaContext) -> None:
    aws = services()
    swept = Sweep(
        aws.uploads,
        aws.catalogue,
        aws.comments,
        aws.site,
        aws.uploads_queue,
        aws.images_queue,
        aws.pages_queue,
        aws.settings.site_url,
        waiting=aws.waiting,
        hurry=lambda: context.get_remaining_time_in_millis() < TO_END,
    ).run(aws.clock.now())
    count(metrics, {"SweepRepairs": swept.repairs, "SweepSuspects": swept.suspects})
    logger.info("swept", uploads=swept.uploads, pages=swept.pages, repaired=swept.repaired)
