"""Bugs in how stories pick others: alone, several together, and while others come and go."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."
DISTURBANCE, RELATEDNESS = "broadsheet.domain.disturbance", "broadsheet.domain.relatedness"
OPENING = (
    "        try:\n"
    "            opened = self._opened({id_: disturbed.picks for id_, disturbed in known.items()})\n"
    "        except Conflict:\n"
    "            return\n"
)
READING = (
    "        seen = Snapshot(self.catalogue)  # all records at once\n"
    "        likely = chain.from_iterable(_likely(old, known[id_]) for id_, old in opened.items())\n"
    "        records({self.moving, *opened, *likely}, seen)\n"
)
GUARD = "guard(pick.record.id, (new if last else both)._replace(rev=rev))"
WRITE = f"        catalogue.write([{GUARD}, *chunk])\n"

BUGS_OF_PICKS = {
    "those who pick together do not say so before they look": Bug(
        HERE + "reconsidering",
        "            self.catalogue.write([guard(id_, old) for id_, old in closed.items()])\n"
        "        return {**known, **closed}\n",
        "            pass\n        return dict(known)\n",
        where="narrow pick drops/ferry words other",
    ),
    "those who could not pick together are forgotten": Bug(
        HERE + "relating",
        "    for other in sorted(reconsider(anew, record.id, catalogue=catalogue, together=together)):\n"
        "        settling.picks(other)\n",
        "    reconsider(anew, record.id, catalogue=catalogue, together=together)\n",
        where="words",
    ),
    "a lost race is taken for won by those who pick together": Bug(
        HERE + "reconsidering",
        "        except Conflict:\n            continue\n",
        "        except Conflict:\n            pass\n",
        where="slug",
    ),
    "only the first of those who pick together are written": Bug(
        HERE + "reconsidering",
        "            continue\n        yield from ids\n",
        "            continue\n        yield from [pick.record.id for pick in picks]\n        return\n",
    ),
    "those who could not be renewed together are forgotten": Bug(
        HERE + "relating",
        "    for owner in sorted(refresh(stale, catalogue=catalogue)):\n        settling.picks(owner)\n",
        "    refresh(stale, catalogue=catalogue)\n",
        where="slug",
    ),
    "picks are made before their rows": Bug(
        HERE + "picking",
        WRITE,
        "        catalogue.write([guard(pick.record.id, (new if last else both)._replace(rev=rev))])\n"
        "        if chunk:\n            catalogue.write(chunk)\n",
        where="tight pick moves",
    ),
    "picks are closed under the number under which they were opened": Bug(
        HERE + "picking",
        WRITE,
        "        put = guard(pick.record.id, (new if last else both)._replace(rev=rev + 1))\n"
        "        catalogue.write([put._replace(row=put.row | {'rev': rev}), *chunk])\n"
        "        put.row['rev'] = rev\n",
        where="new/delete last",
    ),
    "those who pick together look before they say so": Bug(
        HERE + "reconsidering",
        f"{OPENING}{READING}        picks = self._picks(opened, known, seen)\n",
        "        had = {id_: disturbed.picks for id_, disturbed in known.items()}\n"
        "        soon = {i: old if old.open else old._replace(rev=old.rev + 1) for i, old in had.items()}\n"
        f"        picks = self._picks(soon, known, Snapshot(self.catalogue))\n{OPENING}{READING}",
        where="due/delete",
    ),
    "whom a story meets no more it goes on ranking": Bug(
        HERE + "reconsidering", "known, suspects - met.keys()", "known, frozenset()"
    ),
    "a story that another has pushed out of sight is not suspected": Bug(
        DISTURBANCE, "{*out, moving.id} &", "{moving.id} &", where="narrow pick is pushed other"
    ),
    "a suspect is not looked for under all that it is filed under": Bug(
        HERE + "reconsidering",
        "    return by.terms.union(*map(_filed, records(by.suspects, seen).values()))\n",
        "    return by.terms\n",
        where="narrow pick stays other",
    ),
    "a story that nobody knows to be nearer than others is ranked": Bug(
        RELATEDNESS, " if _order(pair) <= last)", ")", where="narrow pick pales"
    ),
    "a ranking that has lost all that is known stays empty": Bug(
        RELATEDNESS, "return new if len(new.near) >= PICKS else None", "return new"
    ),
    "a ranking that is too long is taken for whole": Bug(RELATEDNESS, "whole and len(near) <= KEPT", "whole"),
    "what an editor has chosen is ranked as well": Bug(
        HERE + "reconsidering", " if id_ not in story.live.chosen}", "}", where="ranked by chooser other"
    ),
}
