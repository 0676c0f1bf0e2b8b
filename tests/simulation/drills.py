"""All drills, those first that tell most in a short time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from random import Random

from tests.simulation.calls import calls_of, decision, telling_calls
from tests.simulation.drill import ON_THE_WAY, Drill
from tests.simulation.gates import Call, Fault
from tests.simulation.operations import (
    OPERATIONS,
    OTHER_PAIRS,
    PAIRS,
    SETTLED,
    TOGETHER,
    UNDISTURBED,
)
from tests.simulation.pairs import (
    anywhere,
    between_looks,
    crossings,
    entanglements,
    everywhere,
    met,
    passings,
)

LASTING = {Fault.THROTTLED: 3, Fault.CONFLICT: 12}  # in a row: more deliveries, more than all rounds of one
BY_TURNS = ("site", "guards", "edge", "pages_queue")  # ports through which pages are made
EARLY, LATER = 100, 5000  # drills with two pre-emptions that are done in any case
BY_CHANCE = 3000  # and of any two that can be done together


def all_drills(deep: bool = False, seed: int = 0) -> Iterator[Drill]:
    """Always in the same order for the same seed, which also chooses among those with two pre-emptions;
    `deep`: all of these."""
    chance = Random(seed)
    undisturbed = list(_undisturbed())
    chance.shuffle(undisturbed)
    yield from undisturbed
    entangled = [drill for pair in PAIRS for drill in entanglements(*pair)]
    chance.shuffle(entangled)
    done = set(undisturbed)
    for rank in (
        [*_telling(seed), *_crossings(), *_passings(), *entangled[:EARLY]],
        [*_thorough(), *entangled[EARLY : EARLY + LATER], *anywhere(TOGETHER, BY_CHANCE, chance)],
        entangled if deep else [],
    ):
        yield from _mixed((drill for drill in rank if drill not in done), chance)
        done.update(rank)


def those_of(where: str) -> tuple[Drill, ...]:
    """Those of an operation; of a pair, as `first/second`; or one by its name, then those of its pair."""
    if "@" in where:
        drill = Drill.named(where)
        return (drill, *those_of(f"{drill.first}/{drill.second}"))
    first, _, second = where.partition("/")
    if not first:
        return ()
    if second:
        found = (
            *met(first, second, telling_calls(first)),
            *crossings(first, second),
            *passings(first, second),
            *everywhere(first, second),
        )
        return tuple(dict.fromkeys((*found, *entanglements(first, second))))
    return (Drill(first), *_hit(first, telling_calls(first)), *faults(first))


def _mixed(drills: Iterable[Drill], chance: Random) -> list[Drill]:
    """In an order of chance in which the short ones tend to come first, and those before others of which
    there are more of the same kind."""
    order = list(dict.fromkeys(drills))
    chance.shuffle(order)
    alike: Counter[object] = Counter()
    place: dict[Drill, int] = {}
    for drill in order:
        alike[_kind(drill)] += 1
        place[drill] = alike[_kind(drill)] * _length(drill)
    return sorted(order, key=lambda drill: place[drill])


def _kind(drill: Drill) -> object:
    if drill.second:
        sort = (
            drill.sort and drill.calls,
            drill.calls is None,
            drill.dies,
            drill.at == decision(drill.first),
        )
        return drill.first, drill.second, sort
    at = calls_of(drill.first)[drill.at].sort if drill.at != ON_THE_WAY else ()
    return drill.fault, drill.late, drill.times, at


def _length(drill: Drill) -> int:
    return len(calls_of(drill.first)) + (len(calls_of(drill.second)) if drill.second else 0)


def _undisturbed() -> Iterator[Drill]:
    """Nothing happens, one comes right after another, and everything that was sent is lost."""
    yield from map(Drill, (*OPERATIONS, *UNDISTURBED, *SETTLED))
    yield from (Drill(first, second=second) for first, second in (*PAIRS, *OTHER_PAIRS))
    yield from map(_lost, filter(_can_be_swept, OPERATIONS))


def _telling(turn: int) -> Iterator[Drill]:
    """Where it counts, once for each sort of change: right before it and after it, and between the last two
    looks before it. Pages are many and made all in the same way: of these, it is one thing by turns.
    """
    for first, second in (*((first, "") for first in OPERATIONS), *PAIRS):
        for at in telling_calls(first):
            here = list(met(first, second, [at]) if second else _hit(first, [at]))
            if _is_of_pages(calls_of(first)[at]):
                yield here[(at + turn) % len(here)]
            else:
                yield from (drill for drill in here if not (drill.fault and drill.late))


def _crossings() -> Iterator[Drill]:
    return chain.from_iterable(crossings(*pair) for pair in PAIRS)


def _passings() -> Iterator[Drill]:
    return chain.from_iterable(passings(*pair) for pair in PAIRS)


def _is_of_pages(call: Call) -> bool:
    return call.port in BY_TURNS and "media" not in call.sort


def _thorough() -> Iterator[Drill]:
    yield from chain.from_iterable(faults(first) for first in OPERATIONS)
    yield from (Drill(first, at, late=True) for first in OPERATIONS for at in range(len(calls_of(first))))
    yield from chain.from_iterable(everywhere(*pair) for pair in PAIRS)
    for first, second in (*PAIRS, *OTHER_PAIRS):
        yield from met(first, second, telling_calls(first))


def _lost(first: str) -> Drill:
    return Drill(first, ON_THE_WAY, Fault.SWALLOWED)


def _can_be_swept(first: str) -> bool:
    """Rows that a hand has deleted from the catalogue the sweep does not miss."""
    return "again" not in first.split()


def _hit(first: str, changes: Iterable[int]) -> Iterator[Drill]:
    """It dies after each of these changes, or cannot make it for a while; and before each, another gets the
    same message."""
    for at in changes:
        yield Drill(first, at, Fault.CRASH_AFTER)
        yield Drill(first, between_looks(first, at), late=True)
        yield Drill(first, at, Fault.THROTTLED, times=LASTING[Fault.THROTTLED])
        if calls_of(first)[at].can_suffer(Fault.CONFLICT):
            yield Drill(first, at, Fault.CONFLICT)


def faults(first: str) -> Iterator[Drill]:
    """A fault that the call at that place cannot suffer is none: only those are left out."""
    if _can_be_swept(first):
        yield _lost(first)
    for at, call in enumerate(calls_of(first)):
        suffered = [fault for fault in Fault if call.can_suffer(fault)]
        if not _can_be_swept(first):
            suffered = [fault for fault in suffered if fault is not Fault.SWALLOWED]
        yield from (Drill(first, at, fault) for fault in suffered)
        if call.changes:
            yield from (Drill(first, at, f, times=LASTING[f]) for f in suffered if f in LASTING)
