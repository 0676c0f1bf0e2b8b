"""A thousand files are uploaded at once: how often is each index page rendered and written?

In each second as many batches are taken as template.yaml lets functions run: five of ten uploads, all
changes, and two of fifty messages with page names.

.venv/bin/python benchmarks/burst.py [FILES]
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from arguments import count, described
from broadsheet.publishing.rendering import Message, Rendered
from broadsheet_cli.newsroom import Newsroom

INGESTS, RENDERS = 5, 2
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = [
    a + b
    for a in ("har", "fer", "coun", "bud", "mus", "lan", "riv")
    for b in ("bour", "ry", "cil", "get", "dium")
]


def story(number: int, extra: str = "", *, words_of: int | None = None) -> bytes:
    chance = random.Random(number if words_of is None else words_of)
    moment = (BEGIN + timedelta(hours=5 * number)).isoformat()
    tags = ", ".join(chance.sample(WORDS[:15], 3))
    fields = f"title: Number {number}\ndate: {moment}\ntags: [{tags}]\nauthor: Ana Luz"
    return f"---\n{fields}\n---\n\n{' '.join(chance.choices(WORDS, k=300))} {extra}\n".encode()


def key(number: int) -> str:
    return f"articles/s{number % 7}/n{number}.md"


class Counted:
    """Stands before the rendering and notes how often each name was asked for and taken up."""

    def __init__(self, room: Newsroom) -> None:
        self.asked: Counter[str] = Counter()
        self.rendered: Counter[str] = Counter()
        self._batch = room._rendering.batch

    def batch(self, messages: Sequence[Message]) -> Rendered:
        names = [name for message in messages for name in message.pages]
        self.asked.update(names)
        self.rendered.update(set(names))
        return self._batch(messages)


def second(room: Newsroom) -> None:
    for _ in range(INGESTS):
        list(room._take_uploads())
    while room.changes:
        room._invalidate.changes([room.changes.popleft() for _ in range(min(100, len(room.changes)))])
    for _ in range(RENDERS):
        list(room._render())
    room.clock.advance(timedelta(seconds=1))


def main(files: int) -> None:
    room = Newsroom()
    counted = Counted(room)
    room._rendering = counted  # type: ignore[assignment]
    room.tick()
    room.settle()
    for number in range(files):
        room.uploads.put(key(number), story(number))
    seconds = 0
    while room.uploads_queue.messages or room.changes or room.pages_queue.messages:
        second(room)
        seconds += 1
    print(f"{files} files, {len(room.site.pages)} objects, settled after {seconds} seconds of batches\n")
    print(f"{'page':28}{'asked for':>12}{'rendered':>12}")
    indexes = [name for name in counted.asked if not name.startswith(("at/", "article/"))]
    for name in sorted(indexes, key=lambda name: -counted.asked[name])[:16]:
        print(f"{name:28}{counted.asked[name]:>12}{counted.rendered[name]:>12}")
    stories = [n for name, n in counted.rendered.items() if name.startswith(("at/", "article/"))]
    print(f"{'a story, on average':28}{'':>12}{sum(stories) / files:>12.1f}")


if __name__ == "__main__":
    parser = described(__doc__)
    parser.add_argument("files", nargs="?", type=count, default=1000, metavar="FILES")
    main(parser.parse_args().files)
