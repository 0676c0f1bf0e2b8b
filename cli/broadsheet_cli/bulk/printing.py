"""Names of pages -> files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from broadsheet.domain.addresses import object_key
from broadsheet.publishing.editions import Editions
from broadsheet_cli.bulk.folder import Folder
from broadsheet_cli.bulk.labour import share_out


def print_pages(names: Iterable[str], editions: Editions, folder: Folder, *, jobs: int) -> Iterator[str]:
    """Write all that should stand under these names; yields the key of each file."""

    def some(part: Sequence[tuple[str, str]]) -> list[str]:
        return [key for path, name in part if (key := _print(name, path, editions, folder))]

    paths = {path: name for name in names for path in editions.paths(name)}
    return share_out(some, list(paths.items()), jobs)


def _print(name: str, path: str, editions: Editions, folder: Folder) -> str:
    sheet = editions.sheet(name, path)
    if sheet is None:
        return ""
    key = object_key(path)
    # Without the number that ends an object of the bucket: a folder has no slow writers to guard against.
    folder.write(key, f"{sheet.text.rstrip()}\n".encode())
    return key
