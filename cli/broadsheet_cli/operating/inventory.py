"""Every upload beside its receipt: which of them has not been answered yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from broadsheet.domain.addresses import is_hidden, receipt_key
from broadsheet.domain.media import is_image
from broadsheet_cli.target import Target

RECEIPTS = "receipts/"
WORKERS = 16


@dataclass(frozen=True)
class Standing:
    """What stands at an upload key: an ETag, or None where the file is deleted. `since` is when it came,
    None where nothing is left that could tell. `before`: another version or deletion came before it."""

    key: str
    etag: str | None
    since: datetime | None
    before: bool = False


def is_upload(key: str) -> bool:
    """Whether a file with this key is answered at all."""
    return key == "site.toml" or is_image(key) or (key.startswith("articles/") and not is_hidden(key))


def standing(target: Target) -> dict[str, Standing]:
    """Everything that is or ever was uploaded, by key."""
    found: dict[str, Standing] = {}
    for entry in _versions(target):
        key = entry["Key"]
        other = found.get(key)
        if entry["IsLatest"]:
            etag = entry["ETag"].strip('"') if "Size" in entry else None
            found[key] = Standing(key, etag, entry["LastModified"], before=other is not None)
        else:
            found[key] = replace(other or Standing(key, None, None), before=True)
    return found


def unanswered(target: Target, uploads: Mapping[str, Standing]) -> list[Standing]:
    """Uploads and deletions whose receipt speaks of other bytes or is not there; the oldest first."""
    receipts = _receipts(target)
    doubtful = [item for item in uploads.values() if _is_doubtful(item, receipts.get(receipt_key(item.key)))]
    strays = receipts.keys() - {receipt_key(key) for key in uploads}
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = pool.map(lambda item: _read(target, receipt_key(item.key)), doubtful)
        open_ = [i for i, receipt in zip(doubtful, answers, strict=True) if not _answers(receipt, i)]
        lost = [
            item for receipt in pool.map(lambda key: _read(target, key), strays) for item in _lost(receipt)
        ]
    return sorted([*open_, *lost], key=lambda item: (item.since is not None, item.since, item.key))


def _is_doubtful(item: Standing, answered: datetime | None) -> bool:
    """Whether only reading the receipt can tell.

    A receipt that is younger than its upload is no proof: it may be the late answer to the version
    before. Where there never was another version, it is.
    """
    if answered is None or item.since is None or item.etag is None or item.before:
        return True
    return answered <= item.since


def _answers(receipt: Mapping[str, Any] | None, item: Standing) -> bool:
    """A deletion is answered by a receipt without an ETag; the same bytes again by the one that there is."""
    return receipt is not None and receipt.get("etag") == item.etag


def _lost(receipt: Mapping[str, Any] | None) -> Iterator[Standing]:
    """A receipt that speaks of a file of which no version is left, not even its deletion."""
    if receipt is not None and receipt.get("etag") is not None:
        yield Standing(str(receipt["key"]), None, None)


def _versions(target: Target) -> Iterable[dict[str, Any]]:
    pages = target.s3.get_paginator("list_object_versions")
    for prefix in ("articles/", "images/", "site.toml"):
        for page in pages.paginate(Bucket=target.bucket, Prefix=prefix):
            entries: Any = chain(page.get("Versions", []), page.get("DeleteMarkers", []))
            yield from (entry for entry in entries if is_upload(entry["Key"]))


def _receipts(target: Target) -> dict[str, datetime]:
    pages = target.s3.get_paginator("list_objects_v2").paginate(Bucket=target.bucket, Prefix=RECEIPTS)
    return {entry["Key"]: entry["LastModified"] for page in pages for entry in page.get("Contents", [])}


def _read(target: Target, key: str) -> dict[str, Any] | None:
    """None too where something else than a receipt stands there."""
    found = target.uploads.read_receipt(key)
    try:
        receipt = json.loads(found[0]) if found else None
    except ValueError:
        return None
    return receipt if isinstance(receipt, dict) else None
