"""The whole site on this machine: ministack, the project's template deployed into it, a front."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from broadsheet_cli.local import engine
from broadsheet_cli.local.deployment import create_stack
from broadsheet_cli.local.engine import Engine
from broadsheet_cli.local.errors import LocalError
from broadsheet_cli.local.folder import StateFolder
from broadsheet_cli.local.front import Front
from broadsheet_cli.local.moving import reprint

PROJECT = Path(__file__).resolve().parents[3]
# In the order in which a fresh site needs them; then those that nobody waits for while it starts.
PIPELINE = [f"{name}Function" for name in "Ingest Invalidate Render Media".split()]
ON_CALL = ["CommentsFunction", "ClockFunction"]
TOLD_SECONDS = 5
SETTLED_LOOKS = 3  # work hops between queue, function and stream: one empty look is not the end

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """Messages and stream records still to be dealt with; messages that failed and will be tried
    again once their visibility runs out."""

    pending: int
    failed: int


class LocalStack:
    """A context manager; inside it the site is served at `url` and everything else at `endpoint`.

    `state` is a folder that outlives the stack, None for one that goes with it; `port` 0 takes any
    that is free. `prepare` may fill the journal of a stack that has never been, before it is started.
    Raises LocalError where it cannot start.
    """

    def __init__(
        self,
        *,
        state: Path | None = None,
        port: int = 0,
        project: Path = PROJECT,
        tell: Tell = lambda _: None,
        prepare: Callable[[Path, str], None] = lambda journal, url: None,
    ) -> None:
        self._prepare = prepare
        self._state = state
        self._port = port
        self._project = project
        self._tell = tell
        self._clients: dict[str, Any] = {}
        self._making = threading.Lock()
        self._open = ExitStack()

    def __enter__(self) -> LocalStack:
        with ExitStack() as opening:
            self.front = Front(self._port)
            opening.callback(self.front.close)
            self.folder = opening.enter_context(StateFolder(self._state))
            self._begin_with()
            self._tell("Starting the local AWS")
            self.engine = Engine.start(
                journal=self.folder.journal,
                scratch=self.folder.scratch,
                port=self.folder.port,  # whoever has read `broadsheet env` need not read it again
                holding=(self.folder.descriptor,),
            )
            opening.callback(self.engine.stop)
            self.folder.port = self.engine.port
            self._deploy()
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    # -- names

    @property
    def url(self) -> str:
        return self.front.url

    @property
    def endpoint(self) -> str:
        return self.engine.endpoint

    @property
    def uploads_bucket(self) -> str:
        return self.outputs["UploadsBucket"]

    @property
    def site_bucket(self) -> str:
        return self.outputs["SiteBucket"]

    @property
    def catalogue_table(self) -> str:
        return self.outputs["CatalogueTable"]

    @property
    def comments_table(self) -> str:
        return self.outputs["CommentsTable"]

    @property
    def log(self) -> Path:
        """What ministack and the functions said, if something went wrong."""
        return self.folder.scratch / "ministack.log"

    @cached_property
    def environment(self) -> dict[str, str]:
        """What a shell needs so that any S3 client publishes here."""
        return {
            "BROADSHEET_UPLOADS": self.uploads_bucket,
            "BROADSHEET_URL": self.url,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": engine.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": engine.SECRET_KEY,
            "AWS_SESSION_TOKEN": "",
            "AWS_REGION": engine.REGION,
            "AWS_DEFAULT_REGION": engine.REGION,
        }

    # -- doing

    def client(self, service: str) -> Any:
        """A boto3 client of this stack, with its owner's rights."""
        with self._making:
            if service not in self._clients:
                self._clients[service] = self._client(service)
            return self._clients[service]

    def upload_keys(self) -> dict[str, str]:
        """Every key of the uploads bucket with its ETag."""
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.uploads_bucket)
        return {o["Key"]: o["ETag"].strip('"') for page in pages for o in page.get("Contents", [])}

    def tick(self) -> None:
        """Let the clock strike now."""
        answer = self.client("lambda").invoke(FunctionName=self.outputs["ClockFunction"], Payload=b"{}")
        if "FunctionError" in answer:
            raise LocalError(f"The clock failed: {answer['Payload'].read().decode()}")

    def work(self) -> Work:
        """What is left to do at this moment."""
        names = ("UploadsQueueUrl", "ImagesQueueUrl", "PagesQueueUrl")
        queues = [self.outputs[n] for n in names if n in self.outputs]
        left = self.engine.ask("work", {"queues": queues})
        return Work(left["messages"] + left["records"], left["failed"])

    def settle(self, seconds: float = 30, *, left: Callable[[int], None] = lambda _: None) -> bool:
        """Wait until nothing is left to do. False if that took longer than `seconds`, or if messages
        failed and wait for another try. `left` hears every few seconds how much there still is."""
        start = told = time.monotonic()
        quiet = 0
        while quiet < SETTLED_LOOKS:
            work = self.work()
            quiet = 0 if work.pending else quiet + 1
            now = time.monotonic()
            if now > start + seconds:
                return False
            if now > told + TOLD_SECONDS:
                left(work.pending)
                told = now
            time.sleep(0.05)
        return not work.failed

    def _begin_with(self) -> None:
        """A stack that has never been may begin with something, whole or not at all."""
        journal = self.folder.journal
        if journal.exists():
            return
        unfinished = journal.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        self._prepare(unfinished, self.url)
        if unfinished.exists():
            self.folder.address = self.url
            unfinished.rename(journal)

    def _deploy(self) -> None:
        self._tell("Deploying template.yaml")
        self.outputs = create_stack(self._project, self.client, engine.REGION, {"SiteUrl": self.front.url})
        restored = self.engine.ask("remember", self._places())
        self._warming = threading.Thread(target=self._warm, daemon=True)
        self._warming.start()
        self.found = bool(restored["uploads"])
        if self.folder.address != self.url:
            threading.Thread(target=self._reprint, args=(restored["uploads"],), daemon=True).start()
        self.front.open(self.engine.port, self.outputs["DistributionDomain"], self.environment)

    def _reprint(self, keys: list[str]) -> None:
        self.folder.address = ""
        with contextlib.suppress(Exception):  # the stack is going down: the next start begins again
            if keys:
                reprint(self, keys)
            self.folder.address = self.url

    def _warm(self) -> None:
        with contextlib.suppress(LocalError):  # it will be warm when it is first called
            self._warm_up(PIPELINE)
            while self.work().pending:
                time.sleep(0.2)
            self._warm_up(ON_CALL)

    def _warm_up(self, functions: list[str]) -> None:
        names = [self.outputs[function] for function in functions if function in self.outputs]
        self.engine.ask("warm", {"functions": names})

    def _places(self) -> dict[str, dict[str, str]]:
        names = {
            "buckets": {"uploads": "UploadsBucket", "site": "SiteBucket"},
            "tables": {"catalogue": "CatalogueTable", "comments": "CommentsTable"},
            "queues": {"uploads": "UploadsQueueUrl", "images": "ImagesQueueUrl", "pages": "PagesQueueUrl"},
        }
        return {
            kind: {
                self.outputs[output].rsplit("/", 1)[-1]: lasting
                for lasting, output in wanted.items()
                if output in self.outputs
            }
            for kind, wanted in names.items()
        }

    def _client(self, service: str) -> Any:
        import boto3  # noqa: PLC0415  while the child is starting
        from botocore.config import Config  # noqa: PLC0415

        session = boto3.Session(engine.ACCESS_KEY, engine.SECRET_KEY, region_name=engine.REGION)
        config = Config(
            connect_timeout=2,
            read_timeout=60,
            max_pool_connections=32,
            retries={"max_attempts": 2},
            user_agent_extra=engine.OPENER,
        )
        return session.client(service, endpoint_url=self.endpoint, config=config)  # type: ignore[call-overload]
