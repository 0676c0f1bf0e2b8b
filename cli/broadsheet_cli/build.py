"""`broadsheet build`: a whole site, written into a folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.rendering.engine import beside_the_templates, keep_compiled
from broadsheet_cli.bulk.folder import Folder
from broadsheet_cli.bulk.labour import NotShared
from broadsheet_cli.bulk.site import BulkSite, Record
from broadsheet_cli.content import is_laid_out, uploads_of
from broadsheet_cli.reporting import Report, progress

if TYPE_CHECKING:
    from broadsheet_cli.kept.building import KeptBuild


@click.command()
@click.argument("content", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--comments", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Comments, as exported."
)
@click.option(
    "--base-url", default="http://127.0.0.1:8000", help="The site's address where site.toml names none."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=lambda: len(os.sched_getaffinity(0)),
    show_default="one for each processor",
    help="How many processes share the work.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that keeps what the next build need not do again.",
)
def build(
    content: Path, out: Path, *, comments: Path | None, base_url: str, jobs: int, state: Path | None
) -> None:
    """Write the whole site for the files in CONTENT into the folder OUT.

    Files that are wrong are named and left out; the exit code is then 1.
    """
    gc.disable()  # all that is made is needed until the end
    keep_compiled(beside_the_templates())
    if state and not content.is_dir():
        raise click.BadParameter("a state is kept of a folder, not of a single file", param_hint="--state")
    order = Order(content, Folder(out), comments, base_url, jobs, datetime.now(UTC))
    built = from_state(order, state) if state else whole(order)
    for report in built.refused:
        report.show()
    refused = len(built.refused)
    click.echo(f"{built.count} pages in {out}, from {built.files - refused} files; {refused} refused.")
    raise SystemExit(1 if refused else 0)


@dataclass(frozen=True)
class Order:
    """What is to be built."""

    content: Path
    folder: Folder
    comments: Path | None
    base_url: str
    jobs: int
    now: datetime


@dataclass(frozen=True)
class Built:
    """How many pages there are, and from how many files; `refused` are reports."""

    count: int
    files: int
    refused: list[Report]


def from_state(order: Order, folder: Path) -> Built:
    """From what has changed since the last build, if that will do."""
    from broadsheet_cli.kept.basis import basis, stamp_of  # noqa: PLC0415  not every build keeps a state
    from broadsheet_cli.kept.building import KeptBuild  # noqa: PLC0415
    from broadsheet_cli.kept.site import NeedsWholeBuild  # noqa: PLC0415
    from broadsheet_cli.kept.state import State  # noqa: PLC0415

    laid_out = is_laid_out(order.content)
    hangs_on = basis(order.base_url, order.content.resolve(), laid_out, stamp_of(order.comments))
    kept = KeptBuild(State(folder), order.content, order.folder, hangs_on, order.now, order.base_url)
    try:
        for _ in progress(kept.steps(), "Building"):
            pass
    except NeedsWholeBuild as reason:
        click.echo(f"The whole site is built: {reason}.", err=True)
        kept.state.forget()
        return whole(order, partial(_keep, kept))
    return Built(kept.pages, kept.files, _refused(kept.refused, order.base_url))


def _keep(kept: KeptBuild, site: BulkSite) -> None:
    import sqlite3  # noqa: PLC0415  as above

    try:
        kept.keep(site)
    except (sqlite3.Error, OSError) as error:
        said = f"The site is built, but its state cannot be kept in {kept.state.folder}: {error}."
        click.echo(said, err=True)


def whole(order: Order, keep: Callable[[BulkSite], None] | None = None) -> Built:
    files = uploads_of([order.content])
    site = BulkSite(files, order.folder, order.now, order.base_url, order.jobs, _comments(order.comments))
    try:
        for _ in progress(site.steps(), "Building", by_now=lambda: (site.done, site.total)):
            pass
    except NotShared as error:
        raise click.ClickException(f"{error.message}; --jobs 1 does without other processes.") from error
    if keep:
        keep(site)
    records = {file: site.records.get(key) for key, file in sorted(files.items())}
    return Built(site.count, len(files), _refused(records, order.base_url))


def _refused(records: Mapping[Path, Record | None], base_url: str) -> list[Report]:
    from broadsheet.publishing.receipts import said_of  # noqa: PLC0415  mostly there are none

    wrong = {file: record for file, record in records.items() if not record or record.state == "refused"}
    return [Report(file, said_of(record, base_url) if record else None) for file, record in wrong.items()]


def _comments(file: Path | None) -> MemoryTable:
    table = MemoryTable()
    if file:
        from broadsheet.commenting.exports import (  # noqa: PLC0415  not every build has comments
            BadExport,
            import_comments,
            read_export,
        )

        try:
            with file.open("rb") as lines:
                import_comments(table, read_export(lines, str(file)))
        except BadExport as error:
            raise click.ClickException(str(error)) from error
    return table
