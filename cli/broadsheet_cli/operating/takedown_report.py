"""What a takedown did and saw, as it is kept. docs/contracts.md says what the fields mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from broadsheet.domain.addresses import slug_from_key
from broadsheet.domain.documents import stamp
from broadsheet_cli.operating.inspection import Seen, still_seen
from broadsheet_cli.operating.purging import COMPLETED
from broadsheet_cli.operating.traces import GONE, Traces
from broadsheet_cli.target import Target

COMMENTS = "Readers' comments on the story stay in the comments table and are shown nowhere."
OLD_VERSIONS = "Old versions of the file stay in the uploads bucket, which is private; --erase deletes them."
OLD_PICTURES = "Old versions of its pictures stay in the uploads bucket, which is private."
OLD_PAGES = "Old versions of pages and pictures stay in the private site bucket for up to 30 days."

BROWSERS = "What readers' browsers have kept is out of reach: pictures for a year, feeds for five minutes."


@dataclass
class TakedownReport:
    """Filled in as the takedown goes on: what has not been done yet is empty."""

    stack: str
    site: str
    reason: str
    traces: Traces
    started: datetime
    ended: datetime | None = None
    unanswered: tuple[str, ...] = ()
    purged: Mapping[str, str] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    erased: int | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if self.ended is None:
            return "under way"
        if still_seen(self.seen):
            return "still seen"
        purged = self.purged and all(status == COMPLETED for status in self.purged.values())
        return "withdrawn" if purged and not self.unanswered and not self.errors else "not certain"

    def as_json(self) -> dict[str, Any]:
        record, pictures = self.traces.record, self.traces.pictures
        return {
            "verdict": self.verdict,
            "article": {
                "id": record.id,
                "key": record.key,
                "title": self.traces.marks.title or None,
                "addresses": [self.site + path for path in self.traces.marks.paths],
                "state": record.state,
            },
            "reason": self.reason,
            "stack": self.stack,
            "site": self.site,
            "started": stamp(self.started),
            "ended": stamp(self.ended) if self.ended else None,
            "uploads": [record.key, *pictures.sole],
            "unanswered": list(self.unanswered),
            "kept_pictures": {key: list(users) for key, users in pictures.shared.items()},
            "purged": dict(self.purged),
            "erased": self.erased,
            "addresses": self._addresses(),
            "linked_from": list(self.traces.linking),
            "errors": list(self.errors),
            "remarks": [COMMENTS, OLD_VERSIONS if self.erased is None else OLD_PICTURES, OLD_PAGES, BROWSERS],
        }

    def _addresses(self) -> list[dict[str, Any]]:
        seen = {one.address: one for one in self.seen}
        return [
            {
                "url": self.site + address.path,
                "kind": address.kind,
                "expected": "gone" if address.kind in GONE else "without the story",
                **_seen(seen.get(address)),
            }
            for address in self.traces.addresses
        ]

    def write(self, file: Path) -> None:
        """Raises ClickException where that cannot be done."""
        try:
            file.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n", "utf-8")
        except OSError as error:
            raise click.ClickException(f"the report {file} cannot be written: {error.strerror}") from error


def begin(target: Target, traces: Traces, reason: str) -> TakedownReport:
    return TakedownReport(target.stack, target.site_url, reason, traces, datetime.now(UTC))


def report_file(traces: Traces, started: datetime) -> Path:
    """`takedown-<slug>-<date>.json` in the current folder, numbered where there is one: a report is
    evidence and is not written over."""
    name = f"takedown-{slug_from_key(traces.record.key)}-{started:%Y-%m-%d}"
    file, number = Path(f"{name}.json"), 1
    while file.exists():
        number += 1
        file = Path(f"{name}-{number}.json")
    return file


def _seen(seen: Seen | None) -> dict[str, Any]:
    if seen is None:
        return {"status": None, "found": [], "verdict": "not looked at yet", "note": ""}
    return {"status": seen.status, "found": list(seen.found), "verdict": seen.verdict, "note": seen.note}
