"""What does it cost to publish, edit, move and withdraw a story, and to comment on it, as an archive grows?
And to publish one late, that is dated among the old ones?

    .venv/bin/python benchmarks/scale.py [SIZE ...]      100 1000 10000 100000

Every archive holds the last so many stories of one invented newspaper, so the same things happen beside the
same newest stories, in front of ever more of the past. Requests, items and bytes are counted between the use
cases and their ports, which here are in memory; dollars follow from them (benchmarks/scaling/prices.py).
"""

from __future__ import annotations

import sys

from peering.archive import Archive
from scaling.report import report
from scaling.trial import trials

SIZES = (100, 1000, 10_000, 100_000)
SMALLEST = 100  # below that nearly all stories are neighbours
SEED = 1


def main() -> int:
    given = sys.argv[1:] or map(str, SIZES)
    sizes = [int(size) if size.isdecimal() else 0 for size in given]
    if min(sizes) < SMALLEST:
        sys.exit(f"sizes are whole numbers of at least {SMALLEST} stories")
    lines, flat = report(trials(Archive(SEED), sizes, tell))
    print(*lines, sep="\n")
    return 0 if flat else 1


def tell(size: int) -> None:
    print(f"{size:,} stories have grown", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
