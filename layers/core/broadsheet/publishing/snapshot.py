"""Reads each thing once: pages made from the same rows share the reading, be they made side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import NoReturn

from broadsheet.ports import Action, Row, Span, Table


class Snapshot:
    """A table to read from. All that it answers is at least as new as the snapshot itself."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: dict[tuple[str, str], Row | None] = {}
        self._queries: dict[tuple[object, ...], Future[list[Row]]] = {}
        self._whole: set[str] = set()
        self._asking = Lock()

    def know(self, pk: str, found: Sequence[Row]) -> None:
        """These are all the rows of a partition, read just now: nobody need ask for one of them."""
        self._whole.add(pk)
        self._rows |= {(pk, row["sk"]): row for row in found}

    def get(self, pk: str, sk: str) -> Row | None:
        return next(iter(self.get_many([(pk, sk)])), None)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in self._rows and key[0] not in self._whole]
        found = {(row["pk"], row["sk"]): row for row in self._table.get_many(missing)} if missing else {}
        self._rows |= {key: found.get(key) for key in missing}
        return [row for key in wanted if (row := self._rows.get(key))]

    def query(
        self, pk: str, span: Span | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[Row]:
        def ask() -> list[Row]:
            return self._table.query(pk, span, limit=limit, newest_first=newest_first)

        return self._once((pk, span, limit, newest_first), ask)

    def write(self, actions: Sequence[Action]) -> NoReturn:
        raise TypeError("a snapshot is only read")

    def _once(self, asked: tuple[object, ...], ask: Callable[[], list[Row]]) -> list[Row]:
        """Whoever is the first to want an answer asks; the others wait for it."""
        with self._asking:
            first = asked not in self._queries
            answer = self._queries.setdefault(asked, Future())
        if first:
            try:
                answer.set_result(ask())
            except BaseException as error:
                del self._queries[asked]
                answer.set_exception(error)
                raise
        return answer.result()
