"""Who comments, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.simulation.cloud import BEGIN
from tests.simulation.invocation import Invocation
from tests.simulation.stories import BROUGHT

from broadsheet.commenting.refusals import Refused
from broadsheet.domain.comments import Comment
from broadsheet.errors import BroadsheetError

if TYPE_CHECKING:
    from tests.simulation.world import World

TRIES = 3
SAME, OLD = timedelta(hours=20), timedelta(hours=25)  # a key is known for a day


@dataclass
class Readers:
    """`posted` are the words that were acknowledged, with their stories; `sent` is the last comment, with its
    key."""

    world: World
    posted: dict[str, str] = field(default_factory=dict)
    told_failed: list[Callable[[], object]] = field(default_factory=list)
    written: int = 0
    sent: tuple[str, str, str] | None = None
    sent_at: datetime = BEGIN

    def write(self, article: str) -> None:
        """With a key, so that the reader may repeat it whatever happened."""
        self._post(article, f"key {self.written + 1}")

    def write_quickly(self, article: str) -> None:
        self._post(article, "")

    def click_twice(self, article: str) -> None:
        self.write(article)
        self.click_again(article)

    def click_again(self, _: str) -> None:
        """What was sent last comes once more."""
        if self.sent and self.sent[-1] and self.world.clock.moment < self.sent_at + SAME:
            self.comment(*self.sent)

    def use_key_again(self, article: str) -> None:
        """The key of days ago comes with other words."""
        if self.sent and self.sent[-1] and self.sent_at + OLD < self.world.clock.moment:
            self._post(article, self.sent[-1])

    def bring_from_elsewhere(self, article: str) -> None:
        """What a reader has written where the paper was before."""
        self.written += 1
        words, when = f"{BROUGHT}{self.written}", BEGIN - timedelta(days=9)
        self.bring(Comment(f"e{self.written}", article, "Eva", words, when))

    def _post(self, article: str, key: str) -> None:
        self.written += 1
        self.sent, self.sent_at = (article, f"comment{self.written}", key), self.world.clock.moment
        self.comment(*self.sent)

    def comment(self, article: str, words: str, key: str, tries: int = TRIES) -> None:
        """A reader posts, and posts again if told that it failed; after no answer at all only with a key."""
        again = partial(self.comment, article, words, key, tries - 1)

        def run() -> bool:
            try:
                self.posted[words] = self.world.functions.comment(article, words, key).article
            except Refused as refused:
                self._demand(refused.code != "idempotency-key-reused", f"{words} is refused for its key")
            except BroadsheetError as error:
                self._demand(invocation.suffered, f"{words} failed, and nothing else did: {error!r}")
                self._failed(again, tries)
            return True

        def ended(answered: bool | None) -> None:
            if not answered and key:
                self._failed(again, tries)

        invocation: Invocation = self.world.start("comments", run, ended)

    def bring(self, brought: Comment, tries: int = TRIES) -> None:
        """An operator brings a comment from elsewhere, and does it again if that has failed."""

        def run() -> bool:
            self.world.functions.bring_comments(brought)
            self.posted[brought.text] = brought.article
            return True

        def ended(done: bool | None) -> None:
            if not done:
                self._failed(partial(self.bring, brought, tries - 1), tries)

        self.world.start("comments", run, ended)

    def try_again(self) -> None:
        """Whoever was told that it failed."""
        failed, self.told_failed = self.told_failed, []
        for again in failed:
            again()

    def _failed(self, again: Callable[[], object], tries: int) -> None:
        if tries > 1:
            self.told_failed.append(again)

    def _demand(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.world.watch.found.append(otherwise)


READING: dict[str, Callable[[Readers, str], None]] = {
    "comment": Readers.write,
    "quick comment": Readers.write_quickly,
    "double click": Readers.click_twice,
    "click again": Readers.click_again,
    "old key": Readers.use_key_again,
    "brought comments": Readers.bring_from_elsewhere,
}
