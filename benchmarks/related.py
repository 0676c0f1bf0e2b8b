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
from typing import Any

from arguments import described
from broadsheet.domain.addresses import slugify
from broadsheet.domain.documents import sortable
from broadsheet.domain.relatedness import PICKS, WINDOW, Posting, picks, ranking
from broadsheet.domain.terms import filed, key_terms
from broadsheet.publishing.accepting import opening_of


@dataclass(frozen=True)
class Story:
    place: str
    terms: tuple[tuple[str, int], ...]
    gold: frozenset[str]


def main() -> int:
    parser = described(__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    print(f"{'':32} stories  asked  recall   nDCG")
    for file in parser.parse_args().files:
        try:
            print(line(Path(file).stem, stories_of(Path(file).read_text("utf-8").splitlines())))
        except (OSError, ValueError) as error:
            parser.error(f"{file}: {error.strerror if isinstance(error, OSError) else error}")
    return 0


def line(name: str, stories: list[Story]) -> str:
    if not (scores := list(scored(stories))):
        raise ValueError("no story in it has “gold”, to compare with")
    recall, ndcg = (mean(column) for column in zip(*scores, strict=True))
    return f"{name:32} {len(stories):7} {len(scores):6} {recall:7.3f} {ndcg:6.3f}"


def stories_of(lines: Iterable[str]) -> list[Story]:
    """In the order of their dates. Raises ValueError, which names the line."""
    stories = []
    for number, text in enumerate(lines, 1):
        try:
            stories.append(_story(json.loads(text)))
        except KeyError as error:
            raise ValueError(f"line {number} is no story: it has no {error}") from error
        except (AttributeError, TypeError) as error:
            raise ValueError(f"line {number} is no story: it has values of the wrong kind") from error
        except ValueError as error:
            raise ValueError(f"line {number} is no story: {error}") from error
    return sorted(stories, key=lambda story: story.place)


def _story(fields: Any) -> Story:
    if not isinstance(fields, dict):
        raise ValueError("it is no object")
    moment = datetime.fromisoformat(fields["date"].replace("Z", "+00:00")).astimezone(UTC)
    return Story(
        place=f"{sortable(moment)}#{fields['id']}",
        terms=key_terms(
            fields["title"],
            fields.get("summary", ""),
            _slugs(_names(fields, "tags")),
            _slugs(_names(fields, "authors")),
            opening=opening_of(fields["body"]),
        ),
        gold=frozenset(_names(fields, "gold")),
    )


def _names(fields: dict[str, Any], field: str) -> list[str]:
    names = fields.get(field, [])
    if not isinstance(names, list):
        raise ValueError(f"its {field} are no list")
    return names


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
