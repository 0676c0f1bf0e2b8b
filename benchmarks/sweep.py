"""How long does the sweep take to go through a hundred thousand stories, at the rate that it has?

    .venv/bin/python benchmarks/sweep.py [STORIES [TAGS]]      600 10

Sweeps a small paper in memory in which every story has a picture and so many tags, counts what each stage
asks of the ports, and reckons that up: for 100,000 stories, as many pictures, and 20,000 pages of days,
months, sections, tags and authors. A day has 1,440 runs, one a minute.
"""

from __future__ import annotations

import sys

from arguments import count, described
from scaling.counting import Account
from scaling.sweeping import measured, paper, report

STORIES, TAGS = 600, 10
LARGE, LISTS = 100_000, 20_000


def main() -> int:
    parser = described(__doc__)
    parser.add_argument("stories", nargs="?", type=count, default=STORIES, metavar="STORIES")
    parser.add_argument("tags", nargs="?", type=count, default=TAGS, metavar="TAGS")
    asked, account = parser.parse_args(), Account()
    lines, hours = report(measured(paper(asked.stories, asked.tags, account), account), LARGE, LISTS)
    print(*lines, sep="\n")
    return 0 if hours < 24 else 1


if __name__ == "__main__":
    sys.exit(main())
