"""Bugs that the simulation must find."""

from __future__ import annotations

from tests.simulation.date_bugs import BUGS_OF_DATES
from tests.simulation.decision_bugs import BUGS_OF_DECISIONS
from tests.simulation.dying_bugs import BUGS_OF_THE_DYING
from tests.simulation.leftover_bugs import BUGS_OF_LEFTOVERS
from tests.simulation.pick_bugs import BUGS_OF_PICKS
from tests.simulation.race_bugs import BUGS_OF_RACES
from tests.simulation.reach_bugs import BUGS_OF_REACH
from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS = (
    BUGS_OF_DECISIONS
    | BUGS_OF_DATES
    | BUGS_OF_THE_DYING
    | BUGS_OF_LEFTOVERS
    | BUGS_OF_PICKS
    | BUGS_OF_REACH
    | BUGS_OF_RACES
    | {
        "guard read after the source": Bug(
            HERE + "press",
            "        found, sheet = job.found, editions.sheet(job.name, job.path)\n",
            "        sheet = editions.sheet(job.name, job.path)\n"
            "        job.found = found = self.site.find(job.key) or job.found\n",
            where="edit/edit",
        ),
        "blind put": Bug(
            HERE + "press",
            "page, etag=found.etag if found else None)",
            "page, etag=(lambda now: now and now.etag)(self.site.find(object_key(job.path))))",
        ),
        "where nothing stands and nothing should a change leaves no tombstone": Bug(
            HERE + "press", "if stood or (job.changed and not is_ours):", "if stood:", where="new/delete last"
        ),
        "a change taken back is not written": Bug(
            HERE + "press",
            "digest(sheet) or (job.changed and not is_ours)",
            "digest(sheet)",
            where="delete/edit",
        ),
        "numbers begin again after an absence": Bug(HERE + "numbering", "int(now.timestamp() * 1000))", "1)"),
        "an event is trusted to carry the newest state": Bug(
            HERE + "receipts", '(rev and decided["rev"] > rev) or ', "", where="again/delete"
        ),
        "lists read from an index that lags": Bug(
            HERE + "snapshot",
            "            return self._table.query(pk, span, limit=limit, newest_first=newest_first)\n",
            "            now = self._table.query(pk, span, limit=limit, newest_first=newest_first)\n"
            "            real = self._table.__dict__.get('_real')\n"
            "            lag = real.__dict__.setdefault('lag', {}) if real else {}\n"
            "            asked = (pk, span, limit, newest_first)\n"
            "            before, lag[asked] = lag.get(asked, now), now\n"
            "            return before\n",
        ),
        "done is noted before it is done": Bug(
            HERE + "ingesting",
            "        index_lists(record, catalogue=self.catalogue)\n",
            "        self._settle(record, settled(record, showing))\n"
            "        index_lists(record, catalogue=self.catalogue)\n",
            where="section",
        ),
        "a page that fails is taken for done": Bug(
            HERE + "press",
            "            job.fail(named(job.path, error))\n",
            "            job.done = True\n",
            where="half deployed",
        ),
        "the edge is purged before the pages are written": Bug(
            HERE + "rendering",
            "            runs = self._press(messages).print(names)\n"
            "            purge(runs, names, edge=self.edge)\n",
            "            paths = [path for name in names for path in self._editions({}, ()).paths(name)]\n"
            "            self.edge.purge(paths)\n            runs = self._press(messages).print(names)\n",
        ),
        "the section that a story left is forgotten": Bug(
            "broadsheet.domain.pages",
            "left = pages_listing(before) if before else ()",
            "left: tuple[str, ...] = ()",
        ),
        "a lost reply is taken for a failure": Bug(
            "broadsheet.commenting.post",
            "            if self._seen(lambda: self.table.get(*self._own)) is None:\n                raise\n",
            "            raise\n",
            where="quick comment",
        ),
        "a lost reply is taken for a conflict": Bug(
            "broadsheet.commenting.post",
            "if self._own in rows:",
            "if False:",
            where="quick comment",
        ),
        "a repeat is stored beside the first": Bug(
            "broadsheet.commenting.post",
            "*first, *self._key_actions(posted, known)]",
            "*first]",
            where="comment",
        ),
        "only what was written is purged": Bug(
            HERE + "press", ", *(run.unchanged if names[name] else ())", "", where="day"
        ),
        "an answer does not wait for the decision before": Bug(
            HERE + "ingesting",
            "record.pages if rev < record.rev else ()",
            "record.pages if record.unsettled else ()",
            where="day/draft",
        ),
        "where a story was shown is forgotten": Bug(
            HERE + "relating",
            '    if sk.startswith(SHOWN):\n        return f"at{sk.removeprefix(SHOWN)}"\n',
            "",
            where="clash other/delete",
        ),
        "another story is shown as it was when read": Bug(
            HERE + "picking",
            "[*rows_, unchanged(other, others.get(other))]",
            "[*rows_]",
            where="chosen last/edit",
        ),
        "picks that are being made are taken for made": Bug(
            HERE + "disturbing",
            " if id_ in changed or picks[id_].open}",
            " if id_ in changed}",
            where="one word last/one word",
        ),
        "nobody picks anew when a story leaves": Bug(
            HERE + "disturbing",
            "disturbances(moving, here, left, known)",
            "disturbances(moving, here, [], known)",
            where="narrow words leave other",
        ),
        "those who show a story show it as it was": Bug(
            HERE + "relating", "stale_owners(record, linked, seen) - anew.keys()", "set()"
        ),
        "an address that comes free is missed": Bug(
            HERE + "committing", ", *_waits(new, shelf, claimed)]", "]", where="clash other/delete"
        ),
        "nobody wakes who waits for an address": Bug(
            HERE + "invalidating",
            "            self._ingest_again(sorted(keys))\n",
            "            del keys\n",
            where="release/edit other",
        ),
        "an image is looked for before its use is noted": Bug(
            HERE + "ingesting",
            "        self._announce_use(old, claims)\n        return self._shelf(old, claims)\n",
            "        shelf = self._shelf(old, claims)\n        self._announce_use(old, claims)\n"
            "        return shelf\n",
            where="image/picture",
        ),
        "old templates print over new pages": Bug(
            HERE + "editions",
            "if self.templates in record.outdated:",
            "if False:",
            where="half deployed",
        ),
        "an announcement is lost to a passing conflict": Bug(
            HERE + "ingesting",
            "                raise\n            # A newer",
            "                pass\n            # A newer",
            where="edit",
        ),
        "half-done work is left to whoever did not do it": Bug(
            HERE + "ingesting",
            "        converge(lambda: self._attempt(id_, key, taken), what=key)\n",
            "        before = self._record(id_, key)\n"
            "        converge(lambda: self._attempt(id_, key, taken), what=key)\n"
            "        if self._record(id_, key) == before and not again:\n            return before\n",
        ),
        "an index entry is not looked at again": Bug(
            HERE + "indexing",
            "    return Pass.MOVED\n",
            "    return Pass.SETTLED\n",
            where="delete/first day other",
        ),
        "an index entry is added for good": Bug(
            HERE + "indexing",
            "        catalogue.write([_decided(record), *standing])\n",
            "        catalogue.write(standing)\n",
            where="month/delete",
        ),
        "an expiry is forgotten": Bug(
            HERE + "accepting", "moments = [live.expires, ", "moments = [None, ", where="expiry passes"
        ),
        "pictures are written before they are claimed": Bug(
            HERE + "media",
            "claimed = self._write_record(record, claiming(record, tuple(prints.files)))",
            "claimed = record",
            where="fresh picture/no picture",
        ),
    }
)
