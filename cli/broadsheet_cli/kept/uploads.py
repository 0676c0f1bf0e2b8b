"""A content folder as the bucket that editors write to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from broadsheet.ports import Listed, Spell, Upload
from broadsheet_cli.bulk.drafts import upload_of


@dataclass(frozen=True)
class FolderUploads:
    """`file_of` knows the file of each key. A folder has one version of everything, and no receipts."""

    file_of: Callable[[str], Path | None]

    def head(self, key: str) -> Upload | None:
        found = self.read(key)
        return found and found._replace(body=None)

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        file = self.file_of(key)
        try:
            found = upload_of(key, file) if file else None
        except FileNotFoundError:
            return None
        if found is None or version not in (None, found.version):
            return None
        return found._replace(body=None) if most is not None and found.size > most else found

    def spell(self, key: str) -> Spell | None:
        found = self.read(key)
        return Spell(found.modified, None, frozenset({found.etag})) if found else None

    def read_receipt(self, key: str) -> None:
        return None

    def write_receipt(self, key: str, body: bytes, *, etag: str | None) -> NoReturn:
        raise TypeError("a build answers on the terminal")

    def keys(self, prefix: str, *, after: str = "", limit: int) -> list[Listed]:
        raise TypeError("a build looks at the folder itself")
