"""Every place where one operation can be hit: by a fault, or by another operation that comes in between.

What a random run finds by luck is gone through here from end to end, on a paper of two stories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from tests.simulation import model
from tests.simulation.gates import Call, Fault
from tests.simulation.invocation import Invocation
from tests.simulation.newsroom import KEYS, Editor
from tests.simulation.world import World

A, B, C = KEYS
WHOSE = {"new": C, "last": C, "other": B}
OPERATIONS = (
    "new", "edit", "delete", "slug", "section", "draft", "broken", "embargo", "same", "words", "day",
    "image", "link", "chosen", "alias", "picture", "no picture", "site", "templates",
    "comment", "quick comment", "release",
)  # fmt: skip
PAIRS = (
    ("new", "delete"), ("new", "edit"), ("edit", "edit"), ("edit", "delete"), ("delete", "edit"),
    ("slug", "slug"), ("section", "delete"), ("draft", "edit"), ("words", "words"),
    ("delete other", "one word"), ("one word last", "one word"), ("chosen last", "edit"),
    ("image", "picture"), ("site", "no site"), ("new zoneless", "far site"), ("month", "month"),
    ("fresh picture", "no picture"),
    ("clash other", "delete"), ("release", "edit other"),
    ("edit", "templates"), ("comment", "delete"), ("clash", "clash"), ("new", "site"), ("delete", "same"),
)  # fmt: skip


@dataclass(frozen=True)
class Drill:
    """`first` is done; before its call number `at` it suffers the fault, or stands still until `second`
    has been worked on for `calls` calls (None: to its end)."""

    first: str
    at: int
    fault: Fault | None = None
    second: str = ""
    calls: int | None = None

    def __str__(self) -> str:
        what = self.fault.value if self.fault else f"{self.second} for {self.calls or 'all'} calls"
        return f"{self.first}, at call {self.at}: {what}"


@dataclass
class Floor:
    """Where a drill takes place."""

    world: World = field(default_factory=World)
    calls: int = 0  # that change something, since the paper stood

    kind: str = ""  # "crowded": three stories with words in common; "contested": one has what another wants

    def __post_init__(self) -> None:
        self.editor = Editor(self.world, Random(1), ())
        base = {"crowded": ("no words", "other words", "all words"), "contested": ("clash", "edit")}
        for operation, key in zip(base.get(self.kind, ("edit", "edit")), KEYS, strict=False):
            self.editor.edit(operation, key)
        if self.kind != "bare":
            self.editor.act_as("picture")
        self.world.tick().finish()
        self.drain()

    def do(self, operation: str, *, again: bool = False) -> None:
        """`again`: as the second of two, which in a clash is another story's."""
        if operation == "release":
            self.editor.act_as("clash", B)
            self.drain()
            operation = "delete"
        if operation == "clash" and again:
            operation = "clash other"
        key = next((key for word, key in WHOSE.items() if word in operation.split()), A)
        kind = " ".join(word for word in operation.split() if word not in WHOSE)
        self.editor.act_as(kind or "edit", key)

    def moves(self) -> Iterator[Invocation]:
        """Everything that can be begun, one after the other, until nothing is left."""
        world = self.world
        while True:
            yield from [one for one in world.invocations if not one.over and not one.calls]
            started = [world.flow(name, 100) for name in world.streams]
            yield from [one for one in started if one]
            waiting = [(queue, queue.visible()[:10]) for queue in world.queues.values() if queue.visible()]
            if not waiting and not any(started):
                return
            for queue, messages in waiting:
                if invocation := world.deliver(queue.name, messages):
                    yield invocation

    def drain(self) -> None:
        for invocation in self.moves():
            invocation.finish()

    def quiet(self) -> list[str]:
        """Faults are over: everything outstanding comes to its end, and is looked at."""
        self.editor.finish_deployment()
        for queue in self.world.queues.values():
            for message in queue.messages:
                message.held = False
        for stream in self.world.streams.values():
            stream.busy = False
        while self.world.told_failed:
            self.world.readers_try_again()
            self.drain()
        self.world.clock.jump(minutes=60)
        self.world.tick().finish()
        self.drain()
        return self.world.watch.found or model.faults(self.world)


def run(drill: Drill) -> tuple[list[str], int]:
    """What is wrong after it, and how many calls it took."""
    floor = Floor(kind=_kind(drill.first))
    floor.do(drill.first)
    left: list[Invocation] = []
    budget = [drill.calls]
    for invocation in floor.moves():
        _walk(invocation, drill, floor, left, budget)
    for invocation in left:
        invocation.finish()
    return floor.quiet(), floor.calls


def _walk(
    invocation: Invocation, drill: Drill, floor: Floor, left: list[Invocation], budget: list[int | None]
) -> None:
    invocation.step()
    while not invocation.over:
        call = invocation.pending
        here = bool(call) and floor.calls == drill.at
        floor.calls += 1
        if here and drill.second:
            left.append(invocation)
            floor.do(drill.second, again=True)
            return
        suffers = drill.fault if here and drill.fault and call and call.can_suffer(drill.fault) else None
        invocation.step(suffers)
        if left and budget[0] is not None:
            budget[0] -= 1
            if budget[0] == 0:
                left.pop().finish()


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
    for at, call in enumerate(calls_of(first)):
        yield from (Drill(first, at, fault) for fault in Fault if call.can_suffer(fault))


def interruptions(first: str, second: str) -> Iterator[Drill]:
    """One stands still while the other goes by."""
    for at in range(len(calls_of(first))):
        yield Drill(first, at, second=second)


def entanglements(first: str, second: str) -> Iterator[Drill]:
    """One stands still while the other begins, and ends before that does: two pre-emptions."""
    for at in range(len(calls_of(first))):
        for calls in range(1, len(calls_of(second))):
            yield Drill(first, at, second=second, calls=calls)


def _kind(operation: str) -> str:
    if operation in ("clash other", "release"):
        return "contested"
    if operation == "image":
        return "bare"
    return "crowded" if operation.endswith((" other", "word", "last")) else ""


@cache
def calls_of(operation: str) -> tuple[Call, ...]:
    """Every call that an operation takes in all functions, one after the other."""
    floor, calls = Floor(kind=_kind(operation)), []
    floor.do(operation)
    for invocation in floor.moves():
        invocation.step()
        while invocation.pending:
            calls.append(invocation.pending)
            invocation.step()
    return tuple(calls)
