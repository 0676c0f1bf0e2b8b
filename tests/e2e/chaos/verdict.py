"""Whether anything that was acknowledged is missing, and the site is what it should be."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.e2e.chaos.converging import receipt
from tests.e2e.chaos.copying import Served, exported_comments, keys_in
from tests.e2e.chaos.ledger import Comment, Ledger, Operation
from tests.e2e.chaos.serving import Serving
from tests.e2e.chaos.stories import IMAGES, MARK, SITE, STORIES, mark_in


def current(serving: Serving) -> dict[str, str]:
    """The mark of what is in the bucket, by key."""
    s3, bucket = serving.client("s3"), serving.uploads
    keys = [key for key in keys_in(serving, bucket) if not key.startswith("receipts/")]
    return {key: mark_in(key, s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys}


def lost_versions(serving: Serving, ledger: Ledger) -> list[Operation]:
    """Uploads and deletions that were acknowledged and of which the bucket's history knows nothing."""
    pages = serving.client("s3").get_paginator("list_object_versions").paginate(Bucket=serving.uploads)
    known = {
        (entry["Key"], entry["VersionId"])
        for page in pages
        for entry in (*page.get("Versions", []), *page.get("DeleteMarkers", []))
    }
    return [o for o in ledger.operations if (o.key, o.version) not in known]


def overruled(now: dict[str, str], ledger: Ledger) -> dict[str, str]:
    """Keys whose present content is not that of an acknowledged last operation."""
    wrong = {}
    for key in (*STORIES, *IMAGES, SITE):
        allowed = {o.edition.mark if o.edition else "" for o in ledger.last_of(key)}
        if now.get(key, "") not in allowed:
            wrong[key] = f"{now.get(key)!r} is not of {sorted(allowed)}"
    return wrong


def differences(site: dict[str, Served], build: dict[str, bytes]) -> dict[str, str]:
    """Where the site is not what a build makes of it. Redirects of former addresses, and pictures that
    were shown until lately, are in no copy of the bucket."""
    found = dict.fromkeys(build.keys() - site.keys(), "is missing")
    found |= {key: "differs" for key in build.keys() & site.keys() if site[key].body != build[key]}
    found |= {
        key: "should not be there"
        for key in site.keys() - build.keys()
        if not site[key].location and not key.startswith("media/")
    }
    return found


def dead_ends(site: dict[str, Served], build: dict[str, bytes]) -> dict[str, str]:
    """Redirects of former addresses that do not lead to a page."""
    return {
        key: site[key].location
        for key in site.keys() - build.keys()
        if site[key].location and f"{site[key].location.strip('/')}/index.html" not in build
    }


def leaks(site: dict[str, Served], now: dict[str, str], ledger: Ledger) -> dict[str, set[str]]:
    """Objects with words that no reader may see: of drafts, and of what was withdrawn or replaced."""
    shown = {o.edition.mark for o in ledger.operations if o.edition and o.edition.public}
    allowed = {mark for mark in now.values() if mark in shown} | {c.mark for c in ledger.comments}
    found = {
        key: set(MARK.findall(f"{key} {page.body.decode('utf-8', 'replace')} {page.location}")) - allowed
        for key, page in site.items()
    }
    return {key: marks for key, marks in found.items() if marks}


def wrong_comments(serving: Serving, ledger: Ledger) -> dict[str, str]:
    """Comments that were acknowledged and are not stored once under their id, or were not and are stored
    twice."""
    stored = [json.loads(line) for line in exported_comments(serving).splitlines()]
    times: Counter[str] = Counter(mark for row in stored for mark in MARK.findall(row["text"]))
    ids = {(row["article"], row["id"]): row["text"] for row in stored}
    wrong = {c.mark: f"{times[c.mark]} times" for c in ledger.comments if times[c.mark] > 1}
    for comment in ledger.acknowledged_comments:
        if comment.mark not in ids.get((comment.article, comment.id), ""):
            wrong[comment.mark] = "not stored"
    return wrong


def hidden_comments(
    site: dict[str, Served], now: dict[str, str], serving: Serving, ledger: Ledger
) -> list[Comment]:
    """Acknowledged comments on stories that are public now, and not on their page."""
    answers = [receipt(serving, key) for key in now if key.startswith("articles/")]
    pages = {a["id"]: _page(a, site, serving) for a in answers if a["state"] == "published"}
    return [
        comment
        for comment in ledger.acknowledged_comments
        if comment.article in pages and comment.mark not in pages[comment.article]
    ]


def _page(answer: dict[str, Any], site: dict[str, Served], serving: Serving) -> str:
    key = answer["url"].removeprefix(serving.url).strip("/") + "/index.html"
    return site[key].body.decode() if key in site else ""
