"""`broadsheet build`: a whole site, written into a folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.exports import BadExport, import_comments, read_export
from broadsheet.publishing.receipts import said_of
from broadsheet_cli.bulk.folder import Folder
from broadsheet_cli.bulk.site import BulkSite
from broadsheet_cli.content import uploads_of
from broadsheet_cli.reporting import Report, progress


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
def build(content: Path, out: Path, comments: Path | None, base_url: str, jobs: int) -> None:
    """Write the whole site for the files in CONTENT into the folder OUT.

    Files that are wrong are named and left out; the exit code is then 1.
    """
    gc.disable()  # all that is made is needed until the end
    folder, files = Folder(out), uploads_of([content])
    site = BulkSite(files, folder, datetime.now(UTC), base_url, jobs, _comments(comments))
    for _ in progress(site.steps(), "Building"):
        pass
    refused = [report for report in _reports(site, files) if report.refused]
    for report in refused:
        report.show()
    click.echo(
        f"{site.count} pages in {out}, from {len(files) - len(refused)} files; {len(refused)} refused."
    )
    raise SystemExit(1 if refused else 0)


def _comments(file: Path | None) -> MemoryTable:
    table = MemoryTable()
    if file:
        try:
            with file.open("rb") as lines:
                import_comments(table, read_export(lines, str(file)))
        except BadExport as error:
            raise click.ClickException(str(error)) from error
    return table


def _reports(site: BulkSite, files: Mapping[str, Path]) -> list[Report]:
    found = ((file, site.records.get(key)) for key, file in sorted(files.items()))
    return [Report(file, said_of(record, site.base_url) if record else None) for file, record in found]
