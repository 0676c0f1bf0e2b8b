"""Following a content folder: what is saved is published."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from broadsheet_cli.local.content import Changes, ContentFolder, Target

CALM = 150  # milliseconds without a change, after which a burst of them is over


class Watcher:
    """Publishes the folder again after each change, in a thread of its own, until stopped."""

    def __init__(
        self,
        folder: Path,
        content: ContentFolder,
        target: Target,
        *,
        published: Callable[[Changes], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._folder = folder
        self._content = content
        self._target = target
        self._published = published
        self._failed = failed
        self._stop = threading.Event()
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
            if changes := self._content.publish(self._target):
                self._published(changes)
        except Exception as error:  # the next change must still be seen
            if not self._stop.is_set():
                self._failed(error)
