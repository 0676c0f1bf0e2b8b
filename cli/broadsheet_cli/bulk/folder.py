"""The folder that a site is built into."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import click

from broadsheet.domain.addresses import object_key
from broadsheet.ports import Page
from broadsheet.publishing.sheets import Sheet

MANIFEST = ".broadsheet-build"
UNFINISHED = " " * 32  # as long as a name


@dataclass
class Folder:
    """Files are written where they differ. What builds have left is known from the manifest: a line that
    names the last one that came to its end, and then a line for each file that may be there."""

    shared: ClassVar[bool] = True
    path: Path
    _made: set[str] = field(default_factory=set)
    _begun: bool = False

    def __post_init__(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise click.ClickException(f"{self.path} is a file; name a folder to build into.")
        if self.path.is_dir() and not self._manifest.is_file() and any(self.path.iterdir()):
            raise click.ClickException(
                f"{self.path} is not empty and not an earlier build; name a new or empty folder."
            )

    @property
    def _manifest(self) -> Path:
        return self.path / MANIFEST

    @property
    def build(self) -> str:
        """The name of the build that is in the folder; "" for none, or one that did not come to its end."""
        if not self._manifest.is_file():
            return ""
        with self._manifest.open(encoding="utf-8") as lines:
            return lines.readline().strip()

    @cached_property
    def _earlier(self) -> set[str]:
        if not self._manifest.is_file():
            return set()
        return set(self._manifest.read_text("utf-8").split("\n")[1:-1])

    def expect(self, keys: Iterable[str]) -> None:
        # Before the files are there: who dies in between leaves nothing that nobody knows of.
        new = [key for key in keys if key not in self._earlier]
        if not self._begun:
            self.path.mkdir(parents=True, exist_ok=True)
            self._manifest.write_text("\n".join((UNFINISHED, *self._earlier, "")), "utf-8")
            self._begun = True
        self._list(new)

    def page(self, path: str, sheet: Sheet) -> str:
        key = object_key(path)
        self._write(key, bytes_of(sheet))
        return key

    def picture(self, key: str, page: Page) -> None:
        self._write(key, page.body)

    def _write(self, key: str, body: bytes) -> None:
        if key not in self._earlier or _read(f"{self.path}/{key}") != body:
            self._put(key, body)

    def _put(self, key: str, body: bytes) -> None:
        file = f"{self.path}/{key}"
        folder = file.rpartition("/")[0]
        if folder not in self._made:
            _make(folder)
            self._made.add(folder)
        _overwrite(file, body)

    def finish(self, keys: Iterable[str]) -> int:
        """Delete what is not among these keys any more; returns how many there are."""
        written = sorted(keys)
        for key in self._earlier.difference(written):
            self._remove(key)
        self._manifest.write_text("\n".join((os.urandom(16).hex(), *written, "")), "utf-8")
        return len(written)

    # -- one by one, after a whole build

    def begin(self) -> None:
        self._name(UNFINISHED)

    def end(self) -> str:
        """Returns the name of the build that has come to its end."""
        name = os.urandom(16).hex()
        self._name(name)
        return name

    def _name(self, name: str) -> None:
        # All names have one length, so the rest stays where it is.
        with self._manifest.open("r+b") as lines:
            lines.write(name.encode())

    def replace(self, key: str, body: bytes | None) -> int:
        """Have this file in the folder, or none; returns how many more files there are for it."""
        before = _read(f"{self.path}/{key}")
        if body is None:
            self._remove(key)
        elif before != body:
            if before is None:
                self._list([key])
            self._put(key, body)
        return (body is not None) - (before is not None)

    def _list(self, keys: Iterable[str]) -> None:
        with self._manifest.open("a", encoding="utf-8") as lines:
            lines.writelines(f"{key}\n" for key in keys)

    def _remove(self, key: str) -> None:
        """The file, and folders that are empty without it."""
        file = self.path / key
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.path or not _is_empty(folder):
                break
            folder.rmdir()


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def bytes_of(sheet: Sheet) -> bytes:
    """A page as a file. It has no number at its end, as an object of the bucket has: a folder has no slow
    writers."""
    return f"{sheet.text.rstrip()}\n".encode()


def _make(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102  ten thousand of them
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _overwrite(file: str, body: bytes) -> None:
    """What was there is overwritten: to throw it away first takes a file system seven times as long."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        length = 0
        while length < len(body):
            length += os.write(descriptor, body[length:] if length else body)
        os.ftruncate(descriptor, length)
    except OSError as error:  # the system names no file where one is being written
        raise OSError(error.errno, error.strerror, file) from error
    finally:
        os.close(descriptor)


def _read(file: str) -> bytes | None:
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123
            return stream.read()
    except OSError:
        return None
