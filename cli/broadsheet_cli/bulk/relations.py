"""Public stories -> which are shown with which, and which they link to."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.domain.relatedness import CHOSEN, WINDOW, Around, Posting, picks
from broadsheet.publishing.links import Picks

Ends = dict[str, list[tuple[str, str]]]


@dataclass
class Relations:
    """`ends` of links between stories: by id, where the other stands among all (the higher, the nearer), and
    the other's id; `picked` are the links by the id of the story that they follow from."""

    ends: Ends = field(default_factory=lambda: defaultdict(list))
    picked: dict[str, Picks] = field(default_factory=dict)
    _terms: dict[str, deque[Posting]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=WINDOW))
    )

    def take(self, stories: Iterable[tuple[ArticleRecord, Live]]) -> None:
        """From the earliest on: a story picks only what came before it."""
        for record, live in stories:
            place = rows.position(live)
            related = self._picks(live, place)
            self.picked[record.id] = Picks(1, related, live.cites)
            for other, points in related:
                self.ends[record.id].append((f"{points:07d}#{other}#own", other))
                self.ends[other].append((f"{points:07d}#{record.id}#in", record.id))
            for term, weight in live.terms:
                self._terms[term].appendleft(Posting(place, weight))

    def _picks(self, live: Live, place: str) -> tuple[tuple[str, int], ...]:
        around = {
            term: Around(weight, self._terms[term], ()) for term, weight in live.terms if term in self._terms
        }
        near = [pick for pick in picks(place, around) if pick[0] not in live.chosen]
        return (*((id_, CHOSEN - number) for number, id_ in enumerate(live.chosen)), *near)

    def of(self, id_: str) -> list[str]:
        """Ids of the stories that may be shown with a story, nearest first."""
        return [other for _, other in sorted(self.ends.get(id_, ()), reverse=True)]
