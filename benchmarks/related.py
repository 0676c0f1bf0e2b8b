"""How near do related stories come to those that people linked to?

    .venv/bin/python benchmarks/related.py FILE.jsonl...

A file holds one story a line: `id`, `date`, `title`, `body`, `tags`, `authors`, in some a `summary`, and in
some `gold`, the ids of the earlier stories that a person would have shown. Printed are, for five places, the
share of gold that was found and nDCG.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from broadsheet.domain.addresses import slugify
from broadsheet.domain.documents import sortable
from broadsheet.domain.relatedness import PICKS, WINDOW, Posting, picks, ranking
from broadsheet.domain.terms import filed, key_terms
from broadsheet.publishing.accepting import summary_of
from given import described


@dataclass(frozen=True)
class Story:
    place: str
    terms: tuple[tuple[str, int], ...]
    gold: frozenset[str]


def main() -> int:
    parser = described(__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    files = parser.parse_args().files
    if missing := [file for file in files if not Path(file).is_file()]:
        parser.error(f"there is no file {missing[0]}")
    print(f"{'':32} stories  asked  recall   nDCG")
    for file in files:
        print(line(Path(file).stem, stories_of(Path(file).read_text().splitlines())))
    return 0


def line(name: str, stories: list[Story]) -> str:
    scores = list(scored(stories))
    recall, ndcg = (mean(column) for column in zip(*scores, strict=True))
    return f"{name:32} {len(stories):7} {len(scores):6} {recall:7.3f} {ndcg:6.3f}"


def stories_of(lines: Iterable[str]) -> list[Story]:
    return sorted((_story(json.loads(text)) for text in lines), key=lambda story: story.place)


def _story(fields: dict[str, str | list[str]]) -> Story:
    moment = datetime.fromisoformat(str(fields["date"]).replace("Z", "+00:00")).astimezone(UTC)
    return Story(
        place=f"{sortable(moment)}#{fields['id']}",
        terms=key_terms(
            str(fields["title"]),
            str(fields.get("summary") or summary_of(str(fields["body"]))),
            _slugs(fields.get("tags", ())),
            _slugs(fields.get("authors", ())),
        ),
        gold=frozenset(fields.get("gold", ())),
    )


def _slugs(names: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(map(slugify, names))]


def scored(stories: Iterable[Story]) -> Iterator[tuple[float, float]]:
    """Recall and nDCG of each story that has gold."""
    shelves: dict[str, list[Posting]] = defaultdict(list)
    for story in stories:
        here, under = Posting(story.place, dict(story.terms)), filed(story.terms)
        if story.gold:
            met = {posting.place: posting for term in under for posting in shelves[term][-WINDOW:]}
            yield _score([id_ for id_, _ in picks(ranking(here, met.values()))], story.gold)
        for term in under:
            shelves[term].append(here)


def _score(shown: list[str], gold: frozenset[str]) -> tuple[float, float]:
    gains = [1 / math.log2(place + 2) for place in range(PICKS)]
    got = sum(gain for gain, id_ in zip(gains, shown, strict=False) if id_ in gold)
    return len(gold & {*shown}) / len(gold), got / sum(gains[: len(gold)])


if __name__ == "__main__":
    sys.exit(main())
