"""Bugs of two at once: writes without a guard, guards of another moment, and looks that are not repeated."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS_OF_RACES = {
    "a page is deleted blind": Bug(
        HERE + "press",
        "            job.found = self._write(job, editions.tombstone())\n",
        "            job.found = self.site.find(job.key)\n"
        "            job.found = self._write(job, editions.tombstone())\n",
        where="delete/edit",
    ),
    "a receipt's guard is read after the decision": Bug(
        HERE + "receipts",
        "        before, etag = known.pop() if known else _read(key, uploads)\n"
        "        decided = _decided(key, catalogue, base_url)\n",
        "        decided = _decided(key, catalogue, base_url)\n"
        "        before, etag = known.pop() if known else _read(key, uploads)\n",
        where="again/moved site",
    ),
    "a page's number is the clock's alone": Bug(
        HERE + "numbering",
        "max(found.rev + 1 if found else 0, int(now.timestamp() * 1000))",
        "int(now.timestamp() * 1000)",
        where="edit",
    ),
    "a picture is not looked at once more": Bug(
        HERE + "media",
        "return Pass.MOVED if self.deleted or after.rev != found.rev else Pass.SETTLED",
        "return Pass.SETTLED",
        where="picture goes/fresh picture",
    ),
    "a picture of which a file is there is taken for whole": Bug(
        HERE + "media",
        "return all(self.site.find(key)",
        "return any(self.site.find(key)",
        where="picture goes/fresh picture",
    ),
    "a double click is stored twice": Bug(
        "broadsheet.commenting.post",
        '[Put(row, Matches({"comment": known["comment"]}) if known else Absent())]',
        "[Put(row)]",
        where="comment/click again",
    ),
    "a file that is as it was before is missed": Bug(
        HERE + "ingesting", " or self._is_followed(case)", "", where="closed alone/closed alone"
    ),
    "settings that are as they were before are missed": Bug(
        HERE + "site_settings",
        "        return Pass.MOVED if upload else Pass.SETTLED\n",
        "        return Pass.SETTLED\n",
        where="other site/far site",
    ),
    "settings are written blind": Bug(
        HERE + "site_settings",
        '    condition = Matches({"rev": old.rev}) if old.rev else Absent()\n',
        "    condition = None\n",
        where="deployment/site",
    ),
    "new settings leave out a month whose story is away": Bug(
        HERE + "invalidating", ", *self._months()])", "])", where="tight month edited/site"
    ),
    "a thread is told blind": Bug(
        HERE + "threads", '[Put(row, Below(row["rev"]))]', "[Put(row)]", where="edit/delete"
    ),
    "an address is claimed blind": Bug(
        HERE + "committing", "[Put(row, Absent())]", "[Put(row)]", where="clash/clash"
    ),
    "a redirect is taken over from whoever has it by then": Bug(
        HERE + "committing",
        '    return [Put(row, Matches({"owner": owner.id, "kind": owner.kind}))]\n',
        "    return [Put(row)]\n",
        where="go back@4+clash other/1w",
    ),
    "an address is released whoever has it by then": Bug(
        HERE + "committing",
        'yield Delete(*rows.path_key(path), Matches({"owner": old.id}))',
        "yield Delete(*rows.path_key(path))",
        where="depart@4+clash other/1w",
    ),
    "an address is waited for whose owner only leads on by now": Bug(
        HERE + "committing",
        'Matches({"owner": owner.id, "kind": owner.kind}) if owner else Absent())',
        'Matches({"owner": owner.id}) if owner else Absent())',
        where="clash other/slug",
    ),
    "those who show a story together do not see that they have picked anew": Bug(
        HERE + "reconsidering",
        "    done: list[Action] = [guard(pick.record.id, pick.new._replace(rev=pick.old.rev + 1))]\n",
        "    after = pick.new._replace(rev=pick.old.rev + 1)\n"
        "    done: list[Action] = [] if pick.old == pick.new else [guard(pick.record.id, after)]\n",
        where="pick fades/other words other",
    ),
    "a story that was not there is linked to as if it still were not": Bug(
        HERE + "picking",
        "[*rows_, unchanged(other, others.get(other))]",
        "[*rows_, *([unchanged(other, others[other])] if other in others else [])]",
        where="link to none/new",
    ),
    "a comment is taken while its thread is closed": Bug(
        "broadsheet.commenting.post",
        '            Check(thread["pk"], thread["sk"], Matches(unchanged)),\n',
        "",
        where="comment/delete",
    ),
    "a batch forgets that a page has changed": Bug(
        HERE + "causes",
        "both(causes[name], cause) if name in causes else cause",
        "cause",
        where="edit/rebuild",
    ),
    "rows are restored over newer ones": Bug(
        HERE + "restoring",
        "        catalogue.write([guard, *derived",
        "        catalogue.write([*([guard] if last else []), *derived",
        where="tight again/edit",
    ),
    "a thread that a comment was in the way of is taken for told": Bug(
        HERE + "threads",
        'if there is None or there["rev"] < row["rev"]:',
        "if there is None:",
        where="closed",
    ),
    "comments are closed in vain while one is being written": Bug(
        "broadsheet.commenting.post",
        'for name in ("live", "policy") if',
        'for name in ("live",) if',
        where="comment/closed",
    ),
    "a picture's file that was not written is taken for there": Bug(
        HERE + "media",
        "            if not self.site.find(key):\n                raise  # somebody",
        "            if False:\n                raise  # somebody",
        where="fresh picture",
    ),
    "a purge that fails is taken for done": Bug(
        HERE + "rendering",
        "            purge(runs, names, edge=self.edge)\n",
        "            try:\n                purge(runs, names, edge=self.edge)\n"
        "            except BroadsheetError:\n                pass\n",
        where="edit",
    ),
    "a month that is there is trusted before its day is": Bug(
        HERE + "indexing",
        "new_day and entry.scope",
        "not new_day and entry.scope",
        where="return/delete other",
    ),
    "a month is taken for there as it was before its day": Bug(
        HERE + "indexing",
        "first = [] if entry in unsure else",
        "first =",
        where="return/delete other",
    ),
    "a thread is told when all is noted as done": Bug(
        HERE + "ingesting",
        "        if not record.told:\n            settle_thread(record, comments=self.comments)\n"
        "        converge(lambda: self._settle(record, settled(record, showing)), what=record.key)\n",
        "        converge(lambda: self._settle(record, settled(record, showing)), what=record.key)\n"
        "        if not record.told:\n            settle_thread(record, comments=self.comments)\n",
        where="closed",
    ),
}
