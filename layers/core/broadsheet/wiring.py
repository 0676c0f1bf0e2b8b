"""The composition root: the one module that builds clients."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.session import get_session

from broadsheet.adapters.aws.buckets import S3Site, S3Uploads
from broadsheet.adapters.aws.edge import CloudFrontEdge
from broadsheet.adapters.aws.guards import DynamoGuards
from broadsheet.adapters.aws.messages import SqsQueue, SystemClock
from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.settings import Settings
from broadsheet.together import side_by_side

if TYPE_CHECKING:
    from broadsheet.ports import Clock, Edge, Guards, Queue, SiteStore, Table, Uploads
    from broadsheet.together import Together

# Short enough that a call that hangs is tried again within a function's time. The service checks
# parameters itself, and doing so here as well costs a tenth of a small function's time.
THREADS = 16  # of a function that waits for AWS most of its time
CONFIG = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "max_attempts": 4},
    parameter_validation=False,
    max_pool_connections=THREADS,
)
_MAKING = Lock()  # a session makes one client at a time


@dataclass(frozen=True)
class Services:
    """The adapters that a function may use, each built when first asked for. Asking for one whose
    setting is missing raises ConfigError."""

    settings: Settings

    @cached_property
    def uploads(self) -> Uploads:
        return S3Uploads(_client("s3"), *self.settings.demand("uploads_bucket"))

    @cached_property
    def site(self) -> SiteStore:
        return S3Site(_client("s3"), *self.settings.demand("site_bucket"))

    @cached_property
    def catalogue(self) -> Table:
        return DynamoTable(_client("dynamodb"), *self.settings.demand("catalogue_table"))

    @cached_property
    def comments(self) -> Table:
        return DynamoTable(_client("dynamodb"), *self.settings.demand("comments_table"))

    @cached_property
    def guards(self) -> Guards:
        return DynamoGuards(_client("dynamodb"), *self.settings.demand("guards_table"))

    @cached_property
    def together(self) -> Together:
        return side_by_side(ThreadPoolExecutor(THREADS))

    @cached_property
    def uploads_queue(self) -> Queue:
        return SqsQueue(_client("sqs"), *self.settings.demand("uploads_queue_url"))

    @cached_property
    def images_queue(self) -> Queue:
        return SqsQueue(_client("sqs"), *self.settings.demand("images_queue_url"))

    @cached_property
    def pages_queue(self) -> Queue:
        return SqsQueue(_client("sqs"), *self.settings.demand("pages_queue_url"))

    def waiting(self) -> int:
        """About how many messages are on the queues, those that are being worked on included."""
        urls = self.settings.demand("uploads_queue_url", "images_queue_url", "pages_queue_url")
        return sum(SqsQueue(_client("sqs"), url).waiting() for url in urls)

    @cached_property
    def edge(self) -> Edge:
        return CloudFrontEdge(_client("cloudfront"), *self.settings.demand("distribution_id"))

    @property
    def clock(self) -> Clock:
        return SystemClock()


@cache
def services() -> Services:
    """One set for the life of the process."""
    return Services(Settings.from_env())


class _Client:
    """A client of AWS's, made with its first request: making one takes a tenth of a cold start, and not every
    call asks for all that it may ask for. It is botocore's own; what boto3 puts on top nobody needs here."""

    def __init__(self, name: str) -> None:
        self._name, self._made = name, None

    def __getattr__(self, operation: str) -> Any:
        with _MAKING:
            self._made = self._made or _session().create_client(self._name, config=CONFIG)
        return getattr(self._made, operation)


@cache
def _client(name: str) -> Any:
    return _Client(name)


@cache
def _session() -> Any:
    return get_session()
