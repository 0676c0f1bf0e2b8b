"""What a story was that is not public: read from the last version of its file."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.formats import Unresolved, read
from broadsheet.ports import Upload
from broadsheet.publishing.accepting import Accepted, live_of
from broadsheet.publishing.claims import Shelf, claims_of
from broadsheet_cli.target import Target


def as_last_uploaded(target: Target, record: ArticleRecord) -> Live | None:
    """What the last version of the file would make public; None where none is left or none is readable."""
    upload = _last_version(target, record.key)
    if upload is None or upload.body is None:
        return None
    site = rows.site_from(target.catalogue.get(*rows.SITE)).site
    article = read(record.key, upload.body, resolver=Unresolved(), timezone=site.timezone).article
    if article is None:
        return None
    published = (article.date or article.embargo or record.first or upload.modified).astimezone(UTC)
    claims = claims_of(record.key, article)
    now = datetime.now(UTC)
    return live_of(Accepted(record.id, record.key, article, upload, claims, Shelf(), published, now))


def _last_version(target: Target, key: str) -> Upload | None:
    pages = target.s3.get_paginator("list_object_versions").paginate(Bucket=target.bucket, Prefix=key)
    versions = (entry for page in pages for entry in page.get("Versions", []) if entry["Key"] == key)
    newest = next(versions, None)  # S3 lists the newest first
    return target.uploads.read(key, newest["VersionId"]) if newest else None
