"""How far one run comes, and what it makes of what it sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from broadsheet.publishing.sweeping.items import PAGE, Item, Stretch
from broadsheet.publishing.sweeping.notes import (
    MOST_SUSPECTS,
    REST,
    Kind,
    Notes,
    Suspect,
    is_due,
    past,
    repaired,
)
from broadsheet.publishing.sweeping.standing import Standing

if TYPE_CHECKING:
    from broadsheet.publishing.sweeping.looks import Looks


@dataclass
class Run:
    """`notes` are brought up to date as it goes, `faults`, `outworn` images and pages with `faded` tombstones
    gathered. `reading` begins a reading of everything; `hurry` says that time is running out. `looked` counts
    close looks by kind."""

    notes: Notes
    now: datetime
    budget: int
    reading: Callable[[], Looks]
    hurry: Callable[[], bool]
    spent: int = 0
    looked: Counter[Kind] = field(default_factory=Counter)
    faults: list[Suspect] = field(default_factory=list)
    outworn: list[str] = field(default_factory=list)
    faded: set[str] = field(default_factory=set)
    standing: Standing = field(default_factory=Standing)

    def look_again(self) -> None:
        """What differs as it did before, and has had its time, is a fault."""
        looks = cache(self.reading)  # begun with the first that is due
        kept: list[Suspect] = []
        for suspect in self.notes.suspects:
            due = is_due(suspect, self.now) and self._in_time()
            kept += self._still(suspect, looks()) if due else [suspect]
        self.notes = repaired(replace(self.notes, suspects=tuple(kept)), len(self.faults))

    def _still(self, suspect: Suspect, looks: Looks) -> list[Suspect]:
        self.spent += PAGE
        seen = self._look(suspect.kind, suspect.name, looks)
        if seen == suspect.seen:
            self.faults.append(suspect)
        elif seen:
            return [replace(suspect, since=self.now, seen=seen)]
        return []

    def go_on(self) -> None:
        """From stretch to stretch and stage to stage, to the end of the pass or of this run's measure."""
        while self.notes.stage != REST and self._may_go_on():
            self.take_a_stretch()

    def take_a_stretch(self) -> None:
        looks = self.reading()
        stretch = self._stretch(looks)
        if self._went_through(stretch.items, looks) and stretch.last:
            self.notes = past(self.notes, self.now)

    def _stretch(self, looks: Looks) -> Stretch:
        """What comes after the cursor."""
        from broadsheet.publishing.sweeping.stages import stretch  # noqa: PLC0415  few ticks need it

        return stretch(self.notes.stage, self.notes.cursor, looks, self.standing)

    def _went_through(self, items: Iterable[Item], looks: Looks) -> bool:
        for item in items:
            if not self._may_go_on():
                return False
            self._take(item, looks)
        return True

    def _take(self, item: Item, looks: Looks) -> None:
        known = {(suspect.kind, suspect.name) for suspect in self.notes.suspects}
        new = [
            Suspect(kind, name, self.now, seen)
            for kind, name in item.looks
            if (kind, name) not in known and (seen := self._look(kind, name, looks))
        ]
        new += self._strays(looks, known)
        self.outworn += [item.outworn] if item.outworn else []
        self.faded.update(looks.faded)
        self.spent += item.cost
        pages = sum(kind == "page" for kind, _ in item.looks)
        tally = self.notes.tally.plus(articles=item.articles, pages=pages)
        suspects = (*self.notes.suspects, *new)
        self.notes = replace(self.notes, cursor=item.cursor, suspects=suspects, tally=tally)

    def _strays(self, looks: Looks, known: set[tuple[Kind, str]]) -> list[Suspect]:
        """Rows that were met on the way and follow from nothing."""
        found = [name for name in looks.strays.take() if ("row", name) not in known]
        return [Suspect("row", name, self.now, self._look("row", name, looks)) for name in found]

    def _look(self, kind: Kind, name: str, looks: Looks) -> str:
        self.looked[kind] += 1
        return looks.difference(kind, name)

    def _may_go_on(self) -> bool:
        """What has found too much to be true waits until that is dealt with."""
        return len(self.notes.suspects) < MOST_SUSPECTS and self._in_time()

    def _in_time(self) -> bool:
        return self.spent < self.budget and not self.hurry()
