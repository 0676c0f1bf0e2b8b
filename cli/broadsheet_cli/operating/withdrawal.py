"""Delete uploads, wait until that is answered, and if it must be, erase what the bucket still keeps."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.target import Target

POLL = 0.5
AT_ONCE = 1000  # versions of one DeleteObjects


def withdraw(target: Target, keys: Sequence[str], seconds: float) -> tuple[str, ...]:
    """Delete these uploads and wait for the receipts; returns the keys that had no answer in time.

    A file that is deleted already is looked at once more, with all that follows.
    """
    before = {key: _rev(target, key) for key in keys}
    there = {key: _delete(target, key) for key in keys}
    waiting = list(keys)
    end = time.monotonic() + seconds
    while True:
        waiting = [key for key in waiting if not _answered(target, key, before[key], there[key])]
        if not waiting or time.monotonic() > end:
            return tuple(waiting)
        time.sleep(POLL)


def _delete(target: Target, key: str) -> bool:
    """Whether there was something to delete."""
    if target.uploads.head(key) is None:
        queue = "images" if key.startswith("images/") else "uploads"
        target.queue(queue).send([{"keys": [key], "again": True}])
        return False
    target.s3.delete_object(Bucket=target.bucket, Key=key)
    return True


def _answered(target: Target, key: str, before: int, there: bool) -> bool:
    """A deletion has an answer without a version; a second look at an article has one with a new number."""
    receipt = _receipt(target, key)
    if receipt.get("state") != "withdrawn" or receipt.get("etag") is not None:
        return False
    return there or key.startswith("images/") or receipt["rev"] > before


def _rev(target: Target, key: str) -> int:
    return int(_receipt(target, key).get("rev", 0))


def _receipt(target: Target, key: str) -> dict[str, Any]:
    found = target.uploads.read_receipt(receipt_key(key))
    return dict(json.loads(found[0])) if found else {}


def erase(target: Target, bucket: str, key: str) -> int:
    """Delete every version of a key but one that stands there now; returns how many held content.

    Marks of deletion go last: without them an old version would be the current one. Raises
    ClickException where some cannot be deleted.
    """
    versions: list[str] = []
    markers: list[str] = []
    for page in target.s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key):
        versions += _ids(page.get("Versions", []), key)
        markers += [marker["VersionId"] for marker in page.get("DeleteMarkers", []) if marker["Key"] == key]
    for chunk in (*_chunks(versions), *_chunks(markers)):
        _erase(target, bucket, key, chunk)
    return len(versions)


def _ids(entries: Iterable[Any], key: str) -> list[str]:
    return [entry["VersionId"] for entry in entries if entry["Key"] == key and not entry["IsLatest"]]


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _erase(target: Target, bucket: str, key: str, ids: list[str]) -> None:
    objects: Any = [{"Key": key, "VersionId": id_} for id_ in ids]
    answer = target.s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    if failed := answer.get("Errors"):
        why = f"{failed[0].get('Code')}: {failed[0].get('Message')}"
        raise click.ClickException(f"{len(failed)} versions of {key} in {bucket} were not erased ({why})")
