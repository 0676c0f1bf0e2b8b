"""What a pass of the sweep takes, stage by stage: counted in a small paper, reckoned up for a large one."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from PIL import Image

from broadsheet.publishing.sweeping import LIMIT, Sweep
from broadsheet.publishing.sweeping.items import ENTRY, PAGE
from broadsheet.publishing.sweeping.notes import REST, STAGES, Notes
from broadsheet.publishing.sweeping.run import Run
from broadsheet_cli.newsroom import Newsroom
from scaling.counting import Account

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = [
    f"{a}{b}{c}" for a, b, c in itertools.product(("har", "fer", "coun", "bud"), ("bo", "li"), "kmnprst")
]
TAGS = [f"tag {number}" for number in range(300)]
MINUTES = 24 * 60  # of a day, with a run each
PORTS = ("uploads", "catalogue", "comments", "site")


@dataclass(frozen=True)
class Stage:
    """What one stage has taken in all: requests, and what the sweep reckons them to cost. `lists` are pages
    that were looked at and are no stories."""

    things: int
    requests: int
    cost: int
    lists: int = 0


def paper(stories: int, tags: int, account: Account) -> Newsroom:
    """As many pictures as stories, each story under other tags."""
    room = Newsroom(now=NOW, around=account.around, pages_batch=10_000)
    room.tick()
    for number in range(stories):
        room.uploads.put(f"images/{number}.png", _picture(number))
        room.uploads.put(f"articles/s{number % 6}/n{number}.md", _story(number, tags))
    room.settle()
    return room


def _picture(number: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (number % 256, number // 256, 90)).save(file, "PNG")
    return file.getvalue()


def _story(number: int, tags: int) -> bytes:
    chance = random.Random(number)
    moment = NOW - timedelta(days=400) + timedelta(minutes=53 * number)
    fields = [f"title: Number {number}", f"date: {moment.isoformat()}", f"author: Author {number % 9}"]
    fields += [f"tags: [{', '.join(chance.sample(TAGS, tags))}]", f"image: ../../images/{number}.png"]
    return ("---\n" + "\n".join(fields) + f"\n---\n\n{' '.join(chance.choices(WORDS, k=150))}\n").encode()


def measured(room: Newsroom, account: Account) -> dict[str, Stage]:
    """A pass without end through a paper in which nothing is amiss."""
    run = _run(room, account)
    found: dict[str, Stage] = {}
    for stage in STAGES:
        account.reckon()
        account.requests.clear()
        spent, looked = run.spent, run.looked["page"]
        while run.notes.stage == stage:
            run.take_a_stretch()
        account.reckon()
        things, lists = _things(stage, room), run.looked["page"] - looked if stage == "site" else 0
        found[stage] = Stage(things, account.requests.total(), run.spent - spent, lists)
    if run.notes.suspects or run.notes.stage != REST:
        raise AssertionError(f"something is amiss: {run.notes}")
    return found


def _run(room: Newsroom, account: Account) -> Run:
    ports = {name: account.around(name, getattr(room, name)) for name in PORTS}
    queues = {name: getattr(room, name) for name in ("uploads_queue", "images_queue", "pages_queue")}
    sweep = Sweep(**ports, **queues, base_url="http://127.0.0.1:8000")
    return Run(replace(Notes(), stage=STAGES[0]), NOW, 10**9, lambda: sweep.reading(NOW), lambda: False)


def _things(stage: str, room: Newsroom) -> int:
    listed = {
        "articles/": "articles/",
        "images/": "images/",
        "register": "articles/",
        "receipts/": "receipts/",
    }
    if stage in listed:
        return len(room.uploads.keys(listed[stage], limit=10**6))
    return len(room.site.pages) if stage == "site" else 1


def report(stages: Mapping[str, Stage], stories: int, lists: int) -> tuple[list[str], float]:
    """Lines to print, and the hours of a pass through so many stories, pictures and lists."""
    lines = [f"{'':10} {'things':>9} {'requests each':>14} {'cost each':>10} {'hours':>6}"]
    hours = 0.0
    for name, things, requests, cost in _large(stages, stories, lists):
        taken = things * cost / (LIMIT * PAGE) * 24 / MINUTES
        lines.append(f"{name:10} {things:9,} {requests:14.2f} {cost:10.2f} {taken:6.2f}")
        hours += taken
    return [*lines, f"{'a pass':10} {'':9} {'':14} {'':10} {hours:6.2f}"], hours


def _large(stages: Mapping[str, Stage], stories: int, lists: int) -> Iterator[tuple[str, int, float, float]]:
    many = {"articles/": stories, "images/": stories, "register": stories, "receipts/": 2 * stories}
    for name, stage in stages.items():
        if name == "site":
            cost = stage.cost - ENTRY * (stage.things - stage.lists)
            yield "stories", stories, 0.0, ENTRY
            yield "lists", lists, stage.requests / stage.lists, cost / stage.lists
        else:
            yield name, many.get(name, 1), stage.requests / stage.things, stage.cost / stage.things
