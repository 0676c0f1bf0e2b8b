"""Every call that a use case makes to the outside stops at a gate, where it may be made to fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from greenlet import getcurrent

from broadsheet.errors import Conflict, StoreUnavailable
from broadsheet.ports import Action, Check, Put, key_of


class Crash(BaseException):
    """The process dies here. Not an Exception: nothing in the code may catch it."""


class Fault(Enum):
    CRASH = "crash before"
    CRASH_AFTER = "crash after the effect"
    LOST_REPLY = "effect done, reply lost, repeated by the SDK"
    FAILED_AFTER = "effect done, answered with an error"
    THROTTLED = "throttled"
    CONFLICT = "409"
    SWALLOWED = "message accepted and lost"


PASSING = tuple(fault for fault in Fault if fault is not Fault.SWALLOWED)  # nobody need sweep after these
CHANGES = {"write", "delete", "write_receipt", "send", "purge", "note"}
TABLES = ("catalogue", "comments")
CONDITIONAL = {"write", "delete", "write_receipt"}


@dataclass(frozen=True)
class Call:
    """One request to AWS, about to be made."""

    port: str
    method: str
    arguments: tuple[Any, ...]
    perform: Callable[[], Any]

    @property
    def changes(self) -> bool:
        return self.method in CHANGES

    @property
    def is_of_a_table(self) -> bool:
        """Whether it writes to one."""
        return self.method == "write" and self.port in TABLES

    @property
    def sort(self) -> tuple[str, ...]:
        """Of two calls of one sort in one invocation the second seldom tells more than the first."""
        what: Any = self.arguments[0] if self.arguments else ""
        if self.port == "site":
            return self.port, self.method, "media" if what.startswith("media/") else "page"
        rows = {f"{type(one).__name__} {_sort_of(one)}" for one in what if self._rows}
        return self.port, self.method, *sorted(rows)

    @property
    def _rows(self) -> bool:
        return self.method == "write" and self.port != "site"

    def meets(self, write: Call) -> bool:
        """Whether it reads or writes a row that this write to a table is about to change."""
        changed = {key_of(action) for action in write.arguments[0] if not isinstance(action, Check)}
        return self.port == write.port and bool(changed & self._keys(changed))

    def _keys(self, among: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """The rows that it has to do with; of those that it asks a query for, those `among` these."""
        first = self.arguments[0]
        if self.method == "query":
            return {key for key in among if key[0] == first}
        if self.method == "get":
            return {self.arguments[:2]}
        return set(first) if self.method == "get_many" else {key_of(action) for action in first}

    def can_suffer(self, fault: Fault) -> bool:
        if fault is Fault.CONFLICT:
            return self.method in CONDITIONAL
        if fault is Fault.SWALLOWED:
            return self.method == "send"
        return self.changes or fault in (Fault.CRASH, Fault.THROTTLED)

    def __str__(self) -> str:
        return f"{self.port}.{self.method}{self.arguments!r:.120}"


def _sort_of(action: Action) -> str:
    """Of a row. Whose picks these are makes a difference, and how far a record has come."""
    pk, sk = key_of(action)
    kind = pk.partition("#")[0]
    if sk == "PICKS":
        return pk
    if kind in ("MEDIA", "ARTICLE") and isinstance(action, Put) and "doc" in action.row:
        record = json.loads(action.row["doc"])
        return f"{kind} {record.get('state')} {record.get('unsettled')}"
    return kind


class Gate:
    """Stands before one port. `watch` is told of every call that changed something."""

    def __init__(self, port: str, real: Any, watch: Callable[[Call], None]) -> None:
        self._port, self._real, self._watch = port, real, watch

    def __getattr__(self, method: str) -> Callable[..., Any]:
        real = getattr(self._real, method)

        def stop(*arguments: Any, **named: Any) -> Any:
            call = Call(self._port, method, arguments, lambda: real(*arguments, **named))
            return self._pass(call, getcurrent().parent.switch(call))

        return stop

    def _pass(self, call: Call, fault: Fault | None) -> Any:
        if fault is Fault.CRASH:
            raise Crash
        if fault is Fault.THROTTLED:
            raise StoreUnavailable("throttled")
        if fault is Fault.CONFLICT:
            raise Conflict("409: another conditional write is under way")
        if fault is Fault.SWALLOWED:
            return None
        answer = self._perform(call)
        if fault is Fault.CRASH_AFTER:
            raise Crash
        if fault is Fault.FAILED_AFTER:
            raise StoreUnavailable("no answer")
        return self._perform(call) if fault is Fault.LOST_REPLY else answer

    def _perform(self, call: Call) -> Any:
        answer = call.perform()
        if call.changes:
            self._watch(call)
        return answer
