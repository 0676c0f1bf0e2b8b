"""What does a site cost with Broadsheet, and with Hugo, Pelican and Eleventy? Equal articles, like pages.

    make peers ARGS="[SIZE ...] [--only GENERATOR ...] [--runs N] [--seed N] [--work FOLDER]"

The peers are installed into .tools/peers, by `make peers` alone. docs/benchmarks.md reads the table.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from arguments import count, described
from peering.archive import Archive
from peering.contestants import LINES, Command, Contestant, contestants, installed, missing, said, version
from peering.files import write_archive
from peering.measuring import CommandFailed
from peering.table import left_out, machine, table
from peering.trials import NotLike, Trial, trial

PEERS = Path(__file__).parent.parent / ".tools" / "peers"
SIZES = (1000, 10_000)


def main() -> int:
    asked = arguments().parse_args()
    here = installed(PEERS)
    programs = {name: program for name, program in here.items() if name in asked.only}
    lines = contestants(programs)
    print(machine(versions(programs)))
    complete = True
    for size in asked.sizes or SIZES:
        trials, read = compare(lines, Archive(asked.seed), size, asked.runs, asked.work)
        complete = complete and all(trials.values())
        print("", *table(size, read, trials), sep="\n", flush=True)
    print("", *left_out(list(programs), missing(asked.only, lines)), sep="\n")
    return 0 if complete else 1


def arguments() -> argparse.ArgumentParser:
    parser = described(__doc__)
    parser.add_argument("sizes", nargs="*", type=count, metavar="SIZE", help="how many articles: 1000 10000")
    parser.add_argument("--only", nargs="+", choices=LINES, default=list(LINES), help="who takes part: all")
    parser.add_argument("--runs", type=count, default=1, metavar="N", help="medians of so many runs: 1")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the archive: 1")
    parser.add_argument("--work", type=folder, metavar="FOLDER", help="where to build: the system's place")
    return parser


def folder(name: str) -> Path:
    """One that can be built in, made where it is not there."""
    try:
        Path(name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name}: {error.strerror}") from error
    return Path(name)


def compare(
    lines: Sequence[Contestant], archive: Archive, size: int, runs: int, place: Path | None
) -> tuple[Mapping[str, Sequence[Trial]], int]:
    """The trials of each contestant, none where it failed; and how many bytes of articles there were."""
    found: dict[str, list[Trial]] = {line.name: [] for line in lines}
    going = list(lines)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        work = Path(folder)
        read = write_archive(work, archive.stories(size))
        for run in range(runs):
            # All take turns, so that a slow minute of the machine is nobody's alone.
            for line in list(going):
                tell(f"{size:,} articles, run {run + 1} of {runs}: {line.name}")
                try:
                    found[line.name].append(trial(line, work, size, archive.story(size)))
                except (CommandFailed, NotLike) as error:
                    tell(f"{line.name} failed: {error}")
                    found[line.name].clear()
                    going.remove(line)
    return found, read


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def versions(programs: Mapping[str, Command]) -> dict[str, str]:
    found = {name: version(name, program) for name, program in programs.items()}
    if "eleventy" in programs:
        found["Node"] = said(programs["eleventy"][0], "--version").strip().removeprefix("v")
    return found


if __name__ == "__main__":
    sys.exit(main())
