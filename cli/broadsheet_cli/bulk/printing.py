"""Names of pages -> where they are to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Protocol

from broadsheet.domain.pages import OF_STORIES
from broadsheet.ports import Page
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.sheets import Sheet
from broadsheet_cli.bulk.labour import share_out


class Outlet(Protocol):
    """Where a site is put that is built at once. `shared`: several processes may put pages there, each with a
    copy of it."""

    shared: ClassVar[bool]

    def expect(self, keys: Iterable[str]) -> None:
        """Files with these keys are about to be put there."""

    def page(self, path: str, sheet: Sheet) -> str:
        """Put a page there; returns the key of its file."""

    def picture(self, key: str, page: Page) -> None: ...

    def finish(self, keys: Iterable[str]) -> int:
        """These are all the files there are; returns how many."""


def paths_of(names: Iterable[str], editions: Editions) -> list[tuple[str, str]]:
    """Every path with the name that it is printed under, stories first: what is alike is best printed
    together."""
    ordered = sorted(names, key=lambda name: not name.startswith(OF_STORIES))
    return [*{path: name for name in ordered for path in editions.paths(name)}.items()]


def print_pages(
    paths: Sequence[tuple[str, str]], editions: Editions, outlet: Outlet, *, jobs: int
) -> Iterator[str]:
    """Put out all that should stand at these paths; yields the key of each file, "" for none.

    They come in any order.
    """

    def some(part: Sequence[tuple[str, str]]) -> list[str]:
        sheets = [(path, editions.sheet(name, path)) for path, name in part]
        return [outlet.page(path, sheet) if sheet else "" for path, sheet in sheets]

    return share_out(some, paths, jobs if outlet.shared else 1)
