"""The two buckets in memory: versions, ETags and conditional writes as S3 has them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from broadsheet.adapters.memory.ledger import Ledger
from broadsheet.errors import Conflict
from broadsheet.ports import Found, Listed, Page, Spell, Upload

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def _etag(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def _following(after: str, keys: Iterable[str], limit: int) -> list[str]:
    """Code points sort as their UTF-8 bytes do."""
    return sorted(key for key in keys if key > after)[:limit]


class MemoryUploads:
    """The uploads bucket. `notify` is called with the key of every change, as S3 events would."""

    def __init__(self, notify: Callable[[str], None] | None = None, *, ledger: Ledger | None = None) -> None:
        self._versions: dict[str, list[Upload | None]] = {}
        self._deleted: dict[str, datetime] = {}
        self._receipts: dict[str, bytes] = {}
        self._notify = notify or (lambda key: None)
        self._ledger = ledger or Ledger()
        self._numbers = itertools.count(1)

    def put(self, key: str, body: bytes, modified: datetime = EPOCH) -> None:
        """What an editor does."""
        at = modified.replace(microsecond=0)
        upload = Upload(key, f"v{next(self._numbers)}", _etag(body), len(body), at, body)
        self._versions.setdefault(key, []).append(upload)
        self._notify(key)

    def remove(self, key: str, modified: datetime = EPOCH) -> None:
        self._versions.setdefault(key, []).append(None)
        self._deleted[key] = modified.replace(microsecond=0)
        self._notify(key)

    def forget_old_versions(self) -> None:
        """What a lifecycle rule does."""
        self._versions = {key: versions[-1:] for key, versions in self._versions.items()}
        self._deleted.clear()

    def head(self, key: str) -> Upload | None:
        self._ledger.count("uploads.head")
        current = self._current(key)
        return current._replace(body=None) if current else None

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        self._ledger.count("uploads.get")
        found = self._version(key, version) if version else self._current(key)
        return found._replace(body=None) if found and most is not None and found.size > most else found

    def spell(self, key: str) -> Spell | None:
        self._ledger.count("uploads.list")
        run: list[Upload] = []
        for version in reversed(self._versions.get(key, [])):
            if version is None:
                break
            run.append(version)
        etags = frozenset(version.etag for version in run)
        return Spell(run[-1].modified, self._deleted.get(key), etags) if run else None

    def read_receipt(self, key: str) -> tuple[bytes, str] | None:
        self._ledger.count("uploads.get")
        body = self._receipts.get(key)
        return None if body is None else (body, _etag(body))

    def write_receipt(self, key: str, body: bytes, *, etag: str | None) -> None:
        self._ledger.count("uploads.put")
        there = self._receipts.get(key)
        if (None if there is None else _etag(there)) != etag:
            raise Conflict(f"the receipt {key} has changed")
        self._receipts[key] = body

    def keys(self, prefix: str, *, after: str = "", limit: int) -> list[Listed]:
        self._ledger.count("uploads.list")
        uploads = {key: versions[-1] for key, versions in self._versions.items()}
        there = {key: Listed(key, u.etag, u.size, u.modified) for key, u in uploads.items() if u}
        there |= {key: Listed(key, _etag(body), len(body), EPOCH) for key, body in self._receipts.items()}
        return [
            there[key] for key in _following(after, (key for key in there if key.startswith(prefix)), limit)
        ]

    def _version(self, key: str, version: str) -> Upload | None:
        return next((u for u in self._versions.get(key, []) if u and u.version == version), None)

    def _current(self, key: str) -> Upload | None:
        versions = self._versions.get(key)
        return versions[-1] if versions else None


class MemorySite:
    """The site bucket. `pages` are what readers see, `tombstones` the rest."""

    def __init__(self, *, ledger: Ledger | None = None) -> None:
        self.pages: dict[str, Page] = {}
        self.tombstones: dict[str, Page] = {}
        self._ledger = ledger or Ledger()

    def find(self, key: str) -> Found | None:
        self._ledger.count("site.head")
        page = self._there(key)
        return Found(_etag(page.body), page.rev, page.digest) if page else None

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        self._ledger.count("site.put")
        self._demand(key, etag)
        self._remove(key)
        (self.pages if page.digest else self.tombstones)[key] = page
        return _etag(page.body)

    def delete(self, key: str, *, etag: str) -> None:
        self._ledger.count("site.delete")
        if self._there(key):
            self._demand(key, etag)
            self._remove(key)

    def keys(self, *, after: str = "", limit: int) -> list[str]:
        self._ledger.count("site.list")
        return _following(after, [*self.pages, *self.tombstones], limit)

    def _there(self, key: str) -> Page | None:
        return self.pages.get(key) or self.tombstones.get(key)

    def _remove(self, key: str) -> None:
        self.pages.pop(key, None)
        self.tombstones.pop(key, None)

    def _demand(self, key: str, etag: str | None) -> None:
        page = self._there(key)
        if (_etag(page.body) if page else None) != etag:
            raise Conflict(f"the page {key} has changed")
