"""A paper of two or three stories on which one operation, or two, are done under watch."""

from __future__ import annotations

import copyreg
import pickle
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from tests.simulation import model
from tests.simulation.elsewhere import ELSEWHERE
from tests.simulation.invocation import Invocation
from tests.simulation.newsroom import KEYS, Editor
from tests.simulation.operations import PREPARED, WHOSE, stories
from tests.simulation.plain import room_of, tightly
from tests.simulation.settling import sweep_through
from tests.simulation.world import World

A, B, C = KEYS
KEY_OF = {name: key for key, name in KEYS.items()}
THEN = " then "  # between two operations of which the first has settled before the second
SWEPT = "swept "  # how an operation begins whose messages are lost, so that the sweep comes in
HASTILY = "hastily "  # and how it goes on where no run of the sweep comes far

# What stands as it should be is made once and copied for each drill; a lock is copied as a new one.
copyreg.pickle(type(threading.RLock()), lambda _: (threading.RLock, ()))


@dataclass
class Floor:
    """Where a drill takes place."""

    world: World = field(default_factory=World)
    kind: str = ""
    editor: Editor = field(init=False)

    @classmethod
    def of(cls, operation: str) -> Floor:
        """As that operation needs it to begin with: all that comes before has settled."""
        floor: Floor = pickle.loads(_prepared(operation))
        return floor

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
        operation = "clash other" if operation == "clash" and again else operation
        self.prepare(operation)
        self.strike(operation)

    def prepare(self, operation: str) -> None:
        for step in _steps(operation)[:-1]:
            self._one(step)
            self.drain()

    def strike(self, operation: str) -> None:
        """The last of its steps. One to be swept has lost its messages, and was seen so once already."""
        self._one(_steps(operation)[-1])
        if operation.startswith(SWEPT):
            self.lose_messages()
            self.world.hasty = HASTILY in operation
            self.world.sweep_on()
            self.world.clock.jump(minutes=30)
            self.minute()
            if operation.endswith("while busy"):
                self._keep_busy()
            self.world.sweep(1000)

    def _one(self, operation: str) -> None:
        key = next((KEY_OF[name] for word, name in WHOSE.items() if word in operation.split()), A)
        kind = " ".join(word for word in operation.split() if word not in WHOSE)
        if kind in ELSEWHERE:
            ELSEWHERE[kind](self, key)
            self.world.tick()
        else:
            self.editor.act_as("rollback" if kind == "back to old templates" else kind or "edit", key)

    def _keep_busy(self) -> None:
        """Others have taken messages and are slow over them."""
        self.world.queues["uploads"].send([{"keys": [key]} for key in (*KEYS, *KEYS)])
        for message in self.world.messages():
            message.held = True

    def lose_messages(self) -> None:
        for queue in self.world.queues.values():
            queue.messages.clear()

    def moves(self) -> Iterator[Invocation]:
        """Everything that can be begun, one after the other, until nothing is left."""
        world = self.world
        while True:
            begun = [one for one in world.invocations if not one.over and not one.begun]
            yield from begun
            started = [world.flow(name, 100) for name in world.streams]
            yield from [one for one in started if one]
            waiting = [(queue, queue.visible()[:10]) for queue in world.queues.values() if queue.visible()]
            if not waiting and not begun and not any(started):
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
        self.world.expire()
        while self.world.readers.told_failed:
            self.world.readers.try_again()
            self.drain()
        self.world.clock.jump(minutes=60)
        self.minute()
        self.minute()  # what had failed too often has only now become a dead letter
        return self.world.watch.found or model.faults(self.world)

    def minute(self) -> None:
        for queue in self.world.queues.values():
            queue.redrive()
        for _ in range(len(KEYS)):  # more than a tick takes may be due
            self.world.tick().finish()
            self.drain()
            if not self.world.due(self.world.clock.moment):
                return

    def sweep(self) -> None:
        """Whole passes, and second looks at what seemed wrong."""
        sweep_through(self.world, self.minute, self.drain)


def _steps(operation: str) -> tuple[str, ...]:
    plain = operation.removeprefix(room_of(operation)).removeprefix(SWEPT).removeprefix(HASTILY)
    return PREPARED.get(plain, tuple(plain.split(THEN)))


@cache
def _standing(kind: str, room: str) -> bytes:
    with tightly(room):
        return _kept(Floor(kind=kind))


@cache
def _prepared(operation: str) -> bytes:
    floor: Floor = pickle.loads(_standing(stories(operation), room_of(operation)))
    floor.prepare(operation)
    return _kept(floor)


def _kept(floor: Floor) -> bytes:
    floor.world.invocations.clear()
    return pickle.dumps(floor)
