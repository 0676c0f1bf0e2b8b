"""How many AWS requests a publication takes, in archives of several sizes.

The same new story comes to each as its newest. (The first story of a month, or under a new tag, takes a
few more: its list pages are new.)

.venv/bin/python benchmarks/requests_per_publish.py [SIZE ...]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from broadsheet_cli.newsroom import Newsroom

SIZES = (50, 500, 5000)
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = [
    a + b
    for a in ("har", "fer", "coun", "bud", "mus", "lan", "riv")
    for b in ("bour", "ry", "cil", "get", "dium")
]


def story(number: int, extra: str = "", *, words_of: int | None = None) -> bytes:
    chance = random.Random(number if words_of is None else words_of)
    moment = (BEGIN + timedelta(hours=5 * number)).isoformat()
    tags = ", ".join(chance.sample(WORDS[:15], 3))
    fields = f"title: Number {number}\ndate: {moment}\ntags: [{tags}]\nauthor: Ana Luz"
    return f"---\n{fields}\n---\n\n{' '.join(chance.choices(WORDS, k=300))} {extra}\n".encode()


def key(number: int) -> str:
    return f"articles/s{number % 7}/n{number}.md"


def archive(size: int) -> Newsroom:
    room = Newsroom(now=datetime(2026, 11, 23, tzinfo=UTC), pages_batch=sys.maxsize)
    room.tick()
    for number in range(size):
        room.uploads.put(key(number), story(number))
    room.settle()
    return room


def counted(room: Newsroom, change: Callable[[], None]) -> Counter[str]:
    room.ledger.clear()
    change()
    room.settle()
    return Counter(room.ledger.requests)


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    rooms = {size: archive(size) for size in sizes}
    changes: dict[str, Callable[[Newsroom, int], None]] = {
        "published": lambda room, size: room.uploads.put("articles/s0/new.md", story(size, words_of=7)),
        "edited": lambda room, size: room.uploads.put("articles/s0/new.md", story(size, "More.", words_of=7)),
        "withdrawn": lambda room, size: room.uploads.remove("articles/s0/new.md"),
    }
    for name, change in changes.items():
        costs = {size: counted(room, partial(change, room, size)) for size, room in rooms.items()}
        print(f"\n{name:24}" + "".join(f"{size:>10,}" for size in sizes))
        for kind in sorted(set().union(*costs.values())):
            print(f"  {kind:22}" + "".join(f"{costs[size][kind]:>10}" for size in sizes))
        print(f"  {'all':22}" + "".join(f"{costs[size].total():>10}" for size in sizes))


if __name__ == "__main__":
    main()
