"""Which months and sections have stories: an entry stands as long as its list is not empty.

INDEX#archive        2026-11     INDEX#section/world  2026-11     INDEX#sections  world
"""

from __future__ import annotations

from broadsheet.converge import Pass, converge
from broadsheet.domain.pages import lists_of
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Absent, Delete, Matches, Put, Table


def index_lists(record: ArticleRecord, *, catalogue: Table) -> None:
    """See to the entries of the lists that a story stands in, and of those that it has left."""
    standing = lists_of(record.live) if record.live else ()
    indexed = {entry for name in (*standing, *record.left_lists) if (entry := index_entry(name))}
    keys = {(f"INDEX#{scope}", entry): name for scope, entry, name in indexed}
    there = {(row["pk"], row["sk"]) for row in catalogue.get_many(sorted(keys))}
    for key, name in keys.items():
        # A list that holds this story is not empty: its entry needs a look only where it is missing.
        if key not in there or name not in standing:
            converge(lambda key=key, name=name: _settle(key, name, catalogue), what=key[0])  # type: ignore[misc]


def index_entry(name: str) -> tuple[str, str, str] | None:
    """Scope and entry that speak of a list, with its name; None for a list that no index speaks of."""
    parts = name.split("/")
    if parts[0] == "archive":
        return "archive", parts[1], name
    if parts[0] == "section" and len(parts) == 3:
        return f"section/{parts[1]}", parts[2], name
    return ("sections", parts[1], name) if parts[0] == "section" else None


def _settle(key: tuple[str, str], name: str, catalogue: Table) -> Pass:
    there = catalogue.get(*key)
    wanted = bool(catalogue.query(f"LIST#{name}", limit=1))
    if wanted == bool(there):
        return Pass.SETTLED
    row = {"pk": key[0], "sk": key[1], "list": name}
    catalogue.write([Put(row, Absent()) if wanted else Delete(*key, Matches({"list": name}))])
    return Pass.MOVED
