"""Bugs in the date of a story that gives none, and in what a deletion ends of which nobody has heard."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS_OF_DATES = {
    "a date outlives a deletion": Bug(
        HERE + "deciding",
        "record.first if not spell.after or (record.first and record.first > spell.after) else None",
        "record.first",
        where="undated replaced",
    ),
    "it is asked since when there is a file before that is read": Bug(
        HERE + "files",
        "    upload = uploads.read(old.key, most=MAX_BYTES)\n"
        "    if upload is None:\n"
        "        return File()\n"
        "    file = File(upload, reading_of(upload, site))\n",
        "    early = File(uploads.head(old.key)).with_spell(old, uploads=uploads)\n"
        "    upload = uploads.read(old.key, most=MAX_BYTES)\n"
        "    if upload is None:\n"
        "        return File()\n"
        "    file = File(upload, reading_of(upload, site), early.spell)\n",
        where="undated edited@3+replace/1",
    ),
    "a story that expires is taken for dated": Bug(
        HERE + "deciding",
        "or article.embargo or article.draft)",
        "or article.embargo or article.draft or article.expires)",
        where="expiring undated brought back",
    ),
    "the time that is known comes before the first version's": Bug(
        HERE + "deciding",
        "return min(known or spell.begun, spell.begun)",
        "return known or spell.begun",
        where="redated undated",
    ),
    "a listing tells the time of an upload to the millisecond": Bug(
        "broadsheet.adapters.memory.buckets",
        "Spell(run[-1].modified,",
        "Spell(run[-1].modified.replace(microsecond=595_000),",
        where="new undated",
    ),
    "what was deleted stands beneath a file that is broken": Bug(
        HERE + "deciding",
        "    if spell and has_ended(record, spell):\n        record = _withdrawn(record)\n",
        "",
        where="delete/broken",
    ),
    "a picture that was deleted stands beneath a file that is none": Bug(
        HERE + "media",
        "if upload is None or self._was_deleted(before, upload):",
        "if upload is None:",
        where="no picture/broken picture",
    ),
    "a picture is only known as deleted if it was handled last": Bug(
        "broadsheet.domain.media",
        'standing = record.shown if record.picture else ""',
        'standing = ""',
        where="standing picture goes/broken picture",
    ),
}
