"""Work on many things, shared out among processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PART = 100  # things that are handed over at a time

_work: Callable[[Any], Any] = list


def share_out(
    work: Callable[[Sequence[T]], list[R]],
    things: Sequence[T],
    jobs: int,
    part: int = PART,
    *,
    stretches: bool = False,
) -> Iterator[R]:
    """The results of `work`, which takes `part` things at a time, in the order of the things.

    Where neighbours have much in common, which a process need find out once only, each gets a stretch of the
    things (`stretches`); then results come in another order.

    Other processes begin as copies of this one: what `work` knows need not be sent to them. This one takes
    its turn like the others, and need not send itself what comes of that.
    """
    parts = [things[start : start + part] for start in range(0, len(things), part)]
    if jobs < 2 or len(parts) < 2:
        yield from chain.from_iterable(map(work, parts))
        return
    from multiprocessing import get_context  # noqa: PLC0415  as long to load as a hundred stories to read

    global _work  # noqa: PLW0603  a fork inherits it; sent, it would have to be pickled
    _work = work
    jobs = min(jobs, len(parts))
    parts = _stretches(parts, jobs) if stretches else parts
    with get_context("fork").Pool(jobs - 1) as pool:
        sent = {turn: pool.apply_async(_do, (some,)) for turn, some in enumerate(parts) if turn % jobs}
        for turn, some in enumerate(parts):
            yield from sent.pop(turn).get() if turn in sent else work(some)


def _stretches(parts: list[T], jobs: int) -> list[T]:
    """The same parts in such an order that who takes each so many'th of them gets a stretch."""
    length = -(-len(parts) // jobs)
    stretches = [parts[start : start + length] for start in range(0, len(parts), length)]
    return [some for turn in zip_longest(*stretches) for some in turn if some is not None]


def _do(some: Any) -> Any:
    return _work(some)
