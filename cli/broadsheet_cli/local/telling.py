"""What `serve` says on the terminal: one moving line where there is a person, plain lines otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.status import Status

from broadsheet_cli.reporting import Report


class Teller:
    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def step(self, what: str) -> None:
        """What is being done now."""
        if not self._console.is_terminal:
            self._console.print(f"{what} …")
        elif self._status is None:
            self._status = self._console.status(f"{what} …")
            self._status.start()
        else:
            self._status.update(f"{what} …")

    def note(self, what: str) -> None:
        self._console.print(escape(what))

    @contextmanager
    def counting(self, what: str, total: int) -> Iterator[Callable[[str], None]]:
        """Something that is done `total` times; call what is yielded each time."""
        with self._progress(f"{what} {total} files", total, MofNCompleteColumn()) as (progress, task):
            yield lambda _: progress.advance(task)

    @contextmanager
    def _progress(self, what: str, total: int, count: ProgressColumn) -> Iterator[tuple[Progress, TaskID]]:
        """A bar and the time that is left where there is a person; a line otherwise."""
        self._end_status()
        watched = self._console.is_terminal
        if not watched:
            self._console.print(f"{what} …")
        columns = (TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn())
        with Progress(*columns, console=self._console, transient=True, disable=not watched) as progress:
            yield progress, progress.add_task(what, total=total)

    def through(self, what: str, steps: Iterable[str], by_now: Callable[[], tuple[int, int]]) -> None:
        """Go through the steps of something; `by_now` tells how much is done, and of how much."""
        with self._progress(what, by_now()[1], TaskProgressColumn()) as (progress, task):
            for _ in steps:
                done, total = by_now()
                progress.update(task, completed=done, total=total)

    def ready(self, url: str, bucket: str) -> None:
        """The site is up: where it is, and how to publish there."""
        self._end_status()
        port = url.rpartition(":")[2]
        option = "" if port == "8000" else f" --port {port}"
        self._console.print(f"\n[bold]Your newspaper is at [link={url}]{url}[/link][/bold]\n")
        self._console.print(f"Uploads bucket   {bucket}")
        self._console.print(f"Publish a file   broadsheet publish{option} story.md")
        self._console.print(f'Or with any S3   eval "$(broadsheet env{option})"')
        self._console.print(
            '                 aws s3 cp story.md "s3://$BROADSHEET_UPLOADS/articles/world/story.md"'
        )
        self._console.print("\nCtrl-C stops it.")

    def answered(self, report: Report) -> None:
        """What became of one file."""
        for line, colour in report.lines():
            self._console.print(escape(line), style=colour or None)

    def failed(self, error: Exception) -> None:
        self.note(f"Could not publish: {error}")

    def close(self) -> None:
        self._end_status()

    def _end_status(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
