"""What the sweep knows between two runs: how far it has come, and what it has found to differ.

SWEEP  SWEEP  one row, guarded by `rev`
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from broadsheet.domain.documents import from_json, to_json
from broadsheet.ports import Absent, Matches, Put, Row

SWEEP = ("SWEEP", "SWEEP")
STAGES = ("articles/", "images/", "site.toml", "receipts/", "standing", "register", "site")
REST = ""  # the stage of a sweep that has nothing to do
EVERY = timedelta(hours=1)  # a pass begins no sooner than that after the one before
# A message whose function died is there again after six minutes, and once more after twelve: what
# differs for longer is not under way.
SETTLING = timedelta(minutes=15)
PATIENCE = timedelta(hours=1)  # a paper that is busy for longer is always busy
MOST_SUSPECTS = 200  # about a hundred kilobytes, of the 400 that a row may have

Kind = Literal["upload", "page", "row"]


@dataclass(frozen=True)
class Suspect:
    """A difference, and since when it has been the same: `seen` stands for both sides of it."""

    kind: Kind
    name: str
    since: datetime
    seen: str


@dataclass(frozen=True)
class Tally:
    """What one pass has looked at, and how many faults it has had repaired."""

    articles: int = 0
    pages: int = 0
    repairs: int = 0

    def plus(self, *, articles: int = 0, pages: int = 0, repairs: int = 0) -> Tally:
        return Tally(self.articles + articles, self.pages + pages, self.repairs + repairs)


@dataclass(frozen=True)
class Notes:
    """`last` is the tally of the last whole pass, which ended at `finished`; `tally` that of the current one.
    It goes on in `stage` after `cursor`. `busy`: since when so much has been under way that it waits."""

    rev: int = 0
    stage: str = REST
    cursor: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    tally: Tally = Tally()
    last: Tally = Tally()
    suspects: tuple[Suspect, ...] = ()
    busy: datetime | None = None


def notes_from(row: Row | None) -> Notes:
    return replace(from_json(Notes, row["doc"]), rev=row["rev"]) if row else Notes()


def swap(old: Notes, new: Notes) -> Put:
    """What writes `new` if the notes are still `old`."""
    pk, sk = SWEEP
    row = {"pk": pk, "sk": sk, "rev": old.rev + 1, "doc": to_json(replace(new, rev=old.rev + 1))}
    return Put(row, Matches({"rev": old.rev}) if old.rev else Absent())


def awake(notes: Notes, now: datetime) -> Notes:
    """With a new pass begun where it is time for one. A clock that was put back makes nothing wait for it."""
    suspects = tuple(replace(suspect, since=min(suspect.since, now)) for suspect in notes.suspects)
    notes = replace(notes, suspects=suspects)
    recent = notes.started is not None and notes.started <= now < notes.started + EVERY
    if notes.stage != REST or recent:
        return notes
    return replace(notes, stage=STAGES[0], cursor="", started=now, tally=Tally())


def at_rest(notes: Notes) -> bool:
    """Whether there is nothing to do at this time."""
    return notes.stage == REST and not notes.suspects


def past(notes: Notes, now: datetime) -> Notes:
    """At the beginning of the next stage; after the last one the pass is over."""
    following = STAGES[STAGES.index(notes.stage) + 1 :] if notes.stage in STAGES else ()
    if following:
        return replace(notes, stage=following[0], cursor="")
    return replace(notes, stage=REST, cursor="", finished=now, last=notes.tally, tally=Tally())


def repaired(notes: Notes, count: int) -> Notes:
    """With so many repairs more: what the last pass had found may be judged when it is over."""
    if notes.stage == REST:
        return replace(notes, last=notes.last.plus(repairs=count))
    return replace(notes, tally=notes.tally.plus(repairs=count))


def must_wait(notes: Notes, now: datetime) -> bool:
    """Whether to let what is under way come to its end first. A clock that was put back prolongs nothing."""
    return notes.busy is None or notes.busy <= now < notes.busy + PATIENCE


def afresh(notes: Notes, now: datetime) -> Notes:
    """With suspects that are as young as can be: much is under way, and they may be part of it."""
    suspects = tuple(replace(suspect, since=now) for suspect in notes.suspects)
    return replace(notes, suspects=suspects, busy=notes.busy or now)


def is_due(suspect: Suspect, now: datetime) -> bool:
    return now - suspect.since >= SETTLING
