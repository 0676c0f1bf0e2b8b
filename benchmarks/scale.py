"""What does it cost to publish, edit, move and withdraw a story, and to comment on it, as an archive grows?

    .venv/bin/python benchmarks/scale.py [SIZE ...]      100 1000 10000 100000

Every archive holds the last so many stories of one invented newspaper, so the same things happen beside the
same newest stories, in front of ever more of the past. Requests, items and bytes are counted between the use
cases and their ports, which here are in memory; dollars follow from them (benchmarks/scaling/prices.py).
"""

from __future__ import annotations

import sys

from peering.archive import Archive
from scaling.report import report
from scaling.trial import trial

SIZES = (100, 1000, 10_000, 100_000)
SEED = 1


def main() -> int:
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    archive = Archive(SEED)
    trials = {}
    for size in sizes:
        trials[size] = trial(archive, size)
        print(f"{size:,} stories have grown", file=sys.stderr, flush=True)
    lines, flat = report(trials)
    print(*lines, sep="\n")
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
