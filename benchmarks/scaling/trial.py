"""The same six things in an archive of any size: what each of them asked for, and how long it took."""

from __future__ import annotations

import gc
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.commenting.post import post_comment
from broadsheet.domain.addresses import article_id
from broadsheet.domain.comment_drafts import Draft
from broadsheet_cli.newsroom import Newsroom
from peering.archive import EVERY, Archive, Story
from scaling.counting import Account
from scaling.growing import LAST, grown, key_of, text_of

COUNTED = ("requests", "items", "bytes", "units")
TIMES = 9  # each is done so often, with another story
OTHER_TEXT = "Nothing is left of what stood here before. " * 70  # as long as the others
LATE = 130  # stories, and with them the front page's sixty
WORKS = ("publish", "edit", "move", "comment", "withdraw", "late")


@dataclass
class Cost:
    """Of one kind of work. `cpu` is the least that was taken: what comes on top is other people's. `pages`
    were written or deleted."""

    accounts: list[Account] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return min(self.seconds)

    @property
    def account(self) -> Account:
        """Medians, kind by kind: how many neighbours a story has is another matter."""
        found = {name: _medians([getattr(one, name) for one in self.accounts]) for name in COUNTED}
        return Account(found["requests"], found["items"], found["bytes"], found["units"])

    @property
    def pages(self) -> int:
        requests = self.account.requests
        return requests["site.put"] + requests["site.delete"]


def _medians(counters: Sequence[Counter[str]]) -> Counter[str]:
    kinds = {kind for counter in counters for kind in counter}
    found = {kind: int(statistics.median_low([c[kind] for c in counters])) for kind in kinds}
    return Counter({kind: count for kind, count in found.items() if count})


def trials(
    archive: Archive, sizes: Iterable[int], has_grown: Callable[[int], None] = lambda size: None
) -> dict[int, dict[str, Cost]]:
    """By size and kind of work. All archives take turns, so that a slow minute of the machine is nobody's
    alone."""
    benches = {}
    for size in sizes:
        account = Account()
        benches[size] = Bench(grown(archive, size, account.around), account)
        benches[size].warm(archive.story(LAST))
        has_grown(size)
    gc.freeze()  # else every archive is looked through again and again with the largest
    costs: dict[int, dict[str, Cost]] = {size: {name: Cost() for name in WORKS} for size in benches}
    for name in WORKS:
        for number in range(1, 1 + TIMES):
            for size, bench in benches.items():
                bench.once(name, new_story(archive, number), costs[size][name])
    gc.unfreeze()
    return costs


def new_story(archive: Archive, number: int) -> Story:
    """One after all others, by an author and under tags that even the smallest archive has: the first story
    of a tag makes a page of its own."""
    known = archive.story(LAST - number)
    return replace(archive.story(LAST + number), author=known.author, tags=known.tags)


@dataclass
class Bench:
    room: Newsroom
    account: Account

    def warm(self, story: Story) -> None:
        """What the first of all pays for: templates are compiled, lists get their first words."""
        self.room.tick()
        self.room.settle()
        for work in (self.publish, self.edit, self.comment, self.withdraw):
            work(story)
            self.room.settle()

    def once(self, name: str, story: Story, cost: Cost) -> None:
        work = getattr(self, name)
        self._forget()
        begun = time.process_time()
        work(story)
        self.room.settle()
        cost.seconds.append(time.process_time() - begun)
        self.account.reckon()
        cost.accounts.append(self._copy())

    def publish(self, story: Story) -> None:
        self.room.uploads.put(key_of(story), text_of(story), story.published)

    def late(self, story: Story) -> None:
        """It has lain in a drawer: it is dated among the old ones."""
        self.publish(replace(story, slug=f"late-{story.slug}", published=story.published - LATE * EVERY))

    def edit(self, story: Story) -> None:
        """Not a word of its text is left."""
        self.publish(replace(story, body=OTHER_TEXT))

    def move(self, story: Story) -> None:
        """To another address: its old one leads there from now on."""
        moved = text_of(story).replace(b"\n---\n", b"\nslug: moved-%d\n---\n" % len(story.body), 1)
        self.room.uploads.put(key_of(story), moved, story.published)

    def withdraw(self, story: Story) -> None:
        self.room.uploads.remove(key_of(story))

    def comment(self, story: Story) -> None:
        draft = Draft(name="Ana Luz", text="I was there.")
        post_comment(
            draft,
            article=article_id(key_of(story)),
            key="",
            table=self.account.around("comments", self.room.comments),
            clock=self.room.clock,
            new_id=lambda moment: f"{moment:%Y%m%d%H%M%S%f}",
        )

    def _forget(self) -> None:
        self.account.reckon()
        for counted in (self.account.requests, self.account.items, self.account.bytes, self.account.units):
            counted.clear()

    def _copy(self) -> Account:
        here = self.account
        return Account(here.requests.copy(), here.items.copy(), here.bytes.copy(), here.units.copy())
