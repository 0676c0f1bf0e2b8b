"""`broadsheet check`: what a receipt would say, without a network or a stack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet_cli.content import SITE_FILE, uploads_of
from broadsheet_cli.newsroom import Newsroom
from broadsheet_cli.reporting import Report, progress, reports_of


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Say of each FILE (or each file in a folder) what would become of it if it were uploaded now.

    Images and settings of the content folder that a file lies in are taken into account. The exit
    code is 1 if any file would be refused.
    """
    asked = uploads_of(files)
    newsroom = Newsroom(now=datetime.now(UTC))
    reports = edit(newsroom, _surroundings(asked) | asked)
    mine = set(asked.values())
    shown = [report for report in reports if report.file in mine]
    for report in shown:
        report.show()
    raise SystemExit(1 if any(report.refused for report in shown) else 0)


def edit(newsroom: Newsroom, files: dict[str, Path]) -> list[Report]:
    """Upload the files, the oldest first, and let everything settle."""
    newsroom.tick()
    aged = sorted((int(file.stat().st_mtime), key) for key, file in files.items())
    for modified, key in aged:
        newsroom.uploads.put(key, files[key].read_bytes(), datetime.fromtimestamp(modified, UTC))
    for _ in progress(newsroom.steps(), "Checking"):
        pass
    return reports_of(newsroom.uploads, files)


def _surroundings(asked: dict[str, Path]) -> dict[str, Path]:
    """Images and settings beside the articles: what the files refer to and are read by."""
    found: dict[str, Path] = {}
    for root in {_root(key, file) for key, file in asked.items()} - {None}:
        around = uploads_of([root]) if root else {}
        found |= {key: file for key, file in around.items() if key == SITE_FILE or key.startswith("images/")}
    return found


def _root(key: str, file: Path) -> Path | None:
    """The content folder of a file whose place on disk is its key; None for one that lies elsewhere."""
    resolved = file.resolve()
    if not resolved.as_posix().endswith("/" + key):
        return None
    root = Path(resolved.as_posix()[: -len(key) - 1])
    return root if (root / "articles").is_dir() else None
