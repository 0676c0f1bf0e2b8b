"""Drills of two: what one operation meets that stands still, or dies, while another goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from tests.simulation.calls import calls_of, telling_calls
from tests.simulation.drill import TOUCHES, WRITES, Drill
from tests.simulation.gates import Call, Fault

MOST_WRITES = 4  # of another, before anybody has heard of them
MOST_TOUCHES = 3  # of another, with what one is about to write


def met(first: str, second: str, changes: Iterable[int]) -> Iterator[Drill]:
    """One stands still while the other goes by, perhaps with its messages; or dies after a change, and the
    other finds what it has left, or comes together with the messages of the one that died."""
    for at in changes:
        yield Drill(first, at, second=second)
        yield Drill(first, at, Fault.CRASH_AFTER, second)
        yield Drill(first, at, Fault.CRASH_AFTER, second, late=True)
        yield Drill(first, between_looks(first, at), second=second, late=True)


def between_looks(first: str, change: int) -> int:
    calls = calls_of(first)
    return change - 1 if change and not calls[change - 1].changes else change


def everywhere(first: str, second: str) -> Iterator[Drill]:
    for at in range(len(calls_of(first))):
        yield Drill(first, at, second=second)
        yield Drill(first, at, second=second, late=True)


def entanglements(first: str, second: str) -> Iterator[Drill]:
    """One stands still while the other begins, and ends before that does: two pre-emptions."""
    for at in range(len(calls_of(first))):
        for calls in range(1, len(calls_of(second))):
            yield Drill(first, at, second=second, calls=calls)


def anywhere(rooms: Sequence[Sequence[str]], count: int, chance: Random) -> Iterator[Drill]:
    """The same, of any two that are done in the same room and at any place; one in seven dies there."""
    for _ in range(count):
        first, second = chance.choices(chance.choice(rooms), k=2)
        at, calls = chance.randrange(len(calls_of(first))), chance.randint(1, len(calls_of(second)))
        yield Drill(first, at, second=second, calls=calls, dies=not chance.randrange(7))


def crossings(first: str, second: str) -> Iterator[Drill]:
    """One stands still before a write to a table while the other makes some: between what is written and the
    messages that tell of it."""
    others = sum(call.is_of_a_table for call in calls_of(second))
    for at in _writes(first):
        for writes in range(1, min(MOST_WRITES, others) + 1):
            yield Drill(first, at, second=second, calls=writes, sort=WRITES)


def passings(first: str, second: str) -> Iterator[Drill]:
    """One stands still before a write to a table, makes it while the other is at work on the same rows, or
    has just gone past them, and dies: what it has begun is nobody's work any more."""
    calls = calls_of(first)
    for at in _writes(first):
        touches = sum(call.meets(calls[at]) for call in calls_of(second))
        for count in range(1, min(MOST_TOUCHES, touches) + 1):
            yield Drill(first, at, second=second, calls=count, sort=TOUCHES, dies=True)
        yield Drill(first, at, second=second, dies=True)


def _writes(first: str) -> list[int]:
    calls: tuple[Call, ...] = calls_of(first)
    return [at for at in sorted(telling_calls(first)) if calls[at].is_of_a_table]
