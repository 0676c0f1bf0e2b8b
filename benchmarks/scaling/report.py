"""The trials as tables, and whether the cost is flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaling.prices import INVALIDATED_PATH, dollars
from scaling.trial import Cost

Trials = Mapping[int, Mapping[str, Cost]]
SLACK = 1.15  # of the CPU time, from one archive to any larger one
# Requests more or less, by how many stories had picked the one that goes, or rank the one that comes.
NEIGHBOURS = {"withdraw": 5, "late": 5}
FULL = 1000  # stories: in smaller archives lists are shorter, and so take less time
AMONG_OLD = ("late",)  # in smaller archives nearly every story is a neighbour


def report(trials: Trials) -> tuple[list[str], bool]:
    """Lines to print, and whether requests and pages are the same at all sizes and the time nearly so."""
    sizes = [*trials]
    names = ("stories", "requests", "pages", "items", "KB", "CPU ms", "$/1000")
    widths = (8, 9, 6, 6, 7, 7, 8)
    heads = (f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    lines = [" ".join((" " * 10, *heads))]
    for name in trials[sizes[0]]:
        lines += ["", *(_line(name, size, trials[size][name]) for size in sizes)]
    faults = list(_faults(trials))
    return [*lines, "", *_kinds(trials[sizes[-1]]), "", *_verdict(faults)], not faults


def _line(name: str, size: int, cost: Cost) -> str:
    account = cost.account
    asked = sum(n for kind, n in account.requests.items() if not kind.startswith("edge"))
    price = 1000 * dollars(account.requests, account.units, cost.cpu)
    return (
        f"{name:10} {size:8,} {asked:9} {cost.pages:6} {account.items.total():6} "
        f"{account.bytes.total() / 1024:7.1f} {cost.cpu * 1000:7.1f} {price:8.3f}"
    )


def _kinds(costs: Mapping[str, Cost]) -> Iterator[str]:
    kinds = sorted({kind for cost in costs.values() for kind in cost.account.requests})
    yield f"{'requests, items and KB of':26}" + "".join(f"{name:>16}" for name in costs)
    for kind in kinds:
        yield f"{kind:26}" + "".join(f"{_three(cost, kind):>16}" for cost in costs.values())
    paths = "each invalidation is one path: 1,000 a month are free, after that"
    yield f"{paths} {1000 * INVALIDATED_PATH:.2f} dollars a thousand, which no line has in it"


def _three(cost: Cost, kind: str) -> str:
    account = cost.account
    if not account.requests[kind]:
        return "-"
    return f"{account.requests[kind]}/{account.items[kind]}/{account.bytes[kind] / 1024:.1f}"


def _faults(trials: Trials) -> Iterator[str]:
    first, full = min(trials), min((size for size in trials if size >= FULL), default=max(trials))
    for size, costs in trials.items():
        for name, cost in costs.items():
            base = full if name in AMONG_OLD else first
            asked, before = (one.account.requests.total() for one in (cost, trials[base][name]))
            told = _differences(trials[base][name], cost)
            if told and size >= base and abs(asked - before) > NEIGHBOURS.get(name, 0):
                yield f"{name}: {size:,} stories take other requests than {base:,}: {told}"
            times = cost.cpu / trials[full][name].cpu
            if times > SLACK:
                yield f"{name}: {size:,} stories take {times:.2f} times the CPU of {full:,}"


def _differences(one: Cost, other: Cost) -> str:
    kinds = sorted({*one.account.requests, *other.account.requests})
    pairs = {kind: (one.account.requests[kind], other.account.requests[kind]) for kind in kinds}
    return ", ".join(f"{kind} {a} and {b}" for kind, (a, b) in pairs.items() if a != b)


def _verdict(faults: list[str]) -> list[str]:
    full = f"as soon as all lists are full: {FULL:,} stories"
    return faults or [f"flat: equal requests and pages at all sizes, CPU within 15 % and late stories {full}"]
