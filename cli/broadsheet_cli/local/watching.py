"""Following a content folder: what is saved is published."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import watchfiles

from broadsheet_cli.local.content import Changes, ContentFolder, Target
from broadsheet_cli.receipts import read_receipt
from broadsheet_cli.reporting import Report

CALM = 150  # milliseconds without a change, after which a burst of them is over
PATIENCE = 60  # seconds without any answer, after which no more is waited for
POLL = 0.3
LOOKS = 8  # for receipts at a time: more would take from the functions what they need to answer
WITHDRAWN: dict[str, Any] = {"state": "withdrawn", "errors": [], "warnings": []}


class Watcher:
    """Publishes the folder again after each change, in a thread of its own, until stopped."""

    def __init__(
        self,
        folder: Path,
        content: ContentFolder,
        target: Target,
        *,
        answered: Callable[[Report], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._folder = folder
        self._content = content
        self._target = target
        self._answered = answered
        self._failed = failed
        self._stop = threading.Event()
        self._heard = 0.0  # when any file was answered last
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _follow(self) -> None:
        # The filter is the content folder's own; a timeout makes even a missed event a short delay.
        for _ in watchfiles.watch(
            self._folder,
            watch_filter=None,
            debounce=CALM * 4,
            step=CALM,
            stop_event=self._stop,
            rust_timeout=1000,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            self._publish()

    def _publish(self) -> None:
        try:
            changes = self._content.publish(self._target)
            for key in changes.deleted:
                self._answered(Report(Path(key), WITHDRAWN))
            if changes.uploaded:
                # Beside the watch: the next save is not to wait for the answers to this one.
                threading.Thread(target=self._report, args=(changes,), daemon=True).start()
        except Exception as error:  # the next change must still be seen
            if not self._stop.is_set():
                self._failed(error)

    def _report(self, changes: Changes) -> None:
        self._heard = time.monotonic()
        waiting = deque(changes.uploaded.items())
        while waiting and not self._stop.is_set():
            late = time.monotonic() > self._heard + PATIENCE
            for _ in range(min(LOOKS, len(waiting))):
                key, etag = waiting.popleft()
                receipt = self._receipt(key, etag)
                if receipt or late:
                    self._heard = self._heard if late else time.monotonic()
                    self._answered(Report(Path(key), receipt))
                else:
                    waiting.append((key, etag))
            self._stop.wait(POLL)

    def _receipt(self, key: str, etag: str) -> Mapping[str, Any] | None:
        return read_receipt(self._target.client("s3"), self._target.uploads_bucket, key, etag)
