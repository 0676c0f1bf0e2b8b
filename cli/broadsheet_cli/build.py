"""`broadsheet build`: the same use cases on the in-memory adapters, written into a folder."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.commenting.exports import BadExport, import_comments, read_export
from broadsheet_cli.content import uploads_of
from broadsheet_cli.newsroom import Newsroom
from broadsheet_cli.reporting import Report, progress, reports_of

MANIFEST = ".broadsheet-build.json"


@click.command()
@click.argument("content", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--comments", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Comments, as exported."
)
@click.option(
    "--base-url", default="http://127.0.0.1:8000", help="The site's address where site.toml names none."
)
def build(content: Path, out: Path, comments: Path | None, base_url: str) -> None:
    """Write the whole site for the files in CONTENT into the folder OUT.

    Files that are wrong are named and left out; the exit code is then 1.
    """
    _refuse_foreign(out)
    newsroom = Newsroom(now=datetime.now(UTC), base_url=base_url, pages_batch=sys.maxsize)
    if comments:
        _import(comments, newsroom)
    reports = edit(newsroom, uploads_of([content]))
    count = write_site(newsroom, out)
    refused = [report for report in reports if report.refused]
    for report in refused:
        report.show()
    click.echo(f"{count} pages in {out}, from {len(reports) - len(refused)} files; {len(refused)} refused.")
    raise SystemExit(1 if refused else 0)


def _import(comments: Path, newsroom: Newsroom) -> None:
    try:
        with comments.open("rb") as lines:
            import_comments(newsroom.comments, read_export(lines, str(comments)))
    except BadExport as error:
        raise click.ClickException(str(error)) from error


def edit(newsroom: Newsroom, files: dict[str, Path]) -> list[Report]:
    """Upload the files, in the order of their keys, and let everything settle."""
    newsroom.tick()
    for key, file in sorted(files.items()):
        modified = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        newsroom.uploads.put(key, file.read_bytes(), modified)
    for _ in progress(newsroom.steps(), "Building"):
        pass
    return reports_of(newsroom.uploads, files)


def write_site(newsroom: Newsroom, out: Path) -> int:
    """Write what differs and delete what an earlier build left there. Returns the number of files."""
    pages = {key: _unnumbered(key, page.body) for key, page in newsroom.site.pages.items()}
    for key in set(_earlier(out)) - pages.keys():
        (out / key).unlink(missing_ok=True)
    for key, body in pages.items():
        file = out / key
        if not file.is_file() or file.read_bytes() != body:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
    (out / MANIFEST).write_text(json.dumps(sorted(pages), indent=0))
    return len(pages)


def _unnumbered(key: str, body: bytes) -> bytes:
    """Without the number that the last line of a page is: a folder has no slow writers to guard against,
    and so equal content gives equal files."""
    return body if key.startswith("media/") else body.rstrip() + b"\n"


def _earlier(out: Path) -> list[str]:
    manifest = out / MANIFEST
    return list(json.loads(manifest.read_text())) if manifest.is_file() else []


def _refuse_foreign(out: Path) -> None:
    """A folder with other things in it is not ours to write into."""
    if out.exists() and not out.is_dir():
        raise click.ClickException(f"{out} is a file; name a folder to build into.")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise click.ClickException(
            f"{out} is not empty and not an earlier build; name a new or empty folder."
        )
