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
}
