"""Work on many things, shared out among processes."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")
PART = 100  # things that are handed over at a time
ENDED = "another process of this build was ended, for want of memory it may be: --jobs 1 does without others"

_work: Callable[[Any], Any] = list


def share_out(
    work: Callable[[Sequence[T]], list[R]], things: Sequence[T], jobs: int, part: int = 0
) -> Iterator[R]:
    """The results of `work`, which takes `part` things at a time (0: a hundred), in any order.

    This process takes the things from the first on, the others take them from the last on, and they meet
    where they meet: so none waits for another that is slower, and neighbours, which have much in common that
    need be found out once only, mostly stay together.

    Other processes begin as copies of this one: what `work` knows need not be sent to them. Raises
    ClickException where one of them is ended from outside.
    """
    part = part or PART
    parts = [things[start : start + part] for start in range(0, len(things), part)]
    if jobs < 2 or len(parts) < 2:
        return chain.from_iterable(map(work, parts))
    return chain.from_iterable(_shared(work, parts, min(jobs, len(parts))))


def _shared(work: Callable[[Sequence[T]], list[R]], parts: list[Sequence[T]], jobs: int) -> Iterator[list[R]]:
    # As long to load as a hundred stories to read.
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    global _work  # noqa: PLW0603  a fork inherits it; sent, it would have to be pickled
    _work = work
    pool = ProcessPoolExecutor(jobs - 1, mp_context=get_context("fork"))
    with TemporaryDirectory(prefix="broadsheet-") as folder:
        try:
            yield from _from_both_ends([_sent(part, pool, Path(folder)) for part in reversed(parts)])
        except BrokenProcessPool as error:
            raise click.ClickException(ENDED) from error
        finally:
            pool.shutdown(cancel_futures=True)


class _Sent(NamedTuple):
    """A part that some other process does, unless this one takes it back before."""

    part: Sequence[Any]
    future: Future[Path]

    def done(self) -> list[Any]:
        """What came of it, as soon as it is done."""
        file = self.future.result()
        results: list[Any] = pickle.loads(file.read_bytes())  # noqa: S301  by a process of our own
        file.unlink()
        return results


def _sent(part: Sequence[Any], pool: Executor, folder: Path) -> _Sent:
    return _Sent(part, pool.submit(_do, part, folder))


def _do(part: Sequence[Any], folder: Path) -> Path:
    """The results are left in a file: in a pipe they would wait for a process that has work of its own."""
    results = _work(part)
    with NamedTemporaryFile(dir=folder, delete=False) as stream:
        pickle.dump(results, stream, pickle.HIGHEST_PROTOCOL)
    return Path(stream.name)


def _from_both_ends(parts: Iterable[_Sent]) -> Iterator[list[Any]]:
    left = deque(parts)  # in the order in which they were sent
    while left:
        if left[-1].future.cancel():
            yield _work(left.pop().part)
        else:
            yield left.popleft().done()
        while left and left[0].future.done():
            yield left.popleft().done()
