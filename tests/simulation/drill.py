"""One place where one operation is hit: by a fault, by another operation that comes in between, or by both.

What a random run finds by luck is gone through by these from end to end (drills.py), on a small paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.simulation.floor import SWEPT, Floor
from tests.simulation.gates import Call, Fault
from tests.simulation.invocation import Invocation
from tests.simulation.plain import tightly

ON_THE_WAY = -1  # before the first call: what S3 has sent
NAME = re.compile(
    r"(?P<first>[a-z ]+)@(?P<at>-?\d+)(:(?P<fault>[a-z_]+)(\*(?P<times>\d+))?)?(?P<late>~)?"
    r"(\+(?P<second>[a-z ]+)(/(?P<calls>\d+)(?P<sort>[wt])?)?(?P<dies>!)?)?"
)
WRITES, TOUCHES = "w", "t"


@dataclass(frozen=True)
class Drill:
    """`first` is done. Before its call number `at` it suffers the fault, again and again up to `times`; or it
    stands still. If `late`, its messages are delivered to others as well from there on. There `second` is
    done, too; who stands still goes on when that has been worked on for `calls` calls (None: to its end). Of
    the sort WRITES, these are writes to a table, of which nobody has heard; of the sort TOUCHES, calls that
    have to do with the rows that it is about to write. If it `dies`, it goes on no further than that.
    """

    first: str
    at: int = ON_THE_WAY
    fault: Fault | None = None
    second: str = ""
    calls: int | None = None
    times: int = 1
    late: bool = False
    sort: str = ""
    dies: bool = False

    def __str__(self) -> str:
        """By which it is made again: `edit@12:throttled*3`, `edit@12~`, `edit@12+delete/5`,
        `edit@12+delete/1w`, `edit@12+delete/2t!`."""
        fault = f":{self.fault.name.lower()}" if self.fault else ""
        times = f"*{self.times}" if self.times > 1 else ""
        second = f"+{self.second}" if self.second else ""
        calls = f"/{self.calls}{self.sort}" if self.calls else ""
        end = calls + "!" * self.dies
        return f"{self.first}@{self.at}{fault}{times}{'~' if self.late else ''}{second}{end}"

    @classmethod
    def named(cls, name: str) -> Drill:
        """Raises ValueError."""
        parts = NAME.fullmatch(name)
        if parts is None:
            raise ValueError(f"no drill is called {name!r}")
        return cls(
            parts["first"],
            int(parts["at"]),
            Fault[parts["fault"].upper()] if parts["fault"] else None,
            parts["second"] or "",
            int(parts["calls"]) if parts["calls"] else None,
            int(parts["times"] or 1),
            bool(parts["late"]),
            parts["sort"] or "",
            bool(parts["dies"]),
        )


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
        drill = self.drill
        self.floor.strike(drill.first)
        if drill.at == ON_THE_WAY:
            self._begin()
        for invocation in self.floor.moves():
            self._walk(invocation)
        self._go_on()
        if drill.fault is Fault.SWALLOWED or drill.first.startswith(SWEPT):
            self.floor.world.expire()
            self.floor.sweep()
        return self.floor.quiet()

    def _begin(self) -> None:
        if self.drill.fault:
            self.floor.lose_messages()
        if self.drill.second:
            self.floor.do(self.drill.second, again=True)

    def _walk(self, invocation: Invocation) -> None:
        invocation.step()
        while not invocation.over:
            here = self.calls == self.drill.at and invocation.pending is not None
            self.calls += 1
            if here and not self.drill.fault and (self.drill.second or self.drill.late):
                self.left = invocation
                self._meanwhile()
                return
            call = invocation.pending
            invocation.step(self._fault(call, here))
            if here and self.drill.second:
                self._meanwhile()
            if self._counts(call):
                self.others += 1
            if self.others == self.drill.calls:
                self._go_on()

    def _counts(self, call: Call | None) -> bool:
        if self.left is None or call is None:
            return False
        if self.drill.sort == TOUCHES:
            waiting = self.left.pending
            return bool(waiting and waiting.is_of_a_table and call.meets(waiting))
        return call.is_of_a_table or self.drill.sort != WRITES

    def _meanwhile(self) -> None:
        if self.drill.late:
            self.floor.world.expire()
        if self.drill.second:
            self.floor.do(self.drill.second, again=True)

    def _go_on(self) -> None:
        left, self.left = self.left, None
        if left and self.drill.dies:
            left.step(Fault.CRASH_AFTER)
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


def run(drill: Drill, *, aloud: bool = False) -> tuple[list[str], int]:
    """What is wrong after it, and how many calls it took."""
    with tightly(drill.first):
        floor = Floor.of(drill.first)
        floor.world.aloud = aloud
        walk = _Walk(drill, floor)
        return walk.go(), walk.calls
