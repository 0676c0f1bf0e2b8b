"""What was done, what was acknowledged, and when."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from tests.e2e.chaos.stories import Edition


@dataclass(eq=False)
class Operation:
    """One upload or deletion (`edition` None), until it was acknowledged."""

    key: str
    edition: Edition | None
    begun: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    version: str = ""
    tries: int = 0


@dataclass(eq=False)
class Comment:
    """One comment of a reader; `id` where it was acknowledged."""

    article: str
    mark: str
    idempotency_key: str
    id: str = ""
    tries: int = 0
    status: int = 0


class Ledger:
    """Kept by all writers at once."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.comments: list[Comment] = []
        self._lock = threading.Lock()

    def note(self, operation: Operation) -> None:
        with self._lock:
            self.operations.append(operation)

    def note_comment(self, comment: Comment) -> None:
        with self._lock:
            self.comments.append(comment)

    def of(self, key: str) -> list[Operation]:
        return [operation for operation in self.operations if operation.key == key]

    def last_of(self, key: str) -> list[Operation]:
        """Those that may have been the last: no other was begun after they had ended."""
        operations = self.of(key)
        newest = max((operation.begun for operation in operations), default=0.0)
        return [operation for operation in operations if operation.ended >= newest]

    @property
    def acknowledged_comments(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.id]
