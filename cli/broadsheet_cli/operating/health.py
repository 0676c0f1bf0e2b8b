"""Whether all that was uploaded is out, and nothing is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.domain.documents import stamp
from broadsheet_cli.operating.inventory import Standing, standing, unanswered
from broadsheet_cli.operating.queues import Backlog, backlogs
from broadsheet_cli.operating.sweeps import SWEEP, LastSweep, last_sweep
from broadsheet_cli.target import Target


@dataclass(frozen=True)
class Health:
    """One look at a stack. `open` are uploads without their answer, the oldest first."""

    at: datetime
    stack: str
    site: str
    queues: Mapping[str, Backlog]
    dead_letters: Mapping[str, Backlog]
    sweep: LastSweep | None
    open: tuple[Standing, ...]
    patience: timedelta

    @property
    def letters(self) -> int:
        return sum(queue.messages for queue in self.dead_letters.values())

    @property
    def late(self) -> tuple[Standing, ...]:
        """Those that have waited longer than they should; where nobody knows how long, too long."""
        return tuple(i for i in self.open if i.since is None or self.at - i.since > self.patience)

    @property
    def well(self) -> bool:
        return not self.letters and not self.late

    def as_json(self) -> dict[str, Any]:
        """docs/contracts.md says what the fields mean."""
        return {
            "stack": self.stack,
            "site": self.site,
            "at": stamp(self.at),
            "well": self.well,
            "queues": {name: _queue(found) for name, found in self.queues.items()},
            "dead_letters": {name: _queue(found) for name, found in self.dead_letters.items()},
            "last_sweep": self.sweep.as_json() if self.sweep else None,
            "unanswered": {
                "count": len(self.open),
                "late": len(self.late),
                "oldest": self._oldest(self.open[0]) if self.open else None,
            },
        }

    def _oldest(self, item: Standing) -> dict[str, Any]:
        return {
            "key": item.key,
            "deleted": item.etag is None,
            "since": stamp(item.since) if item.since else None,
            "seconds": int((self.at - item.since).total_seconds()) if item.since else None,
        }


def look(target: Target, patience: timedelta) -> Health:
    found = backlogs(target, target.queues)
    letters = backlogs(target, target.dead_letters)
    open_ = unanswered(target, standing(target))
    return Health(
        datetime.now(UTC),
        target.stack,
        target.site_url,
        found,
        letters,
        last_sweep(target.catalogue.get(*SWEEP)),
        tuple(open_),
        patience,
    )


def _queue(found: Backlog) -> dict[str, Any]:
    return {
        "visible": found.visible,
        "in_flight": found.in_flight,
        "delayed": found.delayed,
        "oldest_seconds": found.oldest,
    }
