"""Public stories -> which are shown with which, and which they link to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.domain.relatedness import WINDOW, Posting, Ranking, of_the_picked, ranking
from broadsheet.domain.terms import filed
from broadsheet.publishing.links import Picks
from broadsheet.publishing.picking import picked_from
from broadsheet_cli.bulk.labour import share_out

Ends = dict[str, list[tuple[str, str]]]
Shelves = dict[str, list[Posting]]  # by term, from the earliest on
PART = 250  # stories at a time
FEW = 1000  # stories: another process would cost more than it saves


@dataclass
class Relations:
    """`ends` of links between stories: by id, where the other stands among all (the higher, the nearer), and
    the other's id; `picked` are the links by the id of the story that they follow from."""

    ends: Ends = field(default_factory=lambda: defaultdict(list))
    picked: dict[str, Picks] = field(default_factory=dict)

    def take(self, stories: Sequence[tuple[ArticleRecord, Live]], *, jobs: int) -> None:
        """From the earliest on: a story picks only what came before it."""
        # As they come, so that another process goes on meanwhile.
        for number, ranked in _rankings([live for _, live in stories], jobs):
            self._pick(stories[number][0], ranked)

    def _pick(self, record: ArticleRecord, ranked: Ranking) -> None:
        id_, picked = record.id, picked_from(record, ranked)
        self.picked[id_] = picked._replace(rev=1)
        for other, points in picked.related:
            self.ends[id_].append((f"{points:07d}#{other}#own", other))
            self.ends[other].append((f"{of_the_picked(points):07d}#{id_}#in", id_))

    def of(self, id_: str) -> list[str]:
        """Ids of the stories that may be shown with a story, nearest first."""
        return [other for _, other in sorted(self.ends.get(id_, ()), reverse=True)]


def _rankings(lives: Sequence[Live], jobs: int) -> Iterator[tuple[int, Ranking]]:
    """Whom each of these stories meets, the nearest first; by the story's number, in any order."""
    shelves: Shelves = defaultdict(list)
    postings = [rows.posting(live) for live in lives]
    before = [_file(posting, live, shelves) for posting, live in zip(postings, lives, strict=True)]

    def some(numbers: Sequence[int]) -> list[tuple[int, Ranking]]:
        return [(n, _ranking(postings[n], lives[n], shelves, before[n])) for n in numbers]

    return share_out(some, range(len(lives)), jobs if len(lives) > FEW else 1, PART)


def _file(posting: Posting, live: Live, shelves: Shelves) -> list[int]:
    """File a story under its terms; returns how many are there before it, under each."""
    there = [shelves[term] for term in filed(live.terms)]
    before = [len(shelf) for shelf in there]
    for shelf in there:
        shelf.append(posting)
    return before


def _ranking(here: Posting, live: Live, shelves: Shelves, before: Sequence[int]) -> Ranking:
    windows = (
        shelves[term][max(0, end - WINDOW) : end] for term, end in zip(filed(live.terms), before, strict=True)
    )
    met = {posting.place: posting for window in windows for posting in window}
    return ranking(here, met.values(), live.chosen)
