"""Folders -> the zips that Lambda takes. What comes from PyPI is on this machine's own path."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    key: str
    content: bytes


def function_package(folder: Path) -> Package:
    """Every module of the folder, flat, as its Makefile has them packaged."""
    return _package((path, path.relative_to(folder)) for path in sorted(folder.glob("*.py")))


def layer_package(folder: Path) -> Package:
    """The Python packages of the folder under `python/`, where Lambda looks for them."""
    roots = sorted(init.parent for init in folder.glob("*/__init__.py"))
    return _package(
        (path, Path("python") / path.relative_to(folder)) for root in roots for path in _sources(root)
    )


def _sources(folder: Path) -> Iterable[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _package(files: Iterable[tuple[Path, Path]]) -> Package:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("python/.layer", EPOCH), b"")
        for path, name in files:
            archive.writestr(zipfile.ZipInfo(name.as_posix(), EPOCH), path.read_bytes())
    content = buffer.getvalue()
    return Package(f"{hashlib.sha256(content).hexdigest()[:32]}.zip", content)
