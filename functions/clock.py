"""Every minute: what time alone changes. Woken by a schedule."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.publishing.ticking import tick
from broadsheet.rendering import templates_version
from broadsheet.wiring import services

logger = Logger(service="clock")


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    aws = services()
    due = tick(
        aws.clock.now(), catalogue=aws.catalogue, uploads=aws.uploads_queue, templates=templates_version()
    )
    logger.info("tick", due=due)
    return {"due": due}
