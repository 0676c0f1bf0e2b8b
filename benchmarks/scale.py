"""What does it cost to publish, edit, move and withdraw a story, and to comment on it, as an archive grows?
And to publish one late, that is dated among the old ones?

    .venv/bin/python benchmarks/scale.py [SIZE ...]      100 1000 10000 100000

Every archive holds the last so many stories of one invented newspaper, so the same things happen beside the
same newest stories, in front of ever more of the past. Requests, items and bytes are counted between the use
cases and their ports, which here are in memory; dollars follow from them (benchmarks/scaling/prices.py).
"""

from __future__ import annotations

import sys

from arguments import count, described
from peering.archive import Archive
from scaling.report import report
from scaling.trial import trials

SIZES = (100, 1000, 10_000, 100_000)
SMALLEST = 100  # below that nearly all stories are neighbours
SEED = 1


def main() -> int:
    parser = described(__doc__)
    parser.add_argument("sizes", nargs="*", type=count, default=SIZES, metavar="SIZE")
    sizes = parser.parse_args().sizes
    if min(sizes) < SMALLEST:
        parser.error(f"an archive has {SMALLEST} stories at least, and not {min(sizes)}")
    lines, flat = report(trials(Archive(SEED), sizes, tell))
    print(*lines, sep="\n")
    return 0 if flat else 1


def tell(size: int) -> None:
    print(f"{size:,} stories have grown", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
