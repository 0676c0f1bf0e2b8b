"""The answer to an upload: a view of what the catalogue has decided about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, receipt_key
from broadsheet.domain.documents import stamp
from broadsheet.domain.media import MediaRecord, media_from, media_key
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import ArticleRecord, Handled, Heard, SiteRecord
from broadsheet.ports import Table, Uploads


class Answered(NamedTuple):
    """A receipt that was written. `seconds` have gone by since the upload, where this is the first answer to
    that version of an article; otherwise None."""

    key: str
    rev: int
    state: str
    written: tuple[str, ...]
    seconds: float | None


def answer(
    key: str,
    *,
    rev: int,
    heard: Heard | None = None,
    written: Sequence[str],
    base_url: str,
    uploads: Uploads,
    catalogue: Table,
    now: datetime,
) -> Answered | None:
    """Write the receipt for an upload, once its pages are done; None where there is nothing to write.

    `rev` is the decision that the pages belong to; 0 where none hang on it. Where a newer one has
    been taken its own answer will follow, and nothing is written. `heard` is the answer that the decision
    found. `written` are paths; those of an answer to the same decision are kept beside them. `base_url` is
    the deployment's own address, for a site whose settings name none.

    Raises NotConverged or StoreUnavailable.
    """

    answered: list[Answered] = []
    known = _known(rev, heard)

    def attempt() -> Pass:
        before, etag = known.pop() if known else _read(key, uploads)
        decided = _decided(key, catalogue, base_url)
        if decided is None or (rev and decided["rev"] > rev) or before.get("rev", 0) > decided["rev"]:
            return Pass.SETTLED
        kept = before.get("written", []) if before.get("rev") == decided["rev"] else []
        receipt = decided | {"written": sorted({*kept, *written})}
        if receipt | {"answered": before.get("answered")} == before:
            return Pass.SETTLED
        body = json.dumps(receipt | {"answered": stamp(now)}, ensure_ascii=False, indent=2) + "\n"
        uploads.write_receipt(receipt_key(key), body.encode(), etag=etag)
        answered.append(_answered(receipt, before, now))
        return Pass.SETTLED

    converge(attempt, what=receipt_key(key))
    return answered[0] if answered else None


def _answered(receipt: Mapping[str, Any], before: Mapping[str, Any], now: datetime) -> Answered:
    article = "id" in receipt and receipt["version"] is not None
    first = article and receipt["version"] != before.get("version")
    return Answered(
        receipt["key"],
        receipt["rev"],
        receipt["state"],
        tuple(receipt["written"]),
        (now - datetime.fromisoformat(receipt["uploaded"])).total_seconds() if first else None,
    )


def last_answer(key: str, *, uploads: Uploads) -> tuple[int, Heard | None]:
    """The number of the last decision about an upload whose pages are known to be done, 0 for none; and the
    receipt that says so."""
    told, etag = _read(key, uploads)
    return int(told.get("rev", 0)), Heard(etag, str(told.get("version") or "")) if etag else None


_Before = tuple[dict[str, Any], str | None]  # what the answer before says, and its ETag


def _known(rev: int, heard: Heard | None) -> list[_Before]:
    """The answer before, where that is known: if there is another by now, writing meets a conflict."""
    if rev == 1:
        return [({}, None)]
    return [({"version": heard.version or None}, heard.etag)] if heard else []


def _read(key: str, uploads: Uploads) -> _Before:
    there = uploads.read_receipt(receipt_key(key))
    return _told(there), there[1] if there else None


def _told(there: tuple[bytes, str] | None) -> dict[str, Any]:
    """What a receipt says. One that a hand has written over says nothing, and is written anew."""
    try:
        told = json.loads(there[0]) if there else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("rev", 0), int) else {}


def _decided(key: str, catalogue: Table, base_url: str) -> dict[str, Any] | None:
    """What has been decided about an upload; `base_url` is for a site whose settings name none."""
    record = _record_key(key)
    found = {(row["pk"], row["sk"]): row for row in catalogue.get_many([*{record, rows.SITE}])}
    if record not in found:
        return None
    site = rows.site_from(found.get(rows.SITE))
    base_url = site.site.base_url or base_url
    if key.startswith("images/"):
        return said_of(media_from(found[record]), base_url)
    return said_of(site if key == "site.toml" else rows.article_from(found[record]), base_url)


def said_of(record: ArticleRecord | MediaRecord | SiteRecord, base_url: str) -> dict[str, Any]:
    """What a receipt says of a decision, as JSON."""
    if isinstance(record, ArticleRecord):
        return _article(record, base_url)
    return _image(record, base_url) if isinstance(record, MediaRecord) else _site(record, base_url)


def _record_key(key: str) -> tuple[str, str]:
    if key.startswith("images/"):
        return media_key(key)
    return rows.SITE if key == "site.toml" else rows.article_key(article_id(key))


def _article(record: ArticleRecord, base_url: str) -> dict[str, Any]:
    handled = record.handled
    return {
        "key": record.key,
        "state": record.state,
        "url": _url(record.path, base_url) if record.live or record.state == "scheduled" else None,
        "id": record.id,
        "errors": _problems(record.errors),
        "warnings": _problems(record.warnings),
        "rev": record.rev,
        **_answers(handled),
        "published": stamp(record.live.teaser.published) if record.live else None,
        "appears": stamp(record.due) if record.due and record.state == "scheduled" else None,
    }


def _image(record: MediaRecord, base_url: str) -> dict[str, Any]:
    return {
        "key": record.key,
        "state": record.state,
        "url": _url(record.url, base_url),
        "errors": _problems(record.errors),
        "warnings": _problems(record.warnings),
        "rev": record.rev,
        "version": record.version or None,
        "etag": record.etag or None,
        "uploaded": stamp(record.modified) if record.modified else None,
    }


def _site(record: SiteRecord, base_url: str) -> dict[str, Any]:
    return {
        "key": "site.toml",
        "state": record.state,
        "url": _url("/", base_url),
        "errors": _problems(record.errors),
        "warnings": _problems(record.warnings),
        "rev": record.rev,
        **_answers(record.handled),
    }


def _answers(handled: Handled | None) -> dict[str, Any]:
    """Which version of the file this is the answer to."""
    return {
        "version": handled.version if handled else None,
        "etag": handled.etag if handled else None,
        "uploaded": stamp(handled.modified) if handled else None,
    }


def _url(path: str, base_url: str) -> str | None:
    return base_url + path if path else None


def _problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]
