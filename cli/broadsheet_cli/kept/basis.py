"""What a kept state hangs on beside the content: where that has changed, the site is built as a whole."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("broadsheet", "broadsheet_cli", "broadsheet_templates")


def basis(*facts: object) -> str:
    """One word for these facts, the code, and the libraries that it is built on."""
    libraries = Path(sysconfig.get_path("purelib")).stat().st_mtime_ns  # installing one touches the folder
    told = (sys.version, libraries, [sorted(_stamps(_folder(name))) for name in PACKAGES], facts)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _folder(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise AssertionError(f"{package} is part of this program")
    return next(iter(spec.submodule_search_locations))


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _stamps(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_mtime_ns, stat.st_size


def stamp_of(file: Path | None) -> tuple[str, int, int] | None:
    """Tells whether a file beside the content is the one that it was."""
    if file is None:
        return None
    stat = file.stat()
    return str(file.resolve()), stat.st_mtime_ns, stat.st_size
