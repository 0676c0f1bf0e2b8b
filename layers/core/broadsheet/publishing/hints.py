"""Messages that name uploads -> each upload once, and the messages that should come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from broadsheet.ports import Hint


def heed(hints: Sequence[Hint], see_to: Callable[[str, bool], object]) -> dict[str, Exception]:
    """Call `see_to` with every upload key, and whether all that follows is asked for again.

    A key that many messages of a batch name is seen to once. What one upload fails with is no matter of
    the others. Returns what failed, by message id.
    """
    asked: dict[str, bool] = {}
    for hint in hints:
        for key in hint.keys:
            asked[key] = asked.get(key, False) or hint.again
    errors = {key: error for key, again in asked.items() if (error := _attempt(see_to, key, again))}
    return {hint.id: errors[key] for hint in hints for key in hint.keys if key in errors}


def _attempt(see_to: Callable[[str, bool], object], key: str, again: bool) -> Exception | None:
    try:
        see_to(key, again)
    except Exception as error:
        return error
    return None
