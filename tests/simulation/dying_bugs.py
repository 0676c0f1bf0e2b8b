"""Bugs of one that dies right after another has gone past it: what it has begun is nobody's work any more."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS_OF_THE_DYING = {
    "an index entry is removed whatever has been decided since": Bug(
        HERE + "indexing",
        "[*so_far, Delete(*entry.key",
        "[Delete(*entry.key",
        where="delete@14+edit!",
    ),
    "picks that are half written name only what there was before": Bug(
        HERE + "picking",
        "(new if last else both)",
        "(new if last else old)",
        where="lonely pick comes/delete",
    ),
    "the mark of a brought comment comes after it": Bug(
        "broadsheet.commenting.exports",
        "table.write([Put(comment_row(comment), Absent()), Put(some_row(comment.article))])",
        "table.write([Put(comment_row(comment), Absent())])\n"
        "            table.write([Put(some_row(comment.article))])",
        where="brought comments",
    ),
}
