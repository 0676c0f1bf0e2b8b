"""The protocol that every stage follows: read the guard, read the source, compute, compare and swap."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from enum import Enum, auto

from broadsheet.errors import Conflict, NotConverged

ROUNDS = 10
LOST_RACES = logging.getLogger("broadsheet.lost_races")


class Pass(Enum):
    """What one round found."""

    SETTLED = auto()  # nothing to do, or a swap that no older reading can undo
    MOVED = auto()  # something was written that must be looked at again


def converge(attempt: Callable[[], Pass], *, what: str, pause: Callable[[int], None] | None = None) -> None:
    """Call `attempt` until a round settles.

    `attempt` reads its guard before its source. It returns MOVED after writing where there was
    nothing or deleting, since absence has no ETag: the source is then read once more.
    A `Conflict` begins again from the guard. Raises NotConverged when the rounds are used up.
    """
    wait = pause or jitter
    for round_ in range(ROUNDS):
        try:
            if attempt() is Pass.SETTLED:
                return
        except Conflict:
            LOST_RACES.info("%s", what)
            wait(round_)
    raise NotConverged(f"{what} still moves after {ROUNDS} rounds")


def jitter(round_: int) -> None:
    """Wait a little, at random, and longer after every round."""
    time.sleep(random.uniform(0, 0.02 * 2 ** min(round_, 5)))  # noqa: S311  no secret hangs on it
