"""Every place where one operation can be hit: by a fault, or by another operation that comes in between.

What a random run finds by luck is gone through here from end to end, on a paper of two stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.simulation.floor import Floor
from tests.simulation.gates import Call, Fault
from tests.simulation.invocation import Invocation

OPERATIONS = (
    "new", "edit", "delete", "slug", "section", "draft", "broken", "embargo", "same", "words", "day",
    "image", "link", "chosen", "alias", "picture", "no picture", "site", "deployment",
    "comment", "quick comment", "double click", "release", "return", "leave", "due", "fresh picture beneath",
    "far site beneath", "broken picture", "broken site", "rollback", "closed", "nearly due",
    "expiry beneath", "expiry beneath waiting", "expiry of waiting", "old news beneath",
    "picture of two", "lost picture", "refused picture", "author leaves", "chosen appears",
    "words alone", "link alone", "second image alone", "capital alone other", "untagged alone",
    "closed alone", "expiry passes", "half deployed",
)  # fmt: skip
PAIRS = (
    ("new", "delete last"), ("new", "edit"), ("edit", "edit"), ("edit", "delete"), ("delete", "edit"),
    ("slug", "slug"), ("section", "delete"), ("draft", "edit"), ("words", "words"),
    ("delete other", "one word"), ("one word last", "one word"), ("chosen last", "edit"),
    ("image", "picture"), ("site", "no site"), ("new zoneless", "far site"), ("month", "month"),
    ("fresh picture", "no picture"),
    ("clash other", "delete"), ("release", "edit other"),
    ("edit", "templates"), ("comment", "delete"), ("clash", "clash"), ("new", "site"), ("delete", "same"),
    ("depart", "clash other"), ("go back", "clash other"), ("leave", "clash other"), ("take", "delete other"),
    ("delete", "taken alias last"), ("taken alias last", "delete"),
    ("shared alias", "shared alias other"), ("return", "delete other"), ("due", "embargo"), ("due", "delete"),
    ("two images", "two pictures"), ("image", "broken picture"), ("broken picture", "fresh picture"),
    ("picture of two", "image"), ("lost picture", "edit"), ("picture returns", "no picture"),
    ("fresh picture beneath", "edit"), ("far site beneath", "broken"),
    ("comment", "closed"), ("closed", "comment"), ("comment", "quiet site"), ("deployment", "rollback"),
)  # fmt: skip
ON_THE_WAY = -1  # before the first call: what S3 has sent
LASTING = {Fault.THROTTLED: 3, Fault.CONFLICT: 12}  # in a row: more deliveries, more than all rounds of one


@dataclass(frozen=True)
class Drill:
    """`first` is done; before its call number `at` it suffers the fault, again and again up to `times`;
    or it stands still until `second` has been worked on for `calls` calls (None: to its end)."""

    first: str
    at: int
    fault: Fault | None = None
    second: str = ""
    calls: int | None = None
    times: int = 1

    def __str__(self) -> str:
        what = (
            f"{self.fault.value}, {self.times} times"
            if self.fault
            else f"{self.second} for {self.calls or 'all'} calls"
        )
        return f"{self.first}, at call {self.at}: {what}"


@dataclass
class _Walk:
    """A drill under way. `left` stands still while others make calls; of the fault, `to_come` are left."""

    drill: Drill
    floor: Floor
    calls: int = 0
    left: Invocation | None = None
    others: int = 0
    to_come: int = 0
    faulty: Call | None = None

    def go(self) -> list[str]:
        self.floor.do(self.drill.first)
        if self.drill.at == ON_THE_WAY:
            self.floor.lose_messages()
        for invocation in self.floor.moves():
            self._walk(invocation)
        self._go_on()
        if self.drill.fault is Fault.SWALLOWED:
            self.floor.sweep()
        return self.floor.quiet()

    def _walk(self, invocation: Invocation) -> None:
        invocation.step()
        while not invocation.over:
            here = self.calls == self.drill.at and invocation.pending is not None
            self.calls += 1
            if here and self.drill.second:
                self.left = invocation
                self.floor.do(self.drill.second, again=True)
                return
            invocation.step(self._fault(invocation.pending, here))
            self.others += int(bool(self.left))
            if self.others == self.drill.calls:
                self._go_on()

    def _go_on(self) -> None:
        left, self.left = self.left, None
        if left:
            left.finish()

    def _fault(self, call: Call | None, here: bool) -> Fault | None:
        """At its place, and as long as it lasts whenever the same is tried again."""
        if here:
            self.faulty, self.to_come = call, self.drill.times
        fault = self.drill.fault
        again = call and self.faulty and (call.port, call.method) == (self.faulty.port, self.faulty.method)
        if not fault or not call or not again or not self.to_come or not call.can_suffer(fault):
            return None
        self.to_come -= 1
        return fault


def run(drill: Drill) -> tuple[list[str], int]:
    """What is wrong after it, and how many calls it took."""
    walk = _Walk(drill, Floor.of(drill.first))
    return walk.go(), walk.calls


@cache
def all_drills(deep: bool = False) -> tuple[Drill, ...]:
    """Every fault at every call of every operation, and every pair of operations with one pre-emption.
    `deep`: with two pre-emptions as well."""
    drills = [drill for operation in OPERATIONS for drill in faults(operation)]
    drills += [drill for pair in PAIRS for drill in interruptions(*pair)]
    drills += [drill for pair in PAIRS if deep for drill in entanglements(*pair)]
    return tuple(drills)


def faults(first: str) -> Iterator[Drill]:
    """A fault that the call at that place cannot suffer is none: only those are left out."""
    yield Drill(first, ON_THE_WAY, Fault.SWALLOWED)
    for at, call in enumerate(calls_of(first)):
        suffered = [fault for fault in Fault if call.can_suffer(fault)]
        yield from (Drill(first, at, fault) for fault in suffered)
        if call.changes:
            yield from (Drill(first, at, f, times=LASTING[f]) for f in suffered if f in LASTING)


def interruptions(first: str, second: str) -> Iterator[Drill]:
    """One stands still while the other goes by."""
    for at in range(len(calls_of(first))):
        yield Drill(first, at, second=second)


def entanglements(first: str, second: str) -> Iterator[Drill]:
    """One stands still while the other begins, and ends before that does: two pre-emptions."""
    for at in range(len(calls_of(first))):
        for calls in range(1, len(calls_of(second))):
            yield Drill(first, at, second=second, calls=calls)


@cache
def calls_of(operation: str) -> tuple[Call, ...]:
    """Every call that an operation takes in all functions, one after the other."""
    floor, calls = Floor.of(operation), []
    floor.do(operation)
    for invocation in floor.moves():
        invocation.step()
        while invocation.pending:
            calls.append(invocation.pending)
            invocation.step()
    return tuple(calls)
