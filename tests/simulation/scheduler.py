"""One run: who goes on when, what fails and what AWS does with messages, all by one seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.simulation import model
from tests.simulation.changes import EDITS
from tests.simulation.gates import PASSING, Fault
from tests.simulation.invocation import Invocation
from tests.simulation.mishaps import Mishaps
from tests.simulation.newsroom import KEYS, OTHERS, Editor
from tests.simulation.plain import ROOMS, tightly
from tests.simulation.settling import Settling, finish
from tests.simulation.world import World

LOSING = 0.1  # of all runs lose messages for good: what the sweep repairs there, no other part must
THEMES = (
    ("picture", "fresh picture", "no picture", "image"),
    ("clash", "slug", "delete", "shared alias", "taken alias"),
    ("undated", "undated alone", "edit", "delete", "restore", "replace", "bring back", "broken"),
    ("embargo", "expiry", "broken", "draft", "far site", "zoneless"),
    ("comment", "double click", "click again", "closed", "delete"),
    ("link", "chosen", "slug", "section", "delete", "words"),
)
SLOW = 40  # calls after which an invocation may be left standing, at most


@dataclass
class Outcome:
    """What one run did and what was wrong in the end."""

    seed: int
    steps: int = 0
    faults: int = 0
    wrong: list[str] = field(default_factory=list)


class Run:
    def __init__(self, seed: int, *, aloud: bool = False) -> None:
        self.chance = Random(seed)
        self.outcome = Outcome(seed)
        self.world = World()
        self._aloud = self.world.aloud = aloud
        self.editor = Editor(self.world, self.chance, (*self._kinds(), "edit", "comment", "quick comment"))
        self.mishaps = Mishaps(self.world, self.chance)
        self.faulty = self.chance.choice([0.0, 0.02, 0.1])
        self.slowness = self.chance.choice([0.1, 0.3, 0.6])
        self.suffered = tuple(self.chance.sample(PASSING, self.chance.randrange(1, len(PASSING) + 1)))
        self.losing = self.chance.random() < LOSING
        self.world.hasty = self.chance.random() < 0.5
        self.room = self.chance.choice([*ROOMS, "", "", ""])
        self.edits = self.chance.randrange(2, 8)

    def _kinds(self) -> tuple[str, ...]:
        """Some of all that can be done, or what gets in each other's way."""
        kinds = (*EDITS, *OTHERS)
        if self.chance.random() < 0.3:
            return self.chance.choice(THEMES)
        return tuple(self.chance.sample(kinds, self.chance.choice([3, 5, len(kinds)])))

    def go(self) -> Outcome:
        with tightly(self.room):
            return self._go()

    def _go(self) -> Outcome:
        self._begin()
        while self.edits or (self.world.busy() and self.chance.random() < 0.98):
            self._turn()
            if self.world.watch.found:
                break
        if not self.world.watch.found:
            self._quiet()
        self.outcome.wrong += self.world.watch.found
        if not self.outcome.wrong:
            self.outcome.wrong += model.faults(self.world)
        for invocation in self.world.invocations:
            invocation.kill()
        return self.outcome

    def _begin(self) -> None:
        """A small paper that stands as it should."""
        for key in self.chance.sample(list(KEYS), self.chance.randrange(4)):
            self.editor.edit("edit", key)
        self.world.tick()
        Settling(self.world).drain()
        self._tell("begin")

    # -- while things go wrong

    def _turn(self) -> None:
        """One move of whoever can move."""
        mishaps = self.mishaps
        moves = [self._deliver] * 4 + [self._flow] * 3 + [self._tick, mishaps.of_messages, self._thaw]
        if self.losing:
            moves += [mishaps.lose, self._sweep, mishaps.erase]
        if self.edits:
            moves += [self._edit] * 2
        self.chance.choice(moves)()

    def _edit(self) -> None:
        self.edits -= 1
        self._tell(self.editor.act())
        self._run_new()

    def _deliver(self) -> None:
        queue = self.chance.choice(list(self.world.queues.values()))
        visible = queue.visible()
        if visible:
            some = self.chance.sample(visible, self.chance.randrange(1, min(4, len(visible)) + 1))
            self.world.deliver(queue.name, some)
            self._run_new()

    def _flow(self) -> None:
        stream = self.chance.choice(list(self.world.streams))
        self.world.flow(stream, self.chance.choice([1, 2, 5, 100]), twice=self.chance.random() < 0.1)
        self._run_new()

    def _tick(self) -> None:
        self.world.readers.try_again()
        moments = self.world.due()
        if moments and self.chance.random() < 0.3:
            self.world.clock.reach(moments[0], self.chance.choice([-2, -1, 0]))
        else:
            self.world.clock.jump(minutes=self.chance.choice([0, 0, 1, 45]))
        self.world.tick()
        self._run_new()

    def _sweep(self) -> None:
        self.world.clock.jump(minutes=self.chance.choice([1, 6]))
        self.world.sweep(self.chance.choice([5, 50]))
        self._run_new()

    def _thaw(self) -> None:
        standing = self._standing()
        if standing:
            self._walk(self.chance.choice(standing), self.chance.randrange(1, 30))

    def _run_new(self) -> None:
        """Whatever has just been started goes on: to its end, or to where it is left standing."""
        for invocation in self._standing():
            if invocation.calls == 0:
                slow = self.chance.random() < self.slowness
                self._walk(invocation, self.chance.randrange(1, SLOW) if slow else 10_000)

    def _walk(self, invocation: Invocation, calls: int) -> None:
        for _ in range(calls):
            if invocation.over or self.world.watch.found:
                return
            fault = self._fault(invocation)
            invocation.step(fault)
            self.outcome.steps += 1

    def _fault(self, invocation: Invocation) -> Fault | None:
        call = invocation.pending
        if call is None or self.chance.random() >= self.faulty:
            return None
        fault = self.chance.choice(self.suffered)
        if not call.can_suffer(fault):
            return None
        self.outcome.faults += 1
        self._tell(f"  {fault.value} in {invocation.kind} at {call}")
        return fault

    def _standing(self) -> list[Invocation]:
        self.world.invocations = [one for one in self.world.invocations if not one.over]
        return self.world.invocations

    # -- when nothing goes wrong any more

    def _quiet(self) -> None:
        """Everything outstanding is brought to its end; the slowest come last."""
        settling = Settling(self.world)
        self.editor.finish_deployment()
        if self.chance.random() < 0.5:
            finish(self._standing())
        slow = list(self._standing())
        settling.settle()
        finish(slow)
        while self.world.readers.told_failed:
            self.world.readers.try_again()
            finish(self._standing())
        self.world.clock.jump(minutes=self.chance.choice([1, 60, 4000]))
        settling.settle()
        if self.losing:
            settling.sweep_through()
            settling.settle()
        if self.chance.random() < LOSING:
            settling.nothing_to_sweep()

    def _tell(self, what: str) -> None:
        if self._aloud:
            print(f"{self.world.clock.moment:%H:%M:%S.%f} {what}")
