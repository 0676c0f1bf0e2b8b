"""Work on many things, shared out among processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, zip_longest
from typing import Any, TypeVar

import click

T = TypeVar("T")
R = TypeVar("R")
PART = 100  # things that are handed over at a time
ENDED = "another process of this build was ended, for want of memory it may be: --jobs 1 does without others"

_work: Callable[[Any], Any] = list


def share_out(
    work: Callable[[Sequence[T]], list[R]],
    things: Sequence[T],
    jobs: int,
    part: int = 0,
    *,
    stretches: bool = False,
) -> Iterator[R]:
    """The results of `work`, which takes `part` things at a time (0: a hundred), in the order of the things.

    Where neighbours have much in common, which a process need find out once only, each gets a stretch of the
    things (`stretches`); then results come in another order.

    Other processes begin as copies of this one: what `work` knows need not be sent to them. This one takes
    its turn like the others, and need not send itself what comes of that. Raises ClickException where one of
    them is ended from outside.
    """
    part = part or PART
    parts = [things[start : start + part] for start in range(0, len(things), part)]
    if jobs < 2 or len(parts) < 2:
        yield from chain.from_iterable(map(work, parts))
        return
    jobs = min(jobs, len(parts))
    yield from _shared(work, _stretches(parts, jobs) if stretches else parts, jobs)


def _shared(work: Callable[[Sequence[T]], list[R]], parts: list[Sequence[T]], jobs: int) -> Iterator[R]:
    # As long to load as a hundred stories to read.
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    global _work  # noqa: PLW0603  a fork inherits it; sent, it would have to be pickled
    _work = work
    pool = ProcessPoolExecutor(jobs - 1, mp_context=get_context("fork"))
    try:
        sent = {turn: pool.submit(_do, some) for turn, some in enumerate(parts) if turn % jobs}
        for turn, some in enumerate(parts):
            yield from sent.pop(turn).result() if turn in sent else work(some)
    except BrokenProcessPool as error:
        raise click.ClickException(ENDED) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _stretches(parts: list[T], jobs: int) -> list[T]:
    """The same parts in such an order that who takes each so many'th of them gets a stretch, or nearly."""
    length, more = divmod(len(parts), jobs)
    ends = [0, *accumulate(length + (job < more) for job in range(jobs))]
    stretches = [parts[start:end] for start, end in pairwise(ends)]
    return [some for turn in zip_longest(*stretches) for some in turn if some is not None]


def _do(some: Any) -> Any:
    return _work(some)
