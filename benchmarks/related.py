"""How near do related stories come to those that people linked to? And how many edits leave them as they are?

    .venv/bin/python benchmarks/related.py FILE.jsonl...

A file holds one story a line: `id`, `date`, `title`, `body`, `tags`, and in some `gold`, the ids of the
earlier stories that a person would have shown. Printed are, for five places, the share of gold that was
found and nDCG; then the share of stories that keep their terms, and so their links, when they are edited: a
paragraph more at the end, a sentence more at the beginning.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from broadsheet.domain.addresses import slugify
from broadsheet.domain.documents import sortable
from broadsheet.domain.relatedness import PICKS, WINDOW, Posting, filed, picks, ranking
from broadsheet.domain.terms import key_terms

PARAGRAPH, SENTENCE = 400, 100  # characters
Terms = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Story:
    place: str
    title: str
    body: str
    tags: tuple[str, ...]
    gold: frozenset[str]

    def terms(self, body: str | None = None) -> Terms:
        return key_terms(self.title, self.body if body is None else body, self.tags)


def main(files: list[str]) -> int:
    if not files:
        sys.exit(__doc__)
    if missing := [file for file in files if not Path(file).is_file()]:
        sys.exit(f"there is no file {missing[0]}")
    print(f"{'':32} stories  asked  recall   nDCG  kept: paragraph  sentence")
    for file in files:
        print(line(Path(file).stem, stories_of(Path(file).read_text().splitlines())))
    return 0


def line(name: str, stories: list[Story]) -> str:
    scores = list(scored(stories))
    recall, ndcg = (mean(column) for column in zip(*scores, strict=True))
    paragraph, sentence = kept(stories, PARAGRAPH, 1.0), kept(stories, SENTENCE, 0.02)
    score = f"{name:32} {len(stories):7} {len(scores):6} {recall:7.3f} {ndcg:6.3f}"
    return f"{score} {paragraph:16.2f} {sentence:9.2f}"


def stories_of(lines: Iterable[str]) -> list[Story]:
    return sorted((_story(json.loads(text)) for text in lines), key=lambda story: story.place)


def _story(fields: dict[str, str | list[str]]) -> Story:
    moment = datetime.fromisoformat(str(fields["date"]).replace("Z", "+00:00")).astimezone(UTC)
    return Story(
        place=f"{sortable(moment)}#{fields['id']}",
        title=str(fields["title"]),
        body=str(fields["body"]),
        tags=tuple(dict.fromkeys(map(slugify, fields.get("tags", ())))),
        gold=frozenset(fields.get("gold", ())),
    )


def scored(stories: Iterable[Story]) -> Iterator[tuple[float, float]]:
    """Recall and nDCG of each story that has gold."""
    shelves: dict[str, list[Posting]] = defaultdict(list)
    for story in stories:
        terms = story.terms()
        here, under = Posting(story.place, dict(terms)), filed(terms)
        if story.gold:
            met = {posting.place: posting for term in under for posting in shelves[term][-WINDOW:]}
            yield _score([id_ for id_, _ in picks(ranking(here, met.values()))], story.gold)
        for term in under:
            shelves[term].append(here)


def _score(shown: list[str], gold: frozenset[str]) -> tuple[float, float]:
    gains = [1 / math.log2(place + 2) for place in range(PICKS)]
    got = sum(gain for gain, id_ in zip(gains, shown, strict=False) if id_ in gold)
    return len(gold & {*shown}) / len(gold), got / sum(gains[: len(gold)])


def kept(stories: list[Story], length: int, where: float) -> float:
    """The share of stories that keep their terms when so many characters of another one are added at that
    part of the text."""
    chance = random.Random(1)
    pairs = [(chance.choice(stories), chance.choice(stories).body[:length]) for _ in range(1000)]
    return mean(story.terms() == story.terms(_with(story.body, more, where)) for story, more in pairs)


def _with(body: str, more: str, where: float) -> str:
    space = body.find(" ", int(len(body) * where))
    cut = len(body) if space < 0 else space
    return f"{body[:cut]}\n\n{more}\n\n{body[cut:]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
