"""Bugs in what is decided about a file, by others' files, the time and the settings."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."
KEPT = "deletes = [Delete(*key) for key in before if key not in after"

BUGS_OF_DECISIONS = {
    "former addresses are forgotten": Bug(HERE + "deciding", "former=former[:MAX_FORMER]", "former=()"),
    "a story comes back without a look at where it was": Bug(
        HERE + "ingesting",
        "*rows.paths_of(old), *old.former,",
        "*rows.paths_of(old),",
        where="take/delete other",
    ),
    "a lost address is waited for and not watched": Bug(
        HERE + "committing",
        "        if pk not in held:\n",
        "        if pk not in held and path not in rows.paths_of(new):\n",
        where="return/delete other",
    ),
    "an address that another held and left is not taken back": Bug(
        HERE + "ingesting",
        "new == old and file.upload and not unheld(new, shelf)",
        "new == old and file.upload",
        where="take/delete other",
    ),
    "who has lost an address is not told": Bug(
        HERE + "invalidating",
        '                keys.add(change.old["upload"])\n',
        "                pass\n",
        where="take/delete other",
    ),
    "an address that a choice hangs on is not waited for": Bug(
        HERE + "accepting",
        "return tuple(dict.fromkeys(case.claims.related))",
        "return ()",
        where="chosen appears",
    ),
    "a due time stays": Bug(HERE + "committing", KEPT + "]", KEPT + ' and key[0] != "DUE"]', where="due"),
    "an embargo ends a little early": Bug(
        HERE + "deciding",
        "    if appears > now:\n",
        "    if appears.replace(second=0) > now:\n",
        where="nearly due",
    ),
    "what stands beneath a refused file is not looked at": Bug(
        HERE + "ingesting",
        'if new.state == "refused" and new.live:',
        "if False:",
        where="fresh picture beneath",
    ),
    "only one story is told of a picture": Bug(
        HERE + "media", "Span(prefix=USED))", "Span(prefix=USED), limit=1)", where="picture of two"
    ),
    "templates that come back stay outdated": Bug(
        HERE + "site_settings", "for old in before if old != version)", "for old in before)", where="rollback"
    ),
    "a tag that is written otherwise is not printed": Bug(
        "broadsheet.domain.pages",
        "(set(left) ^ set(joined)) | renamed",
        "set(left) ^ set(joined)",
        where="capital alone other",
    ),
    "a message that failed in every round is done with": Bug(
        HERE + "hints",
        "        return error\n",
        "        return None if type(error).__name__ == 'NotConverged' else error\n",
        where="edit",
    ),
    "a thread is never told": Bug(
        HERE + "ingesting",
        "            settle_thread(record, comments=self.comments)\n",
        "            pass\n",
    ),
    "addresses that a story waited for are not looked up": Bug(
        HERE + "ingesting",
        ", *old.wants}",
        "}",
        where="waiting goes other/broken other",
    ),
    "what a thread was still to be told is forgotten": Bug(
        HERE + "following",
        "told=old.told and told(old)",
        "told=bool(old.rev) and told(old)",
        where="closed@5:crash+second image alone",
    ),
    "comments are taken on what is not public": Bug(
        "broadsheet.commenting.post", "thread is None or not thread.live:", "thread is None:"
    ),
    "an address that a story has left stays its own": Bug(
        "broadsheet.publishing.committing",
        "if owner.id == record.id and owner.kind == kind:",
        "if owner.id == record.id:",
        where="take",
    ),
    "a refused file keeps its due time": Bug(
        HERE + "deciding",
        "due = due_of(live, now) if live else None",
        "due = due_of(live, now) if live else seen.due",
        where="embargo then broken",
    ),
    "addresses that what stands beneath a refused file hangs on are not waited for": Bug(
        HERE + "ingesting",
        "replace(new, wants=tuple(dict.fromkeys((*base.wants, *new.wants))))",
        "new",
        where="chosen appears beneath",
    ),
    "comments that are brought leave no mark": Bug(
        "broadsheet.commenting.exports",
        ", Put(some_row(comment.article))])",
        "])",
        where="brought comments",
    ),
    "a brought comment that another was in the way of is taken for stored": Bug(
        "broadsheet.commenting.exports",
        "                raise  # a reader",
        "                pass  # a reader",
        where="brought comments",
    ),
    "a changed time zone is missed": Bug(
        HERE + "ingesting",
        "case.zoned and self._site().timezone != case.site.timezone",
        "False",
        where="new zoneless/far site",
    ),
    "a key is known for ever": Bug(
        "broadsheet.commenting.post",
        'if known and known["ttl"] > self.moment.timestamp():',
        "if known:",
        where="late key",
    ),
    "a key that is there still cannot be used again": Bug(
        "broadsheet.commenting.post",
        'Matches({"comment": known["comment"]}) if known else Absent()',
        "Absent()",
        where="late key",
    ),
}
