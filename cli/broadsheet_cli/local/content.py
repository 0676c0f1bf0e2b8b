"""A folder on this machine, and the uploads bucket kept equal to it."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from broadsheet_cli.content import folder_uploads

SETTINGS = "site.toml"
FOLDERS = ("articles", "images")
UPLOADERS = 8


class Target(Protocol):
    """The bucket, as far as it matters here."""

    @property
    def uploads_bucket(self) -> str: ...

    def client(self, service: str) -> Any: ...

    def upload_keys(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Changes:
    """What had to be done so that bucket and folder agree."""

    uploaded: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.uploaded or self.deleted)


@dataclass(frozen=True)
class _Seen:
    stamp: tuple[int, int]  # time of the last change, size
    etag: str


class ContentFolder:
    """A folder laid out like the bucket, or a folder of articles (see broadsheet_cli/content.py)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, _Seen] = {}

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
        there = {key: etag for key, etag in target.upload_keys().items() if _ours(key)}
        files = self.files()
        stale = [key for key, path in files.items() if self._etag(path) not in (None, there.get(key))]
        articles = [key for key in stale if key.startswith("articles/")]
        with ThreadPoolExecutor(UPLOADERS) as pool:

            def upload(keys: list[str]) -> list[str]:
                found = pool.map(lambda key: _upload(target, key, files[key], done), keys)
                return [key for key in found if key]

            uploaded = upload([key for key in stale if key not in articles])
            if uploaded and articles:
                before_articles()
            uploaded += upload(articles)
            gone = list(pool.map(lambda key: _delete(target, key), [k for k in there if k not in files]))
        return Changes(uploaded, gone)

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


def _ours(key: str) -> bool:
    return key == SETTINGS or (key.partition("/")[0] in FOLDERS and "/" in key)


def _upload(target: Target, key: str, path: Path, done: Callable[[str], None]) -> str | None:
    try:
        body = path.read_bytes()
    except OSError:
        return None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    target.client("s3").put_object(Bucket=target.uploads_bucket, Key=key, Body=body, ContentType=kind)
    done(key)
    return key


def _delete(target: Target, key: str) -> str:
    target.client("s3").delete_object(Bucket=target.uploads_bucket, Key=key)
    return key


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
