"""A folder on this machine, and the uploads bucket kept equal to it."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from broadsheet_cli.content import folder_uploads

UPLOADERS = 8


class Target(Protocol):
    """The bucket, as far as it matters here."""

    @property
    def uploads_bucket(self) -> str: ...

    def client(self, service: str) -> Any: ...

    def upload_keys(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Changes:
    """What was done so that the bucket has what the folder has. `uploaded` has ETags by key."""

    uploaded: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.uploaded or self.deleted)


@dataclass(frozen=True)
class _Seen:
    stamp: tuple[int, int]  # time of the last change, size
    etag: str


class ContentFolder:
    """A folder laid out like the bucket, or a folder of articles (see broadsheet_cli/content.py).

    What was uploaded in other ways is left alone: only what was once in the folder is withdrawn when
    it is there no more, and only what changes in the folder is uploaded again. `memory` is a file
    that keeps, from one run to the next, what the folder has had; None where nothing is to last.
    """

    def __init__(self, folder: Path, *, memory: Path | None = None) -> None:
        self._folder = folder
        self._memory = memory
        self._seen: dict[Path, _Seen] = {}
        self._had: dict[str, str] = {}
        self._remembered: set[str] | None = None
        self._begun = False

    def files(self) -> dict[str, Path]:
        """Upload key -> file. Hidden and passing files are not there."""
        return folder_uploads(self._folder)

    def publish(
        self,
        target: Target,
        *,
        done: Callable[[str], None] = lambda _: None,
        before_articles: Callable[[], object] = lambda: None,
    ) -> Changes:
        """Upload what differs and delete what is not here any more. Settings and pictures go first, and
        are given time by `before_articles`: a story whose pictures are there is printed once."""
        if not self._begun:
            self._begin(target)
        files = self.files()
        now = {key: etag for key, path in files.items() if (etag := self._etag(path))}
        stale = [key for key, etag in now.items() if self._had.get(key) != etag]
        articles = [key for key in stale if key.startswith("articles/")]
        gone = [key for key in self._had if key not in files]
        # Before as after: whatever is uploaded when the machine goes down was in the folder.
        self._remember({*self._had, *now})
        with ThreadPoolExecutor(UPLOADERS) as pool:

            def upload(keys: list[str]) -> dict[str, str]:
                etags = pool.map(lambda key: _upload(target, key, files[key], done), keys)
                return {key: etag for key, etag in zip(keys, etags, strict=True) if etag}

            uploaded = upload([key for key in stale if key not in articles])
            if uploaded and articles:
                before_articles()
            uploaded |= upload(articles)
            deleted = list(pool.map(lambda key: _delete(target, key), gone))
        self._had = {key: now[key] for key in now if key in uploaded or key not in stale}
        self._remember(self._had.keys())
        return Changes(uploaded, deleted)

    def _begin(self, target: Target) -> None:
        """What the folder had when it was last followed, as far as the bucket has it still."""
        there = target.upload_keys()
        before = json.loads(self._memory.read_text()) if self._memory and self._memory.is_file() else []
        known = {*before, *self.files()}
        self._had = {key: etag for key, etag in there.items() if key in known}
        self._begun = True

    def _remember(self, keys: Set[str]) -> None:
        if self._memory and keys != self._remembered:
            unfinished = self._memory.with_suffix(".new")
            unfinished.write_text(json.dumps(sorted(keys)))
            unfinished.replace(self._memory)
            self._remembered = {*keys}

    def _etag(self, path: Path) -> str | None:
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            seen = self._seen.get(path)
            if seen is None or seen.stamp != stamp:
                seen = self._seen[path] = _Seen(stamp, _md5(path.read_bytes()))
        except OSError:  # gone, or not ours to read
            return None
        return seen.etag


def _upload(target: Target, key: str, path: Path, done: Callable[[str], None]) -> str | None:
    try:
        body = path.read_bytes()
    except OSError:
        return None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    answer = target.client("s3").put_object(
        Bucket=target.uploads_bucket, Key=key, Body=body, ContentType=kind
    )
    done(key)
    return str(answer["ETag"]).strip('"')


def _delete(target: Target, key: str) -> str:
    target.client("s3").delete_object(Bucket=target.uploads_bucket, Key=key)
    return key


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
