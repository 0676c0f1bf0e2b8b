"""Bugs in what is passed over, since nobody can see it on the page."""

from __future__ import annotations

from tests.simulation.seeding import Bug

HERE = "broadsheet.publishing."

BUGS_OF_REACH = {
    "the last story of a list counts as below it": Bug(
        HERE + "reach", 'sk < str(found[-1]["sk"])', 'sk <= str(found[-1]["sk"])', where="new"
    ),
    "a list that is not full counts as full": Bug(
        HERE + "reach", "len(found) == min(limit, shown) and sk < str", "bool(found) and sk <= str"
    ),
    "the last link that is shown counts as below": Bug(
        HERE + "reach", "sk < _last_shown", "sk <= _last_shown", where="words"
    ),
    "one row that is below will do": Bug(
        HERE + "editions", "return all(lists", "return any(lists", where="new"
    ),
    "of two causes the narrow one counts": Bug(
        HERE + "causes", "    return bool(one or other)\n", "    return one and other\n", where="edit/rebuild"
    ),
    "a story that has been seen joins": Bug(
        HERE + "following",
        "joins=bool(decided.live and not old.live and not unprinted)",
        "joins=True",
        where="dated after undated",
    ),
    "the front page hangs on the newest of all alone": Bug(
        "broadsheet.domain.pages",
        '"front": ("front", section)',
        '"front": ("front",)',
        where="newest of its section other",
    ),
    "a section hangs on the newest of all": Bug(
        "broadsheet.domain.pages",
        "        section: (section,),\n",
        '        section: ("front",),\n',
        where="newest of its section other",
    ),
    "the feed of a section hangs on the newest of all": Bug(
        "broadsheet.domain.pages",
        'feed/{live.teaser.section}": (section,)',
        'feed/{live.teaser.section}": ("front",)',
        where="newest of its section other",
    ),
    "who is named by a row is not named by an entry": Bug(
        HERE + "invalidating",
        'if name not in m.get("rows", ())}',
        "}",
        where="tight window moves other",
    ),
    "two rows for a page come to one": Bug(
        HERE + "causes", "        return one | other\n", "        return one\n", where="dated after undated"
    ),
    "how a text begins is told to no feed": Bug(
        "broadsheet.domain.pages",
        "    if before.opening != after.teaser.opening:\n        pages |= {*feeds, ",
        "    if before.opening != after.teaser.opening:\n        pages |= {",
        where="opening",
    ),
    "an update is told to no feed": Bug(
        "broadsheet.domain.pages",
        "pages |= {*feeds, _sitemap(after)}",
        "pages |= {_sitemap(after)}",
        where="update",
    ),
    "links stay where a story is known by how it begins": Bug(
        "broadsheet.publishing.following",
        "live.teaser.listed, live.chosen, live.cites, live.terms)",
        "live.teaser.listed, live.chosen, live.cites)",
        where="pick by opening",
    ),
}
