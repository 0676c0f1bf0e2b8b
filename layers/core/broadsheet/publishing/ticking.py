"""What time alone changes: embargoes end, stories expire or are no longer news; and new templates."""

from __future__ import annotations

from datetime import datetime

from broadsheet.domain.documents import sortable
from broadsheet.domain.rows import DUE
from broadsheet.ports import Queue, Span, Table
from broadsheet.publishing.site_settings import note_templates

MOST = 1000  # due articles of one tick; the next one goes on where they left off


def tick(now: datetime, *, catalogue: Table, uploads: Queue, templates: str) -> int:
    """Have every article whose time has come looked at again; returns how many.

    The row that names the time goes when the article is decided anew, so a tick that is missed or
    repeated is made good by the next. A new version of the templates refreshes every page; that comes
    second, so that no release waits for it.
    """
    due = catalogue.query(DUE, Span(low="0", high=sortable(now) + "~"), limit=MOST)
    keys = [row["upload"] for row in due]
    uploads.send([{"keys": [key]} for key in keys])
    note_templates(templates, catalogue=catalogue)
    return len(keys)
