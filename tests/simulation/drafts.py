"""What must be public, by the drafts, the settings and the clock alone: nothing here knows how it is made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulation.clean import record_of
from tests.simulation.newsroom import KEYS
from tests.simulation.stories import Version, marks, story_of
from tests.simulation.world import World

from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.domain import comments
from broadsheet.domain.addresses import article_id, object_key

NEWS_AGE = timedelta(days=2)
FEEDS = ("rss.xml", "atom.xml", "feed.json")


@dataclass(frozen=True)
class Paper:
    """The site as it should be, as far as the drafts tell."""

    world: World

    def faults(self) -> list[str]:
        return [
            fault
            for key in self.world.watch.history
            for fault in (*self._shown(key), *self._listed(key), *self._beside(key), *self._open(key))
        ] + list(self._addresses())

    @cached_property
    def public(self) -> dict[str, Version]:
        """By key; what was public before a file that cannot be read is told by the record only."""
        found = {key: self._public(key) for key in self.world.watch.history}
        return {key: version for key, version in found.items() if version}

    def _public(self, key: str) -> Version | None:
        history = self.world.watch.history[key]
        if history[-1] is None:
            return None
        version = self._version(key, len(history))
        if version.broken or version.contested:
            live = record_of(self.world, key).live
            return self._version(key, history.index(live.version) + 1) if live else None
        now = self.world.clock.moment
        early = version.since is not None and now < version.since
        late = version.until is not None and version.until <= now
        return version if version.shown and not early and not late else None

    def _version(self, key: str, number: int) -> Version:
        return self.world.watch.versions[KEYS[key], number]

    def _shown(self, key: str) -> Iterator[str]:
        version, name = self.public.get(key), KEYS[key]
        shown = {n for page in self.world.site.pages.values() for who, n in marks(page.body) if who == name}
        if shown != ({version.number} if version else set()):
            yield f"{key} shows versions {shown} and should show {version.number if version else 'nothing'}"

    def _listed(self, key: str) -> Iterator[str]:
        """Its mark is on every page that lists it, and on no other."""
        name, version = KEYS[key], self.public.get(key)
        pages = {at: page.body for at, page in self.world.site.pages.items() if not story_of(page.body)}
        listed = {at for at, body in pages.items() if name in {who for who, _ in marks(body)}}
        if listed != (should := set(self._lists(version)) if version else set()):
            yield f"{key} is listed at {sorted(listed - should)} and not at {sorted(should - listed)}"

    def _lists(self, version: Version) -> Iterator[str]:
        draft, moment = version.draft, self._date(version)
        yield from ("index.html", f"{draft.section}/index.html", f"archive/{moment:%Y-%m-%d}/index.html")
        yield f"{draft.section}/archive/{moment:%Y-%m}/index.html"
        yield from (folder + feed for folder in ("", f"{draft.section}/") for feed in FEEDS)
        if draft.tagged:
            yield "tags/sea/index.html"
        if self.world.clock.moment < moment + NEWS_AGE:
            yield "news-sitemap.xml"

    def _date(self, version: Version) -> datetime:
        local = version.draft.date
        zone = ZoneInfo(self.settings.get("timezone", "UTC")) if version.draft.zoneless else UTC
        return local.replace(tzinfo=zone).astimezone(UTC)

    @cached_property
    def settings(self) -> dict[str, Any]:
        upload = self.world.uploads.read("site.toml")
        return tomllib.loads((upload.body or b"").decode()) if upload else {}

    def _beside(self, key: str) -> Iterator[str]:
        """The story that the editor chose stands beside it."""
        version = self.public.get(key)
        chosen = f"articles/{version.draft.chosen}" if version and version.draft.chosen else key
        other = self.public.get(chosen)
        if version and other and chosen != key:
            page = self.world.site.pages[object_key(record_of(self.world, key).path)]
            if (other.name, other.number) not in marks(page.body):
                yield f"{key} does not show {other} that was chosen for it"

    def _open(self, key: str) -> Iterator[str]:
        """A reader may comment on what is public, and on nothing else."""
        if bool(self.public.get(key)) != self._accepts(article_id(key)):
            yield f"comments on {key} are {'refused' if self.public.get(key) else 'accepted'}"

    def _accepts(self, article: str) -> bool:
        try:
            post_comment(
                comments.Draft("Ana", "And now?", "", ""),
                article=article,
                key="",
                table=self.world.comments,
                clock=self.world.clock,
                new_id=lambda moment: new_id(moment, bytes),
            )
        except Refused:
            return False
        return True

    def _addresses(self) -> Iterator[str]:
        """Where a story has been seen, there is a story, or the way to where it is now."""
        at = {KEYS[key]: record_of(self.world, key).path for key in self.public}
        for where, names in self.world.watch.stood.items():
            page = self.world.site.pages.get(where)
            there = page and (page.location in at.values() or story_of(page.body) in at)
            if names & at.keys() and not there:
                yield f"{where} led to {names} and is {page and page.body[:80]!r}"
