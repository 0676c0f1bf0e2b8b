"""Why a page is to be printed."""

from __future__ import annotations

Cause = bool | frozenset[tuple[str, str]]
"""True: its source has changed. Rows, by their keys: these have, of partitions of which it shows the first
rows alone. False: it may not be what it should be."""


def both(one: Cause, other: Cause) -> Cause:
    """What two causes come to for one page. A page that may be wrong needs a look, whatever else there is."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return bool(one or other)


def add(causes: dict[str, Cause], name: str, cause: Cause) -> None:
    """To what there is for the page of that name."""
    causes[name] = both(causes[name], cause) if name in causes else cause
