"""How far down its lists a page shows them, where it shows only the first rows: what is below is not seen."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.ports import Row, Span, Table

LIST = 30  # stories of a list page and of a feed
LATEST = 60  # stories of the whole site among which the front page finds those of most of its sections
RELATED = 6  # stories shown with a story
NEAR = RELATED * 3  # of the links that lead to others: one may be there from both ends, or say nothing
LINKS = Span(prefix="SHOW#")


def is_below(pk: str, sk: str, shown: int, catalogue: Table) -> bool:
    """Whether the row, be it there or not, stands below all that a page shows of its partition: so many rows,
    where it is a list."""
    if pk.startswith("RELATED#"):
        return sk < _last_shown(catalogue.query(pk, LINKS, limit=NEAR, newest_first=True))
    limit = LATEST if pk == "LIST#front" else LIST
    found = catalogue.query(pk, limit=limit, newest_first=True)[:shown]
    return len(found) == min(limit, shown) and sk < str(found[-1]["sk"])


def _last_shown(links: Iterable[Row]) -> str:
    """Where the last story that is shown stands first; "" where there are not that many."""
    first: dict[str, str] = {}
    for row in links:
        if row["doc"]:
            first.setdefault(row["other"], row["sk"])
    return [*first.values()][RELATED - 1] if len(first) >= RELATED else ""
