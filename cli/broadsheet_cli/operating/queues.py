"""What is in the queues of a stack, as far as SQS and CloudWatch can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet_cli.target import Target

COUNTS = {
    "visible": "ApproximateNumberOfMessages",
    "in_flight": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}
LATELY = timedelta(minutes=15)  # the metric comes every minute, some minutes late


@dataclass(frozen=True)
class Backlog:
    """Messages of one queue: to be taken, being worked on (or failed, and waiting for another try), and
    not yet due. `oldest` is the age of the oldest in seconds; None where nobody knows it."""

    visible: int
    in_flight: int
    delayed: int
    oldest: int | None = None

    @property
    def messages(self) -> int:
        return self.visible + self.in_flight + self.delayed


def backlogs(target: Target, queues: Mapping[str, str]) -> dict[str, Backlog]:
    """Each queue by its name."""
    ages = _ages(target, queues)
    return {name: _backlog(target, url, ages.get(name)) for name, url in queues.items()}


def backlog(target: Target, url: str) -> Backlog:
    """The same for one queue, without asking how old its messages are."""
    return _backlog(target, url, None)


def _backlog(target: Target, url: str, oldest: int | None) -> Backlog:
    wanted: Any = list(COUNTS.values())
    found: Any = target.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    counts = {name: int(found.get(attribute, 0)) for name, attribute in COUNTS.items()}
    return Backlog(**counts, oldest=oldest)


def _ages(target: Target, queues: Mapping[str, str]) -> dict[str, int]:
    """SQS tells CloudWatch alone how old its oldest message is, and an operator may not be let in there."""
    now = datetime.now(UTC)
    try:
        answer = target.client("cloudwatch").get_metric_data(
            MetricDataQueries=[_query(name, url) for name, url in queues.items()],
            StartTime=now - LATELY,
            EndTime=now,
            ScanBy="TimestampDescending",
        )
    except (ClientError, BotoCoreError):
        return {}
    return {found["Id"]: int(found["Values"][0]) for found in answer["MetricDataResults"] if found["Values"]}


def _query(name: str, url: str) -> dict[str, object]:
    metric = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateAgeOfOldestMessage",
        "Dimensions": [{"Name": "QueueName", "Value": url.rsplit("/", 1)[-1]}],
    }
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}
