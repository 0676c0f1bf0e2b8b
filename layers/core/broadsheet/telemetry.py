"""What a function tells of itself: structured logs, and figures that CloudWatch reads out of them (EMF)."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from broadsheet.converge import LOST_RACES
from broadsheet.settings import Settings

NAMESPACE = "Broadsheet"


def telemetry(service: str) -> tuple[Logger, Metrics]:
    """A function's logger and its metrics, which several stacks in one account keep apart by their names.

    Every race that a conditional write loses, so that it is tried again, is logged and counted as
    `Conflicts`.
    """
    logger, metrics = Logger(service=service), Metrics(namespace=NAMESPACE, service=service)
    metrics.set_default_dimensions(stack=Settings.from_env(os.environ).stack_name or "none")
    LOST_RACES.handlers = [_Counting(logger, metrics)]
    LOST_RACES.setLevel(logging.INFO)
    LOST_RACES.propagate = False
    return logger, metrics


def count(metrics: Metrics, figures: Mapping[str, int]) -> None:
    """Add to each named metric. A figure of 0 is told too: an alarm knows silence from none."""
    for name, figure in figures.items():
        metrics.add_metric(name, MetricUnit.Count, figure)


class _Counting(logging.Handler):
    def __init__(self, logger: Logger, metrics: Metrics) -> None:
        super().__init__()
        self._logger, self._metrics = logger, metrics

    def emit(self, record: logging.LogRecord) -> None:
        self._metrics.add_metric("Conflicts", MetricUnit.Count, 1)
        self._logger.info("conflict", what=record.getMessage())
