"""A decision -> the rows that change with it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Absent, Action, Check, Condition, Delete, Matches, Put, key_of
from broadsheet.publishing.claims import Owner, Shelf
from broadsheet.publishing.links import opened

MAX_ACTIONS = 100  # of one transaction


def transaction(old: ArticleRecord, new: ArticleRecord, shelf: Shelf) -> list[Action]:
    """The record and every row that changes with it, each on condition of what was seen on the shelf."""
    claimed = list(addresses(old, new, shelf))
    actions = [guarded(old, new), *_derived(old, new), *claimed, *_waits(new, shelf, claimed)]
    return [*actions, opened(old.id, shelf.picks)] if new.relinks else actions


def departure(old: ArticleRecord, gone: ArticleRecord, shelf: Shelf) -> list[Action]:
    """The record without the rows that made it public. Its address and former ones stay its own; aliases,
    which nothing of it names from here on, come free."""
    return [guarded(old, gone), *_derived(old, gone), *addresses(old, gone, shelf)]


def unheld(record: ArticleRecord, shelf: Shelf) -> tuple[str, ...]:
    """Addresses that the record counts as its own and nobody holds: a redirect that another story took may
    have come free again before its owner knew."""
    return tuple(path for path in rows.paths_of(record) if path not in shelf.owners)


def opened_by(actions: Iterable[Action]) -> int:
    """The number under which the story's links to others were opened; 0 where they were not."""
    opening = (a for a in actions if isinstance(a, Put) and a.row["sk"] == "PICKS")
    return next((int(action.row["rev"]) for action in opening), 0)


def guarded(old: ArticleRecord, new: ArticleRecord) -> Action:
    return Put(rows.article_row(new), seen(old))


def seen(record: ArticleRecord) -> Condition:
    """Nobody has decided since."""
    return Matches({"rev": record.rev}) if record.rev else Absent()


def _derived(old: ArticleRecord, new: ArticleRecord) -> list[Action]:
    before, after = rows.derived_rows(old), rows.derived_rows(new)
    # That it shows an image is written before the image is looked at.
    puts = [Put(row) for key, row in after.items() if before.get(key) != row and not rows.is_use(row)]
    deletes = [Delete(*key) for key in before if key not in after]
    return [*puts, *deletes]


def addresses(old: ArticleRecord, new: ArticleRecord, shelf: Shelf) -> Iterator[Action]:
    """Claims and releases of addresses, each on condition that its owner is still who was seen."""
    before, after = rows.paths_of(old), rows.paths_of(new)
    for path, kind in after.items():
        yield from _claim(path, kind, new, shelf.owners.get(path))
    for path in before.keys() - after.keys():
        owner = shelf.owners.get(path)
        if owner and owner.id == old.id:
            yield Delete(*rows.path_key(path), Matches({"owner": old.id}))


def _claim(path: str, kind: str, record: ArticleRecord, owner: Owner | None) -> list[Action]:
    row = rows.path_row(path, kind, id_=record.id, key=record.key)
    if owner is None:
        return [Put(row, Absent())]
    if owner.id == record.id and owner.kind == kind:
        return []
    if owner.id != record.id and kind == "redirect":
        return []  # a story that stands there wins over a redirect
    return [Put(row, Matches({"owner": owner.id, "kind": owner.kind}))]


def _waits(new: ArticleRecord, shelf: Shelf, claimed: Iterable[Action]) -> Iterator[Check]:
    """Whoever waits for an address is woken by its next change, so it must not have changed already. One
    that is claimed or released at the same time is held to what was seen of it by that."""
    held = {key_of(action)[0] for action in claimed}
    for path in dict.fromkeys(new.wants):
        pk, sk = rows.path_key(path)
        owner = shelf.owners.get(path)
        if pk not in held:
            yield Check(pk, sk, Matches({"owner": owner.id, "kind": owner.kind}) if owner else Absent())
