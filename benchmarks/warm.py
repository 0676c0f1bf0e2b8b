"""What a warm function takes for one piece of work, apart from AWS: CPU milliseconds, on adapters in memory.

.venv/bin/python benchmarks/warm.py
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from arguments import described
from broadsheet.commenting.post import post_comment
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_drafts import Draft
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.sources import TableSources
from peering.archive import Archive
from scaling.growing import LAST, grown, key_of, text_of
from scaling.trial import new_story

SIZE, TIMES, SEED = 1000, 40, 1


def main() -> int:
    described(__doc__).parse_args()
    archive, room = Archive(SEED), grown(Archive(SEED), SIZE, lambda name, port: port)
    room.tick()
    room.settle()
    gc.freeze()  # what stands in AWS is no garbage of a function's
    stories = [new_story(archive, number) for number in range(1, TIMES + 1)]
    aside = Aside()
    uploads, catalogue, comments = map(aside.port, (room.uploads, room.catalogue, room.comments))
    ingest = Ingest(uploads, catalogue, comments, room.clock)

    def read(number: int) -> object:
        key = key_of(stories[number])
        room.uploads.put(key, text_of(stories[number]), stories[number].published)
        return ingest.key(key)

    def page(number: int) -> object:
        path = archive.path(LAST - 1 - number)
        sources = TableSources(uploads, catalogue, comments)
        return Editions(sources, "https://news.example").sheet(f"at{path}", path)

    def comment(number: int) -> object:
        return post_comment(
            Draft("Ana Luz", "I was there."),
            article=article_id(key_of(stories[number])),
            key="",
            table=comments,
            clock=room.clock,
            new_id=lambda moment: f"{moment:%Y%m%d%H%M%S%f}",
        )

    for name, work in (("ingest of a story", read), ("render of its page", page), ("a comment", comment)):
        print(f"{name:20} {milliseconds(work, aside):6.2f} ms")
    return 0


class Aside:
    """What goes on behind the ports is AWS's matter: its time is kept aside."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def port(self, port: Any) -> Any:
        return Port(port, self)

    def call(self, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        begun = time.process_time()
        try:
            return method(*arguments, **options)
        finally:
            self.seconds += time.process_time() - begun


class Port:
    def __init__(self, port: Any, aside: Aside) -> None:
        self._port, self._aside = port, aside

    def __getattr__(self, name: str) -> Any:
        return partial(self._aside.call, getattr(self._port, name))


def milliseconds(work: Callable[[int], object], aside: Aside) -> float:
    """A median; the first few warm up."""
    taken = []
    for number in range(TIMES):
        aside.seconds, begun = 0.0, time.process_time()
        work(number)
        taken.append(time.process_time() - begun - aside.seconds)
    return statistics.median(taken[5:]) * 1000


if __name__ == "__main__":
    sys.exit(main())
