"""Waiting until the queues are empty, with a bar that says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from broadsheet.errors import BroadsheetError
from broadsheet_cli.operating.queues import backlog
from broadsheet_cli.operating.telling import length, many
from broadsheet_cli.target import Target

POLL = 0.5
# Work hops between queue, function and stream, and SQS counts only about right: one empty look is not
# the end.
QUIET, QUIET_HERE = 15.0, 2.0


class NotDrained(BroadsheetError):
    """The queues do not empty; the message says what is left in them."""


@dataclass(frozen=True)
class Draining:
    """Looks at the queues until they have been empty for `quiet` seconds. `look` counts what is left."""

    look: Callable[[], Mapping[str, int]]
    patience: float
    quiet: float
    poll: float = POLL

    def steps(self) -> Iterator[int]:
        """Yields at every look how many messages are left. Raises NotDrained when they have not become
        fewer for `patience` seconds."""
        lowest, progressed, emptied = None, time.monotonic(), None
        while True:
            found = self.look()
            now, left = time.monotonic(), sum(found.values())
            yield left
            if lowest is None or left < lowest:
                lowest, progressed = left, now
            emptied = (emptied or now) if left == 0 else None
            if emptied and now - emptied >= self.quiet:
                return
            if now - progressed > self.patience + self.quiet:
                raise NotDrained(_said(found, self.patience))
            time.sleep(self.poll)


def draining(target: Target, names: Sequence[str], patience: float) -> Draining:
    def look() -> dict[str, int]:
        return {name: backlog(target, target.queues[name]).messages for name in names}

    return Draining(look, patience, QUIET_HERE if target.endpoint else QUIET)


def countdown(left: Iterable[int], title: str) -> None:
    """A bar on a terminal; nothing where the output goes elsewhere. More may come in while it is shown, so
    the end is the most there was; the time left is told from the pace of the last half minute."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task, most = bar.add_task(title, total=None), 0
        for count in left:
            most = max(most, count)
            bar.update(task, total=most or None, completed=most - count)


def _said(found: Mapping[str, int], patience: float) -> str:
    queues = ", ".join(f"{name} {many(count, 'message')}" for name, count in found.items() if count)
    return f"after {length(patience)} without progress there is still something to do: {queues}"
