"""What must hold at every single step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.simulation.cloud import GreedyEdge, Ticking
from tests.simulation.files import ELSEWHERE
from tests.simulation.gates import Call
from tests.simulation.stories import BROUGHT, Version, marks, story_of

from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import object_key
from broadsheet.domain.comment_rows import COMMENT, thread_key
from broadsheet.domain.media import MEDIA, files_of, media_from
from broadsheet.ports import Action, Put

Mark = tuple[str, int]


@dataclass
class Watch:
    """Told of every effect; `found` is what never may be and was."""

    uploads: MemoryUploads
    comments: MemoryTable
    site: MemorySite
    edge: GreedyEdge
    clock: Ticking
    versions: dict[Mark, Version] = field(default_factory=dict)
    history: dict[str, list[str | None]] = field(default_factory=dict)  # key -> versions, None for deletions
    begun: dict[str, datetime] = field(default_factory=dict)  # key -> its first upload since it was deleted
    names: dict[str, str] = field(default_factory=dict)  # key -> name in its marks
    withdrawn: set[Mark] = field(default_factory=set)
    newest: dict[tuple[str, str], int] = field(default_factory=dict)  # (object, name) -> newest number shown
    revs: dict[str, int] = field(default_factory=dict)  # of what stands there
    numbers: set[tuple[str, int]] = field(default_factory=set)  # (object, number), be it gone by now
    receipts: dict[str, int] = field(default_factory=dict)
    stood: dict[str, set[str]] = field(default_factory=dict)  # object -> whose own page it has been
    moved: set[tuple[str, int]] = field(default_factory=set)  # (receipt, number) with the new address
    erased: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def after(self, call: Call) -> None:
        if call.port == "site" and call.method in ("write", "delete"):
            self._site(str(call.arguments[0]))
        elif call.port == "edge":
            self._nothing_forbidden()
        elif call.port == "catalogue" and call.method == "write":
            self._pictures(call.arguments[0])
        elif call.port == "comments" and call.method == "write":
            self._comments(call.arguments[0])
        elif call.method == "write_receipt":
            self._receipt(str(call.arguments[0]), call.arguments[1])

    def _comments(self, actions: Sequence[Action]) -> None:
        for row in (action.row for action in actions if isinstance(action, Put)):
            if row["sk"].startswith(COMMENT) and not row["text"].startswith(BROUGHT):
                thread = self.comments.get(*thread_key(row["article"]))
                open_ = thread and thread["live"] and thread["policy"] in (None, "open")
                self._demand(bool(open_), f"{row['text']} is taken where nothing is public and open")

    def _pictures(self, actions: Sequence[Action]) -> None:
        """A reader may ask for a picture as soon as its record names it."""
        named = [action.row for action in actions if isinstance(action, Put) and action.row["sk"] == MEDIA]
        for file in (file for row in named for file in files_of(media_from(row).picture)):
            self.edge.ask(file)

    def _site(self, key: str) -> None:
        if not key.startswith("media/"):
            self.edge.ask(key)
        page = self.site.pages.get(key)
        if page is None:
            self.revs.pop(key, None)
            return
        if name := story_of(page.body):
            self.stood.setdefault(key, set()).add(name)
        self._never_back(key, page.rev, page.body)
        self._allowed(key, page.body)

    def _never_back(self, key: str, rev: int, body: bytes) -> None:
        if not key.startswith("media/"):
            back = rev <= self.revs.get(key, 0) or (key, rev) in self.numbers
            self._demand(not back, f"{key} went back to number {rev}")
            self.revs[key] = rev
            self.numbers.add((key, rev))
        # A page is made of several lists, which may tell of different moments: the newest counts.
        shown: dict[str, int] = {}
        for name, number in marks(body):
            shown[name] = max(number, shown.get(name, 0))
        for name, number in shown.items():
            before = self.newest.get((key, name), 0)
            self._demand(number >= before, f"{key} went back to version {number} of {name} from {before}")
            self.newest[key, name] = number

    def _allowed(self, key: str, body: bytes | None) -> None:
        for mark in marks(body):
            version = self.versions[mark]
            early = self.clock.moment < version.since
            self._demand(version.shown and not early, f"{key} shows {version}, which must not be public")
            self._demand(
                mark not in self.withdrawn, f"{key} shows {version} after its withdrawal was acknowledged"
            )

    def _nothing_forbidden(self) -> None:
        for key in {*self.site.pages, *self.edge.cache}:
            page = self.site.pages.get(key)
            self._allowed(key, page.body if page else None)
            self._allowed(f"the edge at {key}", self.edge.shows(key))

    def _receipt(self, key: str, body: bytes) -> None:
        receipt = json.loads(body)
        self._demand(receipt["rev"] >= self.receipts.get(key, 0), f"{key} went back to {receipt['rev']}")
        self.receipts[key] = receipt["rev"]
        self._address(key, receipt)
        name = self.names.get(receipt["key"])
        if name and receipt["state"] == "published":
            self._promise_kept(name, receipt)
        if (
            name
            and receipt["key"] in self.history
            and receipt["state"] in ("withdrawn", "draft", "scheduled")
        ):
            self._withdrawn(receipt["key"], name, receipt["version"], receipt["state"])
            self._nothing_forbidden()

    def _address(self, key: str, receipt: dict[str, Any]) -> None:
        """While the site moves to another name: an answer that had the new one has it for good."""
        moved = str(receipt["url"]).startswith(ELSEWHERE)
        self._demand(moved or (key, receipt["rev"]) not in self.moved, f"{key} went back to {receipt['url']}")
        if moved:
            self.moved.add((key, receipt["rev"]))

    def _promise_kept(self, name: str, receipt: dict[str, Any]) -> None:
        """Where the receipt says, the version that it answers stands by now, or a newer one."""
        history = self.history[receipt["key"]]
        path = urlsplit(str(receipt["url"])).path
        page = self.site.pages.get(object_key(path))
        if receipt["version"] not in history or (page and page.location) or object_key(path) in self.erased:
            return
        at = history.index(receipt["version"])
        if any(self._takes_back(name, later, history) for later in range(at + 1, len(history))):
            return  # it was there, and what came after it may be faster than this answer
        number = self.versions[name, at + 1].number
        shown = max((n for who, n in marks(page.body if page else None) if who == name), default=0)
        self._demand(
            shown >= number, f"{receipt['key']} is answered, and its page shows {shown}, not {number}"
        )

    def _takes_back(self, name: str, at: int, history: list[str | None]) -> bool:
        """Whether the version there takes away what was public before."""
        version = self.versions.get((name, at + 1))
        if history[at] is None or version is None:
            return True
        late = version.until is not None and version.until <= self.clock.moment
        return not (version.shown or version.broken) or self.clock.moment < version.since or late

    def _withdrawn(self, key: str, name: str, version: str | None, state: str) -> None:
        history = self.history[key]
        if version not in history:
            return  # nothing had been uploaded when somebody asked
        last = len(history) - 1 - history[::-1].index(version)
        restored = {self._number(name, at) for at in range(last + 2, len(history) + 1)}
        self.withdrawn |= {(name, number) for number in range(1, last + 2) if number not in restored}
        if state == "scheduled":  # it will be public; the same bytes may have been uploaded before
            self.withdrawn.discard((name, self.versions[name, last + 1].number))

    def _number(self, name: str, at: int) -> int:
        """That of the version at this place of the history; 0 for a deletion."""
        version = self.versions.get((name, at))
        return version.number if version else 0

    def _demand(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.found.append(otherwise)
