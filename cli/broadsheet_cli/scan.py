"""What lies in a content folder, at a glance: enough to see which files have changed since."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Stamp = tuple[int, int, int]
"""When a file was last written, and when anything about it was, in nanoseconds; and its size."""
Scan = dict[str, dict[str, Stamp]]
"""Folder, as a path with "/" at its end, "" for the one that was scanned -> the files in it, by name."""

JUST_NOW = 50_000_000  # nanoseconds within which a second write may leave the same stamp
UNKNOWN: Stamp = (0, 0, -1)
FOLLOWED = ("articles", "images")


def scan(root: Path) -> Scan:
    """Links to files are followed, and those to folders where they may be what a content folder begins with:
    further down they could lead back to where they are."""
    found: Scan = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        files = found[folder] = {}
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if _is_file(entry):
                    stat = entry.stat()
                    files[entry.name] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
                elif entry.is_dir(follow_symlinks=not folder and entry.name in FOLLOWED):
                    waiting.append(f"{folder}{entry.name}/")
    return found


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False  # as of one that leads nowhere
        raise


def paths_in(found: Scan) -> Iterator[str]:
    return (f"{folder}{name}" for folder, files in found.items() for name in files)


def distrust(found: Scan, paths: Iterable[str], now: int) -> None:
    """Forget the stamps of those files that were written at the very time of the scan: they may be written
    again before the clock moves on. `now` is in nanoseconds."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        files = found.get(f"{folder}/" if folder else "", {})
        if name in files and max(files[name]) > now - JUST_NOW:
            files[name] = UNKNOWN


def is_in(found: Scan, path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name in found.get(f"{folder}/" if folder else "", {})


def changed(before: Scan, after: Scan) -> Iterator[str]:
    """The paths of files that have come, gone or been written in the meantime."""
    for folder in before.keys() | after.keys():
        old, new = before.get(folder, {}), after.get(folder, {})
        if old != new:
            yield from (f"{folder}{name}" for name in _differing(old, new))


def _differing(old: Mapping[str, Stamp], new: Mapping[str, Stamp]) -> list[str]:
    return [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
