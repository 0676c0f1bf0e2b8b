"""Which of the names in a file stands for which of our fields."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from broadsheet.formats.fields import FIELDS, meant, normal
from broadsheet.formats.given import Given, Path, Value
from broadsheet.formats.notes import Notes

# Tables whose fields count as if they stood at the top: Zola's two, Hugo's one.
_NESTED = ("taxonomies", "extra", "params")


class Entry(NamedTuple):
    """One field as it is given: the editor's own name for it, its value, its line."""

    name: str
    value: Value
    line: int | None
    path: Path


class Lookup:
    """The fields of one file by our names."""

    def __init__(self, given: Given, notes: Notes) -> None:
        self._given = given
        self._entries: dict[str, Entry] = {}
        for name, value in given.values.items():
            self._add(name, value, (name,), notes)
        for name in [name for name in given.values if normal(name) in _NESTED]:
            self._add_nested(name, given.values[name])
        self._fields = _by_field(self._entries)

    def __getitem__(self, field: str) -> Entry | None:
        """The entry for one of our fields; None where neither it nor a synonym has a value."""
        found = self._fields.get(field)
        return found[0] if found else None

    def all(self, field: str) -> list[Entry]:
        """Every entry for a field, under its own name first."""
        return self._fields.get(field, [])

    def named(self, name: str) -> Entry | None:
        """The entry under exactly this name."""
        entry = self._entries.get(normal(name))
        return entry if entry and entry.value is not None else None

    def inside(self, entry: Entry, *steps: str | int) -> int | None:
        """The line of something inside an entry."""
        return self._given.line_of((*entry.path, *steps))

    def _add(self, name: str, value: Value, path: Path, notes: Notes) -> None:
        line, plain = self._given.line_of(path), normal(name)
        if plain in self._entries:
            notes.error(f"“{name}” is given twice; keep one of the two", name, line)
        self._entries[plain] = Entry(name, value, line, path)
        if better := meant(name):
            notes.warn(f"“{name}” is not a field I know; did you mean “{better}”?", name, line)

    def _add_nested(self, outer: str, table: Value) -> None:
        for name, value in table.items() if isinstance(table, dict) else ():
            path = (outer, name)
            self._entries.setdefault(normal(name), Entry(name, value, self._given.line_of(path), path))


def _by_field(entries: dict[str, Entry]) -> dict[str, list[Entry]]:
    """The entries that have a value, under each of our fields that their name may stand for."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    for name, entry in entries.items():
        for rank, field in _MEANT.get(name, ()) if entry.value is not None else ():
            found.setdefault(field, []).append((rank, entry))
    return {field: [entry for _, entry in sorted(ranked, key=_first)] for field, ranked in found.items()}


_first = itemgetter(0)
_NAMES = {field.name: tuple(normal(name) for name in (field.name, *field.synonyms)) for field in FIELDS}

# The other way round: the fields that a name stands for, and how far down it is among their names.
_MEANT: dict[str, list[tuple[int, str]]] = {}
for _field, _of_it in _NAMES.items():
    for _rank, _name in reversed([*enumerate(_of_it)]):
        _MEANT.setdefault(_name, []).append((_rank, _field))


def written_title(given: Given) -> str:
    """The title a file's fields give, as far as it can be told before they are checked."""
    for name, value in given.values.items():
        if normal(name) in _NAMES["title"] and isinstance(value, str):
            return value
    return ""
