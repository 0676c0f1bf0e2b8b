"""What a run looks at, and with what.

With it comes all that takes in uploads and prints pages, and most ticks have nothing to look at: so it is
loaded by the first run that has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from broadsheet.ports import SiteStore, Table, Uploads
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.publishing.sources import TableSources
from broadsheet.publishing.sweeping.filed import Filed
from broadsheet.publishing.sweeping.followed import Followed
from broadsheet.publishing.sweeping.items import Stretch
from broadsheet.publishing.sweeping.looks import Looks
from broadsheet.publishing.sweeping.rehearsing import Rehearsal
from broadsheet.publishing.sweeping.shown import Shown
from broadsheet.publishing.sweeping.standing import Standing
from broadsheet.publishing.sweeping.strays import Noting, Strays


def looks_at(
    uploads: Uploads, catalogue: Table, comments: Table, site: SiteStore, *, base_url: str, now: datetime
) -> Looks:
    """The beginning of a reading of everything, in which each thing is read once."""
    catalogue, comments = Noting(catalogue), Snapshot(comments)
    editions = Editions(TableSources(uploads, catalogue, comments), base_url)
    rehearsal = Rehearsal(uploads, catalogue, comments, now)
    followed, strays = Followed(catalogue, comments, now), Strays(catalogue)
    return Looks(uploads, catalogue, site, editions, rehearsal, followed, strays, faded=[])


def stretch(stage: str, cursor: str, looks: Looks, standing: Standing) -> Stretch:
    """What comes after the cursor."""
    filed, shown = Filed(looks), Shown(looks, standing)
    stages: dict[str, Callable[[str], Stretch]] = {
        "articles/": filed.articles,
        "images/": filed.images,
        "site.toml": filed.settings,
        "receipts/": filed.receipts,
        "standing": shown.standing_pages,
        "register": shown.register,
        "site": shown.site,
    }
    return stages[stage](cursor)
