"""What an editor sees on the terminal: progress, and what became of each file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from broadsheet.domain.addresses import receipt_key
from broadsheet.ports import Uploads

T = TypeVar("T")
Progressed = Callable[[], tuple[int, int]]
PROBLEM_COLOURS = {"errors": "red", "warnings": "yellow"}


@dataclass(frozen=True)
class Report:
    """One file and its receipt; None where none has come."""

    file: Path
    receipt: Mapping[str, Any] | None

    @property
    def refused(self) -> bool:
        return self.receipt is None or self.receipt["state"] == "refused"

    def show(self) -> None:
        """One line on what became of the file, and one for each problem, ready to click on."""
        for line, colour in self.lines():
            click.echo(click.style(line, fg=colour) if colour else line)

    def lines(self) -> Iterator[tuple[str, str]]:
        """What there is to say, with the colour to say it in; "" for none."""
        if self.receipt is None:
            yield f"{self.file}: no answer yet", "red"
            return
        yield f"{self.file}: {self._outcome(self.receipt)}", ""
        for kind, colour in PROBLEM_COLOURS.items():
            for problem in self.receipt[kind]:
                yield self._problem(kind[:-1], problem), colour

    def _outcome(self, receipt: Mapping[str, Any]) -> str:
        state = str(receipt["state"])
        if state == "scheduled":
            return f"scheduled for {receipt['appears']} at {receipt['url']}"
        return f"{state} {receipt['url']}" if state == "published" and receipt["url"] else state

    def _problem(self, kind: str, problem: Mapping[str, Any]) -> str:
        line = f":{problem['line']}" if problem["line"] else ""
        field = f"{problem['field']}: " if problem["field"] else ""
        return f"  {self.file}{line}: {kind}: {field}{problem['message']}"


def reports_of(uploads: Uploads, files: Mapping[str, Path]) -> list[Report]:
    """The receipts that have been written for these uploads, in the order of their keys."""
    found = ((file, uploads.read_receipt(receipt_key(key))) for key, file in sorted(files.items()))
    return [Report(file, json.loads(receipt[0]) if receipt else None) for file, receipt in found]


def progress(
    steps: Iterable[T], title: str, total: int | None = None, *, by_now: Progressed | None = None
) -> Iterator[T]:
    """A bar on a terminal; nothing where the output goes elsewhere. `by_now` tells how much is done, and of
    how much, where steps are of different length or become known on the way."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich import progress as rich  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  a fifth of the start of a command that draws no bar

    count = rich.TaskProgressColumn() if by_now else rich.MofNCompleteColumn()
    columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), count)
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        for number, step in enumerate(steps, 1):
            yield step
            done, total = by_now() if by_now else (number, total)
            bar.update(task, completed=done, total=total)
