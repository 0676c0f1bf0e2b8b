"""What a function tells of itself: structured logs, and figures that CloudWatch reads out of them (EMF)."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.converge import LOST_RACES
from broadsheet.settings import Settings

NAMESPACE = "Broadsheet"
OURS = logging.getLogger("broadsheet")  # what use cases and adapters have to say


def telemetry(service: str) -> tuple[Logger, Metrics]:
    """A function's logger and its metrics, which several stacks in one account keep apart by their names.

    What the code below the function has to say is logged with it. Every race that a conditional write
    loses, so that it is tried again, is counted as `Conflicts`.
    """
    logger, metrics = Logger(service=service), Metrics(namespace=NAMESPACE, service=service)
    metrics.set_default_dimensions(stack=Settings.from_env().stack_name or "none")
    OURS.handlers, OURS.propagate = [_Telling(logger, metrics)], False
    LOST_RACES.setLevel(logging.INFO)
    return logger, metrics


def count(metrics: Metrics, figures: Mapping[str, int]) -> None:
    """Add to each named metric. A figure of 0 is told too: an alarm knows silence from none."""
    for name, figure in figures.items():
        metrics.add_metric(name, MetricUnit.Count, figure)


class _Telling(logging.Handler):
    def __init__(self, logger: Logger, metrics: Metrics) -> None:
        super().__init__()
        self._logger, self._metrics = logger, metrics

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == LOST_RACES.name:
            self._metrics.add_metric("Conflicts", MetricUnit.Count, 1)
            self._logger.info("conflict", what=record.getMessage())
        else:
            tell = self._logger.error if record.levelno >= logging.ERROR else self._logger.warning
            tell(record.getMessage())
