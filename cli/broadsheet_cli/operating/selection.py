"""Which uploads and which pages a rebuild looks at again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from broadsheet.domain import rows
from broadsheet.ports import Row
from broadsheet.publishing.invalidating import NAMES, every_page
from broadsheet_cli.operating.inventory import Standing

Paths = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Register:
    """All public stories as the catalogue lists them, and the sections that the site's settings name."""

    stories: Sequence[Row]
    sections: Sequence[str]


@dataclass(frozen=True)
class Pattern:
    """A glob over upload keys and addresses, `*` for any characters at all; "" means everything."""

    glob: str = ""

    def matches(self, name: str) -> bool:
        return not self.glob or fnmatchcase(name, self.glob)

    def uploads(self, found: Mapping[str, Standing], register: Register) -> list[str]:
        """Keys of the files that are there, by their own name or by an address of their story."""
        addressed = {row["upload"] for row in register.stories if any(map(self.matches, _addresses(row)))}
        there = (item.key for item in found.values() if item.etag is not None)
        return sorted((key for key in there if self.matches(key) or key in addressed), key=_in_order)

    def pages(self, register: Register, paths: Paths) -> list[str]:
        """Names of the pages whose address matches, and of all that follow from a story whose file does."""
        names = list(every_page(register.stories, sections=register.sections))
        if not self.glob:
            return names
        mine = [row for row in register.stories if self.matches(row["upload"])]
        following = set(every_page(mine, sections=())) if mine else set()
        return [name for name in names if name in following or any(map(self.matches, paths(name)))]


def hints(keys: Iterable[str], unanswered: Iterable[Standing]) -> Iterator[dict[str, Any]]:
    """One message an upload: what fails holds up nothing else. What was never answered has all that follows
    worked out once more, since a change may have been lost on its way to the pages."""
    again = {item.key for item in unanswered}
    for key in dict.fromkeys([*keys, *sorted(again, key=_in_order)]):
        yield {"keys": [key], "again": True} if key in again else {"keys": [key]}


def page_hints(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"pages": list(names[start : start + NAMES])} for start in range(0, len(names), NAMES)]


def _addresses(row: Row) -> tuple[str, ...]:
    return (rows.teaser_from(row).path, *row["leads"])


def _in_order(key: str) -> tuple[bool, bool, str]:
    """Settings and pictures come first: a story that finds them is right at the first attempt."""
    return (key != "site.toml", key.startswith("articles/"), key)
