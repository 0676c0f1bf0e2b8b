"""Every upload and then every page, put on its queue as a hint, and the queues waited for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import click

from broadsheet.adapters.aws.buckets import S3Site
from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain import rows
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.invalidating import NAMES, every_page
from broadsheet.publishing.sources import TableSources
from broadsheet_cli.operating.draining import NotDrained, countdown, draining
from broadsheet_cli.operating.inventory import Standing, standing, unanswered
from broadsheet_cli.operating.selection import Pattern, Register, hints, page_hints
from broadsheet_cli.operating.strays import strays
from broadsheet_cli.operating.telling import length, many
from broadsheet_cli.reporting import progress
from broadsheet_cli.target import Target

SENT_AT_ONCE = 10
T = TypeVar("T")


@dataclass
class Rebuilding:
    """One run. `stuck` says why the queues did not empty, if they did not."""

    target: Target
    pattern: Pattern
    patience: float
    stuck: str = ""

    def run(self) -> None:
        """Uploads first: the register of public stories, from which the pages follow, is right after them."""
        begun = time.monotonic()
        there = standing(self.target)
        keys = self.pattern.uploads(there, self._register())
        open_ = [item for item in unanswered(self.target, there) if self.pattern.matches(item.key)]
        self._uploads(keys, open_)
        names = self._names()
        if not keys and not open_ and not names:
            raise click.ClickException(_nothing(self.pattern))
        self._pages(names)
        click.echo(f"Done in {length(time.monotonic() - begun)}." if not self.stuck else "Not done.")

    def _uploads(self, keys: Sequence[str], open_: Sequence[Standing]) -> None:
        by_queue: dict[str, list[Mapping[str, Any]]] = {"images": [], "uploads": []}
        for message in hints(keys, open_):
            queue = "images" if message["keys"][0].startswith("images/") else "uploads"
            by_queue[queue].append(message)
        count = sum(map(len, by_queue.values()))
        if not count:
            return
        for queue, messages in by_queue.items():
            self._send(queue, messages, f"Sending {queue}")
        took = self._wait("Uploads")
        answers = f"; {many(len(open_), 'one', 'of them')} had no answer yet" if open_ else ""
        click.echo(f"{many(count, 'upload')} looked at in {took}{answers}")

    def _pages(self, names: Sequence[str]) -> None:
        if not names:
            return
        self._send("pages", page_hints(names), "Sending pages")
        took = self._wait(f"Pages, up to {NAMES} a message")
        click.echo(f"{many(len(names), 'page')} looked at in {took}")

    def _send(self, queue: str, messages: Iterable[Mapping[str, Any]], title: str) -> None:
        batches = list(_chunks(messages))
        for batch in progress(batches, title, len(batches)):
            self.target.queue(queue).send(batch)

    def _wait(self, title: str) -> str:
        """How long it took until the queues were empty, or were seen to be stuck."""
        begun = time.monotonic()
        # What is stuck already is not waited for a second time.
        queues = ["pages"] if self.stuck else list(self.target.queues)
        try:
            countdown(draining(self.target, queues, self.patience).steps(), title)
        except NotDrained as error:
            self.stuck = str(error)
        return length(time.monotonic() - begun)

    def _names(self) -> list[str]:
        """The pages that follow from the register, and those that stand there and follow no more."""
        register, paths = self._register(), self._editions().paths
        following = every_page(register.stories, sections=register.sections)
        known = [path for name in following for path in paths(name)]
        site = S3Site(self.target.s3, self.target.site_bucket)
        gone = (name for name in strays(site, known, paths) if any(map(self.pattern.matches, paths(name))))
        return list(dict.fromkeys([*self.pattern.pages(register, paths), *gone]))

    def _register(self) -> Register:
        stories = self.target.catalogue.query("LIST#front", newest_first=True)
        site = rows.site_from(self.target.catalogue.get(*rows.SITE)).site
        return Register(stories, [section.slug for section in site.sections])

    def _editions(self) -> Editions:
        comments = DynamoTable(self.target.dynamodb, self.target.comments_table)
        return Editions(
            TableSources(self.target.uploads, self.target.catalogue, comments), self.target.site_url
        )


def _nothing(pattern: Pattern) -> str:
    if not pattern.glob:
        return "there is nothing to rebuild"
    return (
        f"no upload and no page matches “{pattern.glob}”: it is compared with whole upload keys "
        "(articles/world/story.md) and addresses (/world/story/), and * stands for anything"
    )


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, SENT_AT_ONCE)):
        yield chunk
