"""What an editor changes of a story at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.simulation.stories import WORDS, Draft

EDITS = (
    "edit", "slug", "section", "delete", "image", "second image", "draft", "embargo", "local embargo",
    "expiry", "words", "no words", "one word", "other words", "all words", "shore words", "council words",
    "ferry words", "budget word", "day", "month", "today", "tomorrow", "broken", "link", "alias",
    "shared alias", "section alias", "taken alias", "clash", "same", "zoneless", "chosen",
    "chosen address", "author", "capital", "closed", "words alone", "link alone", "chosen alone",
    "second image alone", "alias alone", "capital alone", "closed alone", "untagged", "untagged alone",
    "no words alone", "undated", "undated alone", "first day", "sport", "restore", "replace",
    "bring back", "late expiry", "redated", "standfirst", "standfirst alone", "all words alone",
    "other words alone", "updated", "updated alone",
)  # fmt: skip
ALONE = " alone"  # the headline keeps its mark: all else that lists show of the story stays as it was
ANOTHER = {"a": "world/b.md", "b": "local/c.md", "c": "world/a.md"}  # a file that each may speak of


def changed(kind: str, draft: Draft, name: str, *, chance: Random, now: datetime) -> Draft:
    """The draft of the story of that name after an edit; one that is of no kind here changes nothing."""
    kind = kind.removesuffix(ALONE)
    change = _CHANGES.get(kind)
    return replace(draft, **change(draft, name)) if change else _by_chance(kind, draft, name, chance, now)


def lasting(draft: Draft) -> Draft:
    """What the next edit begins from."""
    return replace(draft, draft=False, broken=False, embargo=None, expires=None)


def _by_chance(kind: str, draft: Draft, name: str, chance: Random, now: datetime) -> Draft:
    soon = now.replace(microsecond=0) + timedelta(minutes=chance.choice([1, 30]))  # files tell no less
    choices: dict[str, Callable[[], dict[str, Any]]] = {
        "slug": lambda: {"slug": f"{name}-{chance.randrange(3)}"},
        "section": lambda: {"section": chance.choice(["world", "local", "sport"])},
        "embargo": lambda: {"embargo": soon, "by_local_clock": False},
        "local embargo": lambda: {"embargo": soon, "by_local_clock": True},
        "expiry": lambda: {"expires": soon},
        "words": lambda: {"words": tuple(chance.sample(WORDS, chance.randrange(4)))},
        "day": lambda: {"day": chance.randrange(1, 24)},
    }
    return replace(draft, **choices[kind]()) if kind in choices else draft


def _at(name: str) -> str:
    """Where another story stands until its editor moves it."""
    return f"/world/{ANOTHER[name][-4]}/"


_CHANGES: dict[str, Callable[[Draft, str], dict[str, Any]]] = {
    "clash": lambda *_: {"slug": "wanted", "section": "world"},
    "draft": lambda *_: {"draft": True},
    "broken": lambda *_: {"broken": True},
    "image": lambda draft, _: {"image": not draft.image},
    "second image": lambda draft, _: {"second_image": not draft.second_image},
    "zoneless": lambda draft, _: {"zoneless": not draft.zoneless},
    "late expiry": lambda *_: {"expires": datetime(2026, 12, 24, tzinfo=UTC)},
    "undated": lambda draft, _: {"undated": not draft.undated},
    "sport": lambda *_: {"section": "sport"},
    "no words": lambda *_: {"words": ()},
    "one word": lambda *_: {"words": tuple(WORDS[:1])},
    "other words": lambda *_: {"words": tuple(WORDS[1:])},
    "all words": lambda *_: {"words": tuple(WORDS)},
    "shore words": lambda *_: {"words": tuple(WORDS[::2])},
    "council words": lambda *_: {"words": tuple(WORDS[2:])},
    "ferry words": lambda *_: {"words": tuple(WORDS[1::2])},
    "budget word": lambda *_: {"words": tuple(WORDS[3:])},
    "month": lambda draft, _: {"month": 21 - draft.month},
    "first day": lambda *_: {"day": 1, "month": 11},
    "today": lambda *_: {"day": 23, "month": 11},
    "tomorrow": lambda *_: {"day": 24, "month": 11},
    "link": lambda _, name: {"link": f"../{ANOTHER[name]}"},
    "chosen": lambda _, name: {"chosen": ANOTHER[name]},
    "chosen address": lambda _, name: {"chosen": _at(name)},
    "alias": lambda draft, name: {"alias": "" if draft.alias else f"/old/{name}/"},
    "shared alias": lambda *_: {"alias": "/old/shared/"},
    "section alias": lambda *_: {"alias": "/sport/"},
    "taken alias": lambda _, name: {"alias": _at(name)},
    "author": lambda draft, _: {"author": not draft.author},
    "untagged": lambda draft, _: {"untagged": not draft.untagged},
    "standfirst": lambda draft, _: {"standfirst": not draft.standfirst},
    "updated": lambda draft, _: {"updated": not draft.updated},
    "capital": lambda draft, _: {"capital": not draft.capital},
    "closed": lambda draft, _: {"comments": "" if draft.comments else "closed"},
}
