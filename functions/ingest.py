"""Uploaded articles and site settings -> the catalogue. Woken by the uploads queue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from broadsheet.adapters.aws.batches import SqsBatch
from broadsheet.adapters.aws.events import asked_again, upload_keys
from broadsheet.publishing.ingesting import Ingest
from broadsheet.wiring import services

logger = Logger(service="ingest")
metrics = Metrics(namespace="Broadsheet", service="ingest")
processor = SqsBatch(logger)


def take_in(record: SQSRecord) -> None:
    aws = services()
    ingest = Ingest(aws.uploads, aws.catalogue, aws.comments, aws.clock)
    for key in upload_keys(record.body):
        done = ingest.key(key, again=asked_again(record.body))
        metrics.add_metric("UploadsRefused", MetricUnit.Count, int(bool(done and done.state == "refused")))
        logger.info("upload taken in", key=key, state=done and done.state, rev=done and done.rev)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    metrics.add_metric("UploadsTakenIn", MetricUnit.Count, len(event["Records"]))
    return process_partial_response(event=event, record_handler=take_in, processor=processor, context=context)
