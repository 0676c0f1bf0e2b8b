"""How many requests went to the outside, by kind: cost is shown by counting."""

from __future__ import annotations

from collections import Counter


class Ledger:
    """`requests` by kind (such as `catalogue.query`), and the rows or objects they touched."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()

    def count(self, kind: str, rows: int = 1) -> None:
        self.requests[kind] += 1
        self.rows[kind] += rows

    def clear(self) -> None:
        self.requests.clear()
        self.rows.clear()
