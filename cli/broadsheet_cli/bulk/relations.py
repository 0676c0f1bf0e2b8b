"""Public stories -> which are shown with which, and which they link to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.domain.relatedness import WINDOW, Around, Posting, of_the_picked, picks
from broadsheet.publishing.links import Picks
from broadsheet_cli.bulk.labour import share_out

Ends = dict[str, list[tuple[str, str]]]
Near = tuple[tuple[str, int], ...]
PART = 1000  # stories at a time: below that, another process costs more than it saves


@dataclass
class Relations:
    """`ends` of links between stories: by id, where the other stands among all (the higher, the nearer), and
    the other's id; `picked` are the links by the id of the story that they follow from."""

    ends: Ends = field(default_factory=lambda: defaultdict(list))
    picked: dict[str, Picks] = field(default_factory=dict)

    def take(self, stories: Sequence[tuple[ArticleRecord, Live]], *, jobs: int) -> None:
        """From the earliest on: a story picks only what came before it."""
        lives = [live for _, live in stories]
        for live, related in zip(lives, _related(lives, jobs), strict=True):
            id_ = live.teaser.id
            self.picked[id_] = Picks(1, related, live.cites)
            for other, points in related:
                self.ends[id_].append((f"{points:07d}#{other}#own", other))
                self.ends[other].append((f"{of_the_picked(points):07d}#{id_}#in", id_))

    def of(self, id_: str) -> list[str]:
        """Ids of the stories that may be shown with a story, nearest first."""
        return [other for _, other in sorted(self.ends.get(id_, ()), reverse=True)]


def _related(lives: Sequence[Live], jobs: int) -> Iterator[Near]:
    """What each of these stories picks."""
    filed: dict[str, list[Posting]] = defaultdict(list)
    before = [_file(live, filed) for live in lives]

    def some(numbers: Sequence[int]) -> list[Near]:
        return [_picks(lives[number], filed, before[number]) for number in numbers]

    return share_out(some, range(len(lives)), jobs, PART)


def _file(live: Live, filed: dict[str, list[Posting]]) -> list[int]:
    """File a story under its terms; returns how many are there before it, under each."""
    place = rows.position(live)
    before = [len(filed[term]) for term, _ in live.terms]
    for term, weight in live.terms:
        filed[term].append(Posting(place, weight))
    return before


def _picks(live: Live, filed: Mapping[str, Sequence[Posting]], before: Sequence[int]) -> Near:
    around = {
        term: Around(weight, filed[term][max(0, end - WINDOW) : end], ())
        for (term, weight), end in zip(live.terms, before, strict=True)
    }
    return picks(rows.position(live), around, live.chosen)
