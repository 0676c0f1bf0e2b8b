"""The last sweep, as its row in the catalogue tells it; what the row does not say is not said."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from broadsheet.domain.documents import stamp
from broadsheet.ports import Row
from broadsheet_cli.operating.telling import ago, many

SWEEP = ("SWEEP", "SWEEP")


@dataclass(frozen=True)
class LastSweep:
    """`finished` is when a pass last came to its end, and the numbers are what it did; `started` is when one
    last began. `suspects` are differences that wait for a second look."""

    finished: datetime | None
    started: datetime | None
    articles: int = 0
    pages: int = 0
    repairs: int = 0
    suspects: int = 0

    def as_json(self) -> dict[str, Any]:
        moments = {"finished": self.finished, "started": self.started}
        return asdict(self) | {name: stamp(at) if at else None for name, at in moments.items()}

    def tell(self, now: datetime) -> str:
        """One line for a person."""
        if self.finished is None:
            return f"the first one began {ago(self.started, now)}" if self.started else "never"
        seen = f"{many(self.articles, 'article')}, {many(self.pages, 'page')}, {many(self.repairs, 'repair')}"
        open_ = f"; {many(self.suspects, 'difference')} to be looked at again" if self.suspects else ""
        return f"{ago(self.finished, now)} ({seen}){open_}"


def last_sweep(row: Row | None) -> LastSweep | None:
    """None where nothing has ever been swept."""
    if row is None:
        return None
    try:
        doc = json.loads(row.get("doc", "{}"))
    except ValueError:
        doc = {}
    said = doc if isinstance(doc, dict) else {}
    did = said.get("last") or {}
    counts = {name: int(did.get(name, 0)) for name in ("articles", "pages", "repairs")}
    finished, started = _moment(said.get("finished")), _moment(said.get("started"))
    if finished is None and started is None:
        return None  # the site was busy whenever one might have begun
    return LastSweep(finished, started, **counts, suspects=len(said.get("suspects") or ()))


def _moment(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(said)) if said else None
    except ValueError:
        return None
