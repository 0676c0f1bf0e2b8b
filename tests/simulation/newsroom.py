"""What editors, readers and operators do, chosen by chance."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from PIL import Image
from tests.simulation.stories import WORDS, Draft, Version, text_of
from tests.simulation.world import World

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id

KEYS = {"articles/world/a.md": "a", "articles/world/b.md": "b", "articles/local/c.md": "c"}
PICTURE = "images/pier.png"
EDITS = (
    "edit", "slug", "section", "delete", "image", "draft", "embargo", "expiry", "words", "no words",
    "one word", "other words", "all words", "day", "month", "broken", "link", "alias", "clash", "same",
    "zoneless", "chosen",
)  # fmt: skip
OTHERS = (
    "picture", "fresh picture", "no picture", "site", "far site", "no site", "templates", "comment",
    "quick comment", "rebuild",
)  # fmt: skip


class Editor:
    """Knows the files as they are meant to be; `kinds` are the operations that this run has."""

    def __init__(self, world: World, chance: Random, kinds: tuple[str, ...]) -> None:
        self._world, self._chance = world, chance
        self._kinds = kinds
        self._drafts = {key: self._first(number) for number, key in enumerate(KEYS)}
        self._comments = 0
        self._deploys = 1
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
        getattr(self, "_" + kind.replace(" ", "_"))()
        return kind

    def edit(self, kind: str, key: str) -> None:
        world = self._world
        if kind == "delete":
            if world.uploads.head(key):
                world.uploads.remove(key)
                world.watch.history[key].append(None)
            return
        if kind == "same" and (current := world.uploads.read(key)) and current.body:
            self._put_again(key, current.body)
            return
        draft = self._changed(kind, key)
        self._drafts[key] = replace(draft, draft=False, broken=False, embargo=None, expires=None)
        self._put(key, draft, clash=kind == "clash")

    def _changed(self, kind: str, key: str) -> Draft:
        changes: dict[str, Callable[[Draft, str], dict[str, Any]]] = {
            "slug": lambda _, name: {"slug": f"{name}-{self._chance.randrange(3)}"},
            "section": lambda *_: {"section": self._chance.choice(["world", "local", "sport"])},
            "clash": lambda *_: {"slug": "wanted", "section": "world"},
            "draft": lambda *_: {"draft": True},
            "broken": lambda *_: {"broken": True},
            "embargo": lambda *_: {"embargo": self._soon()},
            "expiry": lambda *_: {"expires": self._soon()},
            "image": lambda draft, _: {"image": not draft.image},
            "zoneless": lambda draft, _: {"zoneless": not draft.zoneless},
            "words": lambda *_: {"words": tuple(self._chance.sample(WORDS, self._chance.randrange(4)))},
            "no words": lambda *_: {"words": ()},
            "one word": lambda *_: {"words": tuple(WORDS[:1])},
            "other words": lambda *_: {"words": tuple(WORDS[1:])},
            "all words": lambda *_: {"words": tuple(WORDS)},
            "day": lambda *_: {"day": self._chance.randrange(1, 24)},
            "month": lambda draft, _: {"month": 21 - draft.month},
            "link": lambda _, name: {"link": f"../{_file_beside(name)}"},
            "chosen": lambda _, name: {"chosen": _file_beside(name)},
            "alias": lambda draft, name: {"alias": "" if draft.alias else f"/old/{name}/"},
        }
        draft = self._drafts[key]
        return replace(draft, **changes[kind](draft, KEYS[key])) if kind in changes else draft

    def _soon(self) -> datetime:
        return self._world.clock.moment + timedelta(minutes=self._chance.choice([1, 30]))

    def _put(self, key: str, draft: Draft, *, clash: bool) -> None:
        history = self._world.watch.history.setdefault(key, [])
        version = Version(
            KEYS[key],
            len(history) + 1,
            draft,
            shown=not draft.draft and not draft.broken,
            since=draft.embargo,
            until=draft.expires,
            broken=draft.broken,
            contested=draft.slug == "wanted",
        )
        self._world.watch.versions[version.name, version.number] = version
        self._upload(key, text_of(version, draft))

    def _put_again(self, key: str, body: bytes) -> None:
        """The same bytes: the same mark, under a new version."""
        name, history = KEYS[key], self._world.watch.history[key]
        last = self._world.watch.versions[name, len(history)]
        self._world.watch.versions[name, len(history) + 1] = last
        self._upload(key, body)

    def _upload(self, key: str, body: bytes) -> None:
        world = self._world
        world.uploads.put(key, body)
        current = world.uploads.head(key)
        world.watch.history.setdefault(key, []).append(current.version if current else None)

    # -- other things

    def _picture(self) -> None:
        self._world.uploads.put(PICTURE, _png(self._chance.randrange(2)))

    def _fresh_picture(self) -> None:
        self._world.uploads.put(PICTURE, _png(2))

    def _no_picture(self) -> None:
        self._world.uploads.remove(PICTURE)

    def _site(self) -> None:
        zone = self._chance.choice(["UTC", "Europe/Lisbon", "Asia/Tokyo"])
        name = self._chance.choice(["Lantern", "Herald"])
        self._world.uploads.put("site.toml", f'name = "{name}"\ntimezone = "{zone}"\n'.encode())

    def _far_site(self) -> None:
        self._world.uploads.put("site.toml", b'timezone = "Asia/Tokyo"\n')

    def _no_site(self) -> None:
        self._world.uploads.remove("site.toml")

    def _templates(self) -> None:
        """A deployment reaches one function before the other; the next comes more than a minute later."""
        behind = [name for name, version in self._world.templates.items() if version != f"t{self._deploys}"]
        if behind:
            self._world.templates[behind[0]] = f"t{self._deploys}"
            return
        if rows.site_from(self._world.catalogue.get(*rows.SITE)).templates != f"t{self._deploys}":
            return
        self._deploys += 1
        self._world.templates[self._chance.choice(["clock", "render"])] = f"t{self._deploys}"

    def finish_deployment(self) -> None:
        self._world.templates = dict.fromkeys(self._world.templates, f"t{self._deploys}")

    def _comment(self) -> None:
        """With a key, so that the reader may repeat it whatever happened."""
        self._post(f"key {self._comments}")

    def _quick_comment(self) -> None:
        self._post("")

    def _post(self, key: str) -> None:
        self._comments += 1
        article = article_id(self._chance.choice(list(KEYS)))
        self._world.comment(article, f"comment{self._comments}", key)

    def _rebuild(self) -> None:
        """What `broadsheet rebuild` does."""
        self._world.queues["uploads"].send([{"keys": [key]} for key in KEYS])
        names = ["front", "archive", "feed", *(f"article/{article_id(key)}" for key in KEYS)]
        self._world.queues["pages"].send([{"pages": names}])


def _file_beside(name: str) -> str:
    """Another story's file, below the articles folder."""
    return {"a": "world/b.md", "b": "local/c.md", "c": "world/a.md"}[name]


@cache
def _png(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (shade * 99, 80, 120)).save(file, "PNG")
    return file.getvalue()
