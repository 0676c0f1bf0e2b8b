"""Batches of SQS messages, of which each succeeds or comes back by itself."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, ExceptionInfo, FailureResponse


class SqsBatch(BatchProcessor):
    """Says in the log what each failed message failed with: Powertools keeps it to itself."""

    def __init__(self, logger: Logger) -> None:
        super().__init__(event_type=EventType.SQS)
        self._logger = logger

    def failure_handler(self, record: Any, exception: ExceptionInfo) -> FailureResponse:
        self._logger.error("message comes back", exc_info=exception[1], message_id=record.message_id)
        return super().failure_handler(record, exception)
