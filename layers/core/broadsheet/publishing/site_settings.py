"""`site.toml` -> the record of the site."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.record import Handled, SiteRecord
from broadsheet.domain.site import Site
from broadsheet.ports import Absent, Matches, Put, Table, Upload, Uploads
from broadsheet.publishing.threads import settle_site

KEY = "site.toml"
REMEMBERED = 8  # versions of the templates that were replaced


def ingest_site(*, uploads: Uploads, catalogue: Table, comments: Table) -> SiteRecord:
    """Bring the site's record up to date with its file, and return it; without a file the defaults hold."""
    converge(lambda: _attempt(uploads, catalogue), what=KEY)
    record = rows.site_from(catalogue.get(*rows.SITE))
    settle_site(record, comments=comments)
    return record


def note_templates(version: str, *, catalogue: Table) -> None:
    """Pages are printed with these templates from now on: a new version refreshes all of them."""

    def attempt() -> Pass:
        record = rows.site_from(catalogue.get(*rows.SITE))
        if record.templates == version:
            return Pass.SETTLED
        before = (record.templates, *record.outdated) if record.templates else ()
        outdated = tuple(old for old in before if old != version)[:REMEMBERED]
        _write(record, replace(record, templates=version, outdated=outdated), catalogue)
        return Pass.SETTLED

    converge(attempt, what="templates")


def _attempt(uploads: Uploads, catalogue: Table) -> Pass:
    old = rows.site_from(catalogue.get(*rows.SITE))
    upload = uploads.read(KEY)
    new = _decide(old, upload)
    if new != old or upload is None:
        # Absence has no version: whoever still holds a file that was there before must lose.
        _write(old, new, catalogue)
        # Bytes that were handled before may have come back since, for which nobody had anything to write.
        return Pass.MOVED if upload else Pass.SETTLED
    return Pass.SETTLED


def _decide(old: SiteRecord, upload: Upload | None) -> SiteRecord:
    if upload is None or upload.body is None:
        state = "withdrawn" if old.handled or old.state == "withdrawn" else old.state
        return replace(old, state=state, handled=None, site=Site(), errors=(), warnings=())
    # Settings change once in months; every cold start of whoever reads uploads would pay for their reader.
    from broadsheet.formats.site_toml import read_site  # noqa: PLC0415

    reading = read_site(upload.body)
    handled = Handled(upload.version, upload.etag, upload.size, upload.modified)
    if old.handled and old.handled.etag == upload.etag:
        handled = old.handled  # the same bytes, be it under a new version
    if reading.site is None:
        return replace(
            old, state="refused", handled=handled, errors=reading.errors, warnings=reading.warnings
        )
    return replace(
        old, state="published", handled=handled, site=reading.site, errors=(), warnings=reading.warnings
    )


def _write(old: SiteRecord, new: SiteRecord, catalogue: Table) -> None:
    condition = Matches({"rev": old.rev}) if old.rev else Absent()
    catalogue.write([Put(rows.site_row(replace(new, rev=old.rev + 1)), condition)])
