"""What the tables would hold had the files been uploaded one by one: a beginning for a site that is then kept
up to date by the use cases. Every decision has the number 1, and nothing is left to be done."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Row
from broadsheet.publishing.indexing import entries
from broadsheet.publishing.links import guard, rows_of
from broadsheet.publishing.threads import thread_row
from broadsheet_cli.bulk.archive import Archive


def catalogue_rows(archive: Archive) -> Iterator[Row]:
    """The rows of everything but images. Some come several times, each time the same."""
    yield rows.site_row(archive.settings)
    for path, owner in archive.decisions.owners.items():
        yield rows.path_row(path, owner.kind, id_=owner.id, key=owner.key)
    for record in archive.records.values():
        yield rows.article_row(record)
        yield from rows.derived_rows(record).values()
        if record.live:
            yield from _links(record, archive)
    for name in archive.lists:
        yield from (entry.row for entry in entries(name))


def thread_rows(archive: Archive) -> Iterator[Row]:
    """What the comments table needs to know of each article."""
    return map(thread_row, archive.records.values())


def _links(record: ArticleRecord, archive: Archive) -> Iterator[Row]:
    picked = archive.relations.picked[record.id]
    yield guard(record.id, picked).row
    yield from (row for _, row in rows_of(record, picked, archive.records))
