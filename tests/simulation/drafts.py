"""What must be public, by the drafts, the settings and the clock alone: nothing here knows how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.simulation.clean import record_of
from tests.simulation.files import PICTURES, SHADES
from tests.simulation.newsroom import KEYS
from tests.simulation.plain import prints_of
from tests.simulation.public import Public
from tests.simulation.stories import Draft, Version, marks, story_of

from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.domain import comment_drafts
from broadsheet.domain.addresses import article_id, object_key
from broadsheet.publishing import reach

NEWS_AGE = timedelta(days=2)
FEEDS = ("rss.xml", "atom.xml", "feed.json")


@dataclass(frozen=True)
class Paper(Public):
    """The site as it should be."""

    def faults(self) -> list[str]:
        return [
            fault
            for key in self.world.watch.history
            for fault in (*self._shown(key), *self._listed(key), *self._beside(key), *self._open(key))
        ] + list(self._addresses())

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
        if listed != (should := set(self._lists(key, version)) if version else set()):
            yield f"{key} is listed at {sorted(listed - should)} and not at {sorted(should - listed)}"

    def _lists(self, key: str, version: Version) -> Iterator[str]:
        draft, moment = version.draft, self.moment(key, version)
        yield f"archive/{moment:%Y-%m-%d}/index.html"
        yield f"{draft.section}/archive/{moment:%Y-%m}/index.html"
        of_all = self._is_among_the_newest(key, lambda other: True)
        of_section = self._is_among_the_newest(key, lambda other: other.section == draft.section)
        if of_all or of_section:
            yield "index.html"
        if of_all:
            yield from FEEDS
        if of_section:
            yield from (f"{draft.section}/{file}" for file in ("index.html", *FEEDS))
        if draft.tagged and self._is_among_the_newest(key, lambda other: other.tagged):
            yield "tags/sea/index.html"
        if draft.author and self._is_among_the_newest(key, lambda other: bool(other.author)):
            yield "authors/ana-luz/index.html"
        if self.world.clock.moment < moment + NEWS_AGE:
            yield "news-sitemap.xml"

    def _is_among_the_newest(self, key: str, alike: Callable[[Draft], bool]) -> bool:
        """Of those that are alike: a list shows no more."""
        order = sorted(
            (self.moment(other, version), article_id(other))
            for other, version in self.public.items()
            if alike(version.draft)
        )
        return article_id(key) in [id_ for _, id_ in order[-reach.LIST :]]

    def _beside(self, key: str) -> Iterator[str]:
        """The story that the editor chose stands beside it, and the pictures in it."""
        version = self.public.get(key)
        if version is None:
            return
        page = self._page(record_of(self.world, key).path)
        other = self._chosen(version.draft)
        if other and other != version and (other.name, other.number) not in marks(page):
            yield f"{key} does not show {other} that was chosen for it"
        for picture, wanted in zip(PICTURES, (version.draft.image, version.draft.second_image), strict=True):
            path = self._file_of(picture)
            if wanted and path and path.encode() not in page:
                yield f"{key} does not show {picture}"

    def _chosen(self, draft: Draft) -> Version | None:
        """By its file, or by the address where it stands."""
        if draft.chosen.endswith(".md"):
            return self.public.get(f"articles/{draft.chosen}")
        there = story_of(self._page(draft.chosen)) if draft.chosen else ""
        return next((version for version in self.public.values() if version.name == there), None)

    def _page(self, path: str) -> bytes:
        page = self.world.site.pages.get(object_key(path))
        return page.body if page else b""

    def _file_of(self, picture: str) -> str:
        """Empty where there is none that can be shown, or nobody but the record knows which."""
        upload = self.world.uploads.read(picture)
        body = (upload.body if upload else None) or b""
        return prints_of(body, picture).picture.fallback.path if body in SHADES else ""

    def _open(self, key: str) -> Iterator[str]:
        """A reader may comment on what is public and open, and on nothing else."""
        version = self.public.get(key)
        policy = (version.draft.comments or self.settings.comments) if version else ""
        should = policy == "open"
        if should != self._accepts(article_id(key)):
            yield f"comments on {key} are {'refused' if should else 'accepted'}"

    def _accepts(self, article: str) -> bool:
        try:
            post_comment(
                comment_drafts.Draft("Ana", "And now?", "", ""),
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
        """Where a story has been seen, or is meant to be found, there is a story, or the way to one, or the
        page of a section; or nothing yet, where one holds it that is to appear."""
        at = {KEYS[key]: record_of(self.world, key).path for key in self.public}
        records = [record_of(self.world, key) for key in self.world.watch.history]
        awaited = {object_key(record.path) for record in records if record.state == "scheduled"}
        aliases = [(v.draft.alias, {v.name}) for v in self.public.values() if v.draft.alias]
        seen = list(self.world.watch.stood.items())
        for where, names in seen + [(object_key(alias), name) for alias, name in aliases]:
            page = self.world.site.pages.get(where)
            there = page and (page.location in at.values() or story_of(page.body) in at)
            if where in awaited and not page:
                continue
            if names & at.keys() and not there and not (page and b"\nListView(" in page.body):
                yield f"{where} led to {names} and is {page and page.body[:80]!r}"
