"""Bugs in what one leaves for another to finish: after a death, between two decisions, beyond a limit."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS_OF_LEFTOVERS = {
    "lists that were left before are forgotten": Bug(
        HERE + "following",
        "{*old.left_lists, *(_lists(old) - _lists(new))}",
        "_lists(old) - _lists(new)",
        where="day/closed alone",
    ),
    "lists that were entered before are forgotten": Bug(
        HERE + "following",
        "{*old.new_lists, *(_lists(new) - _lists(old))}",
        "_lists(new) - _lists(old)",
        where="month/closed alone",
    ),
    "links that were still to be made are forgotten": Bug(
        HERE + "following", "relinks=old.relinks or _shown", "relinks=_shown", where="words/closed alone"
    ),
    "whom it has still to disturb is forgotten": Bug(
        HERE + "following",
        "disturbs=(old.relinks and old.disturbs) or _met(old)",
        "disturbs=_met(old)",
        where="narrow words leave other/closed alone other",
    ),
    "terms that were left before are forgotten": Bug(
        HERE + "following",
        "{*old.left_terms, *(_postings(old) - _postings(new))}",
        "_postings(old) - _postings(new)",
        where="narrow words leave other/closed alone other",
    ),
    "links are noted as made before the last of them is": Bug(
        HERE + "picking", "last = rev == old.rev + len(chunks)", "last = True", where="tight pick moves"
    ),
    "where a story that has moved was among others is forgotten": Bug(
        HERE + "disturbing",
        "for place, term in record.left_terms:",
        "for place, term in [left for left in record.left_terms if left[0] == rows.place(record)]:",
        where="narrow pick passes",
    ),
    "of two that are as near the one that came first stays": Bug(
        "broadsheet.domain.relatedness",
        "    near = sorted(points, key=_order)\n",
        "    near = sorted(points, key=lambda pair: -pair[1])\n",
        where="pick ties",
    ),
    "only the first links of many are written": Bug(
        HERE + "picking", "            chunk = []\n", "            return\n", where="new"
    ),
    "only the first page names of many are sent": Bug(
        HERE + "invalidating",
        "for i in range(0, len(items), NAMES)",
        "for i in range(0, min(len(items), 1), NAMES)",
        where="site",
    ),
    "only the first rows of many are restored": Bug(
        HERE + "restoring", "range(0, len(derived) or 1, MAX_ACTIONS - 1)", "range(0, 1)", where="tight again"
    ),
    "a story that leaves to make room does not come back": Bug(
        HERE + "ingesting",
        "        moved = new.live is None and bool(old.live)\n",
        "        moved = False\n",
        where="day",
    ),
    "aliases of a story that leaves to make room stay taken": Bug(
        HERE + "committing",
        "*_derived(old, gone), *addresses(old, gone, shelf)]",
        "*_derived(old, gone)]",
        where="tight aliased goes",
    ),
    "files that a picture has too many of are only forgotten": Bug(
        HERE + "media", "        self._clear(oldest)\n", "", where="many pictures"
    ),
    "a withdrawal of a picture is left half done": Bug(
        HERE + "media",
        "            self._clear(before.former)",
        "            pass",
        where="no picture/fresh picture",
    ),
    "a picture's files are left where another is refused by now": Bug(
        HERE + "media",
        "        if not record.picture:\n            self._delete(record.former)\n",
        "        if not record.picture:\n",
        where="picture/refused picture",
    ),
    "only whoever deletes a picture's files purges them": Bug(
        HERE + "media",
        "if self.deleted or self.again or tombstone.unsettled:",
        "if self.deleted:",
        where="lost picture",
    ),
    "what is done again forgets what was still to be printed": Bug(
        HERE + "following", "    names = (*record.pages, *(f", "    names = (*(f", where="draft/ask again"
    ),
    "a story that leaves to make room forgets what was still to be printed": Bug(
        HERE + "ingesting",
        "wants=()), unprinted=new.pages, heard",
        "wants=()), heard",
        where="tight day/draft",
    ),
    "a wish for all once more is lost behind an event of the same file": Bug(
        HERE + "hints",
        "asked.get(key, False) or hint.again",
        "asked.get(key, hint.again)",
        where="asked twice again other",
    ),
    "only of the first image it is said that a story shows it": Bug(
        HERE + "ingesting",
        "claims.images[:MAX_IMAGES] if image not in shown]",
        "claims.images[:1] if image not in shown]",
        where="picture of a second image",
    ),
    "lost entries are not made again": Bug(
        HERE + "following", "        new_lists=lists,\n", "", where="again other"
    ),
    "lost links are not made again": Bug(
        HERE + "following",
        "        relinks=True,\n",
        "",
        where="again other",
    ),
    "nobody sweeps settings that the comments function was not told": Bug(
        HERE + "sweeping.looks",
        "                return self.followed.objection_to_site(decision.record)\n",
        '                return ""\n',
        where="swept untold site",
    ),
    "nobody sweeps what was answered": Bug(
        HERE + "sweeping.filed",
        "        return Stretch((_gone(",
        "        return Stretch((), last=True) or Stretch((_gone(",
        where="swept no picture",
    ),
    "nobody sweeps what should not be there": Bug(
        HERE + "sweeping.shown",
        "        return Stretch(self._objects(keys), len(keys) < ENTRIES)",
        "        return Stretch((), last=True)",
        where="swept stray",
    ),
    "the sweep takes any answer for the last one": Bug(
        HERE + "sweeping.looks",
        'return told and receipt.get("rev", 0) >= decision.answer',
        "return True",
        where="swept unanswered",
    ),
    "the sweep gives nothing its time": Bug(
        HERE + "sweeping.notes",
        "    return now - suspect.since >= SETTLING",
        "    return True",
        where="edit/two sweeps",
    ),
    "a page that was tried before is only compared": Bug(
        HERE + "rendering",
        "rev, changed=True)",
        "rev, bool(body.get('change')))",
        where="swept half printed",
    ),
    "only one failure of a batch is told": Bug(
        HERE + "hints",
        "    return {hint.id: errors[key] for hint in hints for key in hint.keys if key in errors}\n",
        "    found = [(hint.id, errors[key]) for hint in hints for key in hint.keys if key in errors]\n"
        "    return dict(found[:1])\n",
        where="picture of two",
    ),
    "a month is looked at before its days": Bug(
        HERE + "indexing",
        '(entry.scope == "archive", entry.key)',
        '(entry.scope != "archive", entry.key)',
        where="month",
    ),
    "the sweep repairs what is under way": Bug(
        HERE + "sweeping.sweep", "busy = self.waiting() > BUSY", "busy = False", where="swept while busy"
    ),
    "stories that cite are not printed again": Bug(
        HERE + "invalidating",
        'sk.startswith("CITES#") if kind == "RELATED" else',
        'kind != "RELATED" and',
        where="cited moves",
    ),
    "who shows a story is not noted": Bug(
        HERE + "links",
        "            yield other, _shown(record.id, shown.path)\n",
        "            pass\n",
        where="slug/delete other",
    ),
    "where a story is shown is not noted": Bug(
        HERE + "links", "        yield other, _shown(other, record.path)\n", "", where="slug other/delete"
    ),
    "a sweep that is short of time passes over the rest": Bug(
        HERE + "sweeping.run",
        "            if not self._may_go_on():\n                return False\n",
        "            if not self._may_go_on():\n"
        "                self.notes = replace(self.notes, cursor=item.cursor)\n"
        "                return False\n",
        where="swept hastily all at once",
    ),
    "a sweep that is short of time takes a stage for done": Bug(
        HERE + "sweeping.run",
        "            if not self._may_go_on():\n                return False\n",
        "            if not self._may_go_on():\n                return True\n",
        where="swept hastily all at once",
    ),
    "a sweep that is short of time forgets what it suspects": Bug(
        HERE + "sweeping.run",
        "if due else [suspect]",
        "if due else [suspect] * self._in_time()",
        where="swept hastily all at once@9:swallowed",
    ),
}
