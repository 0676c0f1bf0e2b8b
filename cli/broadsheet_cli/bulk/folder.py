"""The folder that a site is built into."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import click

from broadsheet.domain.addresses import object_key
from broadsheet.ports import Page
from broadsheet.publishing.sheets import Sheet

MANIFEST = ".broadsheet-build.json"


@dataclass
class Folder:
    """Files are written where they differ. What an earlier build has left is known from its manifest."""

    path: Path
    _made: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise click.ClickException(f"{self.path} is a file; name a folder to build into.")
        if self.path.is_dir() and any(self.path.iterdir()) and not self._manifest.is_file():
            raise click.ClickException(
                f"{self.path} is not empty and not an earlier build; name a new or empty folder."
            )
        self._earlier = set(json.loads(self._manifest.read_text())) if self._manifest.is_file() else set()

    @property
    def _manifest(self) -> Path:
        return self.path / MANIFEST

    def page(self, path: str, sheet: Sheet) -> str:
        # Without the number that ends an object of the bucket: a folder has no slow writers.
        key = object_key(path)
        self._write(key, f"{sheet.text.rstrip()}\n".encode())
        return key

    def picture(self, key: str, page: Page) -> None:
        self._write(key, page.body)

    def _write(self, key: str, body: bytes) -> None:
        file = f"{self.path}/{key}"
        if key in self._earlier and _holds(file, body):
            return
        folder = file.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103  ten thousand of them
            self._made.add(folder)
        with open(file, "wb", buffering=0) as stream:  # noqa: PTH123
            stream.write(body)

    def finish(self, keys: Iterable[str]) -> int:
        """Delete what is not among these keys any more; returns how many there are."""
        written = sorted(keys)
        for key in self._earlier.difference(written):
            (self.path / key).unlink(missing_ok=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self._manifest.write_text(json.dumps(written, indent=0))
        return len(written)


def _holds(file: str, body: bytes) -> bool:
    try:
        return Path(file).read_bytes() == body
    except OSError:
        return False
