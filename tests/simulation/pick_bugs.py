"""Bugs in how stories pick others: alone, several together, and while others come and go."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."
GUARD = "guard(pick.record.id, (new if last else both)._replace(rev=rev))"
WRITE = f"        catalogue.write([{GUARD}, *chunk])\n"

BUGS_OF_PICKS = {
    "those who pick together do not say so before they look": Bug(
        HERE + "reconsidering",
        "            self.catalogue.write([guard(id_, old) for id_, old in closed.items()])\n"
        "        return {**known, **closed}\n",
        "            pass\n        return dict(known)\n",
        where="pick fades/other words other",
    ),
    "those who could not pick together are forgotten": Bug(
        HERE + "relating",
        "    for other in sorted(reconsider(anew, catalogue=catalogue, together=together)):\n"
        "        settling.picks(other)\n",
        "    reconsider(anew, catalogue=catalogue, together=together)\n",
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
}
