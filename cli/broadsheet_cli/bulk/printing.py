"""Names of pages -> files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from broadsheet.domain.addresses import object_key
from broadsheet.domain.pages import OF_STORIES
from broadsheet.publishing.editions import Editions
from broadsheet_cli.bulk.folder import Folder
from broadsheet_cli.bulk.labour import share_out


def print_pages(names: Iterable[str], editions: Editions, folder: Folder, *, jobs: int) -> Iterator[str]:
    """Write all that should stand under these names; yields the key of each file."""

    def some(part: Sequence[tuple[str, str]]) -> list[str]:
        sheets = {path: sheet for path, name in part if (sheet := editions.sheet(name, path))}
        # Without the number that ends an object of the bucket: a folder has no slow writers.
        files = {object_key(path): f"{sheet.text.rstrip()}\n".encode() for path, sheet in sheets.items()}
        for key, body in files.items():
            folder.write(key, body)
        return [*files]

    # Stories first: what is alike is best printed together.
    ordered = sorted(names, key=lambda name: not name.startswith(OF_STORIES))
    paths = {path: name for name in ordered for path in editions.paths(name)}
    return share_out(some, list(paths.items()), jobs)
