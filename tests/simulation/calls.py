"""The calls that an operation takes when nothing happens to it, and which of them tell most."""

from __future__ import annotations

from functools import cache

from tests.simulation.drill import ON_THE_WAY
from tests.simulation.floor import Floor
from tests.simulation.gates import Call
from tests.simulation.plain import tightly


def calls_of(operation: str) -> tuple[Call, ...]:
    """Every call that an operation takes in all functions, one after the other."""
    return tuple(call for _, call in _numbered(operation))


@cache
def telling_calls(operation: str) -> frozenset[int]:
    """The first of each sort of change in each invocation; of a picture's files also the last, before which
    they are half of them there."""
    first, last = dict[object, int](), dict[object, int]()
    for at, (invocation, call) in enumerate(_numbered(operation)):
        if call.changes:
            first.setdefault((invocation, call.sort), at)
            if "media" in call.sort:
                last[invocation, call.sort] = at
    return frozenset((*first.values(), *last.values()))


@cache
def decision(operation: str) -> int:
    """The first change of all: who comes just before it, or after, finds the most to get wrong."""
    return min(telling_calls(operation), default=ON_THE_WAY)


@cache
def _numbered(operation: str) -> tuple[tuple[int, Call], ...]:
    """Calls, each with the number of its invocation."""
    calls = []
    with tightly(operation):
        floor = Floor.of(operation)
        floor.strike(operation)
        for number, invocation in enumerate(floor.moves()):
            invocation.step()
            while invocation.pending:
                calls.append((number, invocation.pending))
                invocation.step()
    return tuple(calls)
