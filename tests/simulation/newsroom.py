"""What editors, readers and operators do, chosen by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from random import Random

from tests.simulation.changes import ALONE, EDITS, changed, lasting
from tests.simulation.files import FILES
from tests.simulation.readers import READING
from tests.simulation.stories import WORDS, Draft, Version, text_of
from tests.simulation.world import World

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id

KEYS = {"articles/world/a.md": "a", "articles/world/b.md": "b", "articles/local/c.md": "c"}
ZONES = 14  # hours that a local clock may be ahead
OTHERS = (
    *(kind for kind in FILES if kind != "moved site"),  # to and fro, that would confuse the watch
    *("templates", "rollback", "rebuild", "ask again", *READING),
)


class Editor:
    """Knows the files as they are meant to be; `kinds` are the operations that this run has."""

    def __init__(self, world: World, chance: Random, kinds: tuple[str, ...]) -> None:
        self._world, self._chance = world, chance
        self._kinds = kinds
        self._drafts = {key: self._first(number) for number, key in enumerate(KEYS)}
        self._read = ""  # the story that an operator is at
        self._deploys, self._templates_meant = 1, "t1"
        world.watch.names |= KEYS

    def _first(self, number: int) -> Draft:
        return Draft(day=number * 3 + 1, words=tuple(self._chance.sample(WORDS, 2)))

    def act(self) -> str:
        """Do one thing; returns what."""
        return self.act_as(self._chance.choice(self._kinds), self._chance.choice(list(KEYS)))

    def act_as(self, kind: str, key: str = "") -> str:
        if kind in EDITS:
            self.edit(kind, key)
            return f"{kind} {key}"
        if kind in FILES:
            self._put_file(*FILES[kind])
            return kind
        if kind in READING:
            READING[kind](self._world.readers, article_id(key))
            return f"{kind} on {key}"
        self._read = key
        getattr(self, "_" + kind.replace(" ", "_"))()
        return kind

    def edit(self, kind: str, key: str) -> None:
        if kind == "redated":  # and of that in between nobody hears
            self.edit("undated", key)
            kind = "undated"
        world = self._world
        world.clock.jump(seconds=1)  # S3 tells no two of them apart that are done in the same
        if kind in ("delete", "replace", "bring back") and world.uploads.head(key):
            world.uploads.remove(key, world.clock.moment)
            world.watch.history[key].append(None)
        if kind == "delete":
            return
        if kind in ("replace", "bring back"):  # before anybody has heard of the deletion
            world.clock.jump(seconds=1)
        current, last = world.uploads.read(key), self._last(key)
        if kind == "same" and current and current.body and last:
            self._upload(key, current.body, last)
            return
        if kind in ("restore", "bring back") and self._restore(key):
            return
        draft = changed(kind, self._drafts[key], KEYS[key], chance=self._chance, now=world.clock.moment)
        self._drafts[key] = lasting(draft)
        version = self._version(key, draft)
        # What is known by one mark is public at all times, or at none.
        in_time = last and max(last.since, version.since) <= world.clock.moment
        if last and in_time and kind.endswith(ALONE) and last.draft == lasting(last.draft):
            self._upload(key, text_of(last, draft), replace(last, draft=draft))
        else:
            self._upload(key, text_of(version, draft), version)

    def _restore(self, key: str) -> bool:
        """The last file that there was comes again, deleted or not; False where there was none."""
        history = self._world.watch.history.setdefault(key, [])
        at = max((number for number, version in enumerate(history, 1) if version), default=0)
        found = self._world.uploads.read(key, history[at - 1]) if at else None
        if found and found.body:
            self._upload(key, found.body, self._world.watch.versions[KEYS[key], at])
        return bool(found)

    def _last(self, key: str) -> Version | None:
        """None where there is no file now."""
        history = self._world.watch.history.setdefault(key, [])
        return self._world.watch.versions[KEYS[key], len(history)] if history and history[-1] else None

    def _version(self, key: str, draft: Draft) -> Version:
        return Version(
            KEYS[key],
            len(self._world.watch.history[key]) + 1,
            draft,
            shown=not draft.draft and not draft.broken,
            since=draft.appears(timezone(timedelta(hours=ZONES)), self._world.clock.moment),
            until=draft.expires,
            broken=draft.broken,
            contested=draft.slug == "wanted",
        )

    def _upload(self, key: str, body: bytes, version: Version) -> None:
        """A version may have the mark of one before it."""
        uploads, watch, now = self._world.uploads, self._world.watch, self._world.clock.moment
        watch.versions[KEYS[key], len(watch.history[key]) + 1] = version
        watch.withdrawn.discard((version.name, version.number))
        if not uploads.head(key):
            watch.begun[key] = now.replace(microsecond=0)
        uploads.put(key, body, now)
        current = uploads.head(key)
        watch.history[key].append(current.version if current else None)

    # -- other things

    def _put_file(self, key: str, bodies: Sequence[bytes]) -> None:
        if bodies:
            self._world.uploads.put(key, self._chance.choice(bodies), self._world.clock.moment)
        else:
            self._world.uploads.remove(key)

    def _templates(self) -> None:
        """A deployment reaches one function before the other; the next comes more than a minute later."""
        self._deploy(f"t{self._deploys + 1}")

    def _rollback(self) -> None:
        """Templates that were replaced come back."""
        self._deploy(f"t{self._chance.randrange(1, self._deploys + 1)}")

    def _deploy(self, version: str) -> None:
        target = self._templates_meant
        behind = [name for name, there in self._world.templates.items() if there != target]
        if behind:
            self._world.templates[behind[0]] = target
        elif rows.site_from(self._world.catalogue.get(*rows.SITE)).templates == target:
            self._templates_meant, self._deploys = version, max(self._deploys, int(version[1:]))
            self._world.templates[self._chance.choice(["clock", "render"])] = version

    def finish_deployment(self) -> None:
        self._world.templates = dict.fromkeys(self._world.templates, self._templates_meant)

    def _rebuild(self) -> None:
        """What `broadsheet rebuild` does."""
        self._world.queues["uploads"].send([{"keys": [key]} for key in KEYS])
        names = ["front", "archive", "feed", *(f"article/{article_id(key)}" for key in KEYS)]
        self._world.queues["pages"].send([{"pages": names}])

    def _ask_again(self) -> None:
        """What the sweep does with a file that it has found wrong, and who redrives dead letters."""
        key = self._read or next(iter(KEYS))
        self._world.queues["uploads"].send([{"keys": [key], "again": True}])
