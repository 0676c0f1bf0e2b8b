"""Drafts -> records: who holds which address, as if the files came one by one, the oldest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.domain import rows
from broadsheet.domain.changing import changed
from broadsheet.domain.media import MediaRecord
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Delete, Put, key_of
from broadsheet.publishing.claims import Owner, Shelf
from broadsheet.publishing.committing import addresses, unheld
from broadsheet.publishing.deciding import decide
from broadsheet_cli.bulk.drafts import Draft


@dataclass
class Decisions:
    """`records` by the key of their file, `owners` by address, `media` by the key of the image."""

    now: datetime
    media: Mapping[str, MediaRecord]
    records: dict[str, ArticleRecord] = field(default_factory=dict)
    owners: dict[str, Owner] = field(default_factory=dict)
    _waiting: dict[str, set[str]] = field(default_factory=dict)

    def take(self, drafts: Mapping[str, Draft]) -> None:
        """Decide about every file, and again about those that wait for an address which has changed hands."""
        aged = sorted((draft.upload.modified, key) for key, draft in drafts.items())
        todo, queued = deque(key for _, key in aged), set(drafts)
        while todo:
            key = todo.popleft()
            queued.remove(key)
            woken = sorted(self._take(drafts[key]) - queued)
            todo.extend(woken)
            queued.update(woken)

    def _take(self, draft: Draft) -> set[str]:
        """Keys of the files to be looked at once more because of this one."""
        key = draft.upload.key
        old = self.records.get(key) or ArticleRecord(draft.alone.id, key)
        shelf = self._shelf(old, draft)
        new = self._decided(old, draft, shelf)
        if new == old and not unheld(new, shelf):
            return set()
        self._wait(old, new)
        self.records[key] = changed(new, rev=old.rev + 1, marked=True, told=True)
        return self._hand_over(old, new, shelf)

    def _shelf(self, old: ArticleRecord, draft: Draft) -> Shelf:
        claims = draft.claims
        paths = {*rows.paths_of(old), *claims.aliases, *claims.related, claims.path}
        found = [self.media[key] for key in claims.images if key in self.media]
        return Shelf(
            {path: self.owners[path] for path in paths if path in self.owners},
            pictures={image.key: image.picture for image in found if image.picture},
            faults={image.key: image.errors[0].message for image in found if image.errors},
        )

    def _decided(self, old: ArticleRecord, draft: Draft, shelf: Shelf) -> ArticleRecord:
        if not (old.rev or shelf.owners or shelf.pictures or shelf.faults):
            return draft.alone
        return decide(old, draft.upload, draft.reading, shelf=shelf, now=self.now)

    def _wait(self, old: ArticleRecord, new: ArticleRecord) -> None:
        for path in set(old.wants) - set(new.wants):
            self._waiting[path].discard(old.key)
        for path in new.wants:
            self._waiting.setdefault(path, set()).add(new.key)

    def _hand_over(self, old: ArticleRecord, new: ArticleRecord, shelf: Shelf) -> set[str]:
        woken: set[str] = set()
        for action in addresses(old, new, shelf):
            path = _path(key_of(action)[0])
            before = self.owners.pop(path, None)
            if isinstance(action, Put):
                self.owners[path] = Owner(new.id, new.key, action.row["kind"])
            elif not isinstance(action, Delete):
                raise AssertionError(f"{action} neither claims nor frees an address")
            woken |= self._waiting.get(path, set()) | _lost_to(new, before)
        return woken


def _path(pk: str) -> str:
    return pk.removeprefix("PATH#")


def _lost_to(new: ArticleRecord, before: Owner | None) -> set[str]:
    return {before.key} if before and before.id != new.id else set()
