"""What follows from a record, written once more: a row of it may have been lost."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Check, Put, Table
from broadsheet.publishing.committing import MAX_ACTIONS, guarded, seen
from broadsheet.publishing.copies import copied
from broadsheet.publishing.following import everything_again


def restored(record: ArticleRecord, catalogue: Table) -> ArticleRecord:
    """The record as it is written, with notes on the rest that follows. Raises Conflict where somebody has
    decided anew."""
    again = replace(everything_again(record), rev=record.rev + 1)
    derived = [*(Put(row) for row in rows.derived_rows(again).values()), *copied(again, again, None)]
    for start in range(0, len(derived) or 1, MAX_ACTIONS - 1):
        # Each part on condition that nobody has decided anew; the last one says so.
        last = start + MAX_ACTIONS - 1 >= len(derived)
        guard = guarded(record, again) if last else Check(*rows.article_key(record.id), seen(record))
        catalogue.write([guard, *derived[start : start + MAX_ACTIONS - 1]])
    return again
