"""Where dead letters are written down that cannot be moved: a file of JSON lines."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.domain.documents import stamp


@dataclass(frozen=True)
class Letter:
    """A letter that was not moved, and why. `sent` is when the message was sent first."""

    queue: str
    id: str
    reason: str
    body: str
    sent: datetime | None

    def as_json(self) -> dict[str, str | None]:
        return {
            "queue": self.queue,
            "id": self.id,
            "sent": stamp(self.sent) if self.sent else None,
            "reason": self.reason,
            "body": self.body,
        }


@dataclass
class Aside:
    """The file is made with the first letter. It has each of them before anything else becomes of it."""

    folder: Path
    path: Path | None = None
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def keep(self, letter: Letter) -> None:
        with self._file().open("a", encoding="utf-8") as file:
            file.write(json.dumps(letter.as_json(), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _file(self) -> Path:
        if self.path is None:
            self.path = self.folder / f"dead-letters-{self.begun:%Y-%m-%dT%H%M%SZ}.jsonl"
        return self.path
