"""Work on many things, shared out among processes."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from tempfile import TemporaryFile, gettempdir
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")
PART = 100  # things that are handed over at a time
AHEAD = 2  # parts that another process has, so that it never waits for the next
ENDED = "another process that shares the work was ended, for want of memory it may be"
NO_ROOM = "{} takes no files from the processes that share the work: {}; name another in TMPDIR"

_work: Callable[[Any], Any] = list


class NotShared(click.ClickException):
    """Several processes cannot share the work; one alone could do it."""


def share_out(
    work: Callable[[Sequence[T]], list[R]], things: Sequence[T], jobs: int, part: int = 0
) -> Iterator[R]:
    """The results of `work`, which takes `part` things at a time (0: a hundred), in any order.

    This process takes the things from the first on, the others take them from the last on, and they meet
    where they meet: so none waits for another that is slower, and neighbours, which have much in common that
    need be found out once only, mostly stay together.

    Other processes begin as copies of this one: what `work` knows need not be sent to them. Raises
    NotShared where one of them is ended from outside, or can leave no results.
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
    yield work(parts.pop(0))  # what has to be loaded, and found out once, the others begin with
    pool = ProcessPoolExecutor(jobs - 1, mp_context=get_context("fork"), initializer=_begin)
    with ExitStack() as open_:
        files = deque(open_.enter_context(TemporaryFile()).fileno() for _ in range(AHEAD * (jobs - 1)))
        try:
            yield from _from_both_ends(deque(parts), _Others(pool, files))
        except BrokenProcessPool as error:
            raise NotShared(ENDED) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _from_both_ends(left: deque[Sequence[Any]], others: _Others) -> Iterator[list[Any]]:
    """What others have got they keep: a pool that is broken cannot end what was taken back from it."""
    sent: deque[_Sent] = deque()
    while left or sent:
        while left and others.files:
            sent.append(others.send(left.pop()))
        yield _work(left.popleft()) if left else others.done(sent.popleft())
        while sent and sent[0].size.done():
            yield others.done(sent.popleft())


class _Sent(NamedTuple):
    """What another process does; the results will stand in a file."""

    size: Future[int]
    file: int


class _Others(NamedTuple):
    """Other processes. They leave results in files: in a pipe these would wait for a process that has work of
    its own. `files` are those that are free; they have no names, so that none is left however this ends."""

    pool: Executor
    files: deque[int]

    def send(self, part: Sequence[Any]) -> _Sent:
        file = self.files.popleft()
        return _Sent(self.pool.submit(_do, part, file), file)

    def done(self, sent: _Sent) -> list[Any]:
        there = os.pread(sent.file, sent.size.result(), 0)
        self.files.append(sent.file)
        results: list[Any] = pickle.loads(there)  # noqa: S301  # nosec B301  of our own
        return results


def _do(part: Sequence[Any], file: int) -> int:
    results = _work(part)
    try:
        with open(file, "wb", closefd=False) as stream:
            stream.seek(0)
            pickle.dump(results, stream, pickle.HIGHEST_PROTOCOL)
            return stream.tell()
    except OSError as error:
        raise NotShared(NO_ROOM.format(gettempdir(), error.strerror)) from error


def _begin() -> None:
    """Another process lives no longer than this one, however that ends."""
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    from multiprocessing import connection, parent_process  # noqa: PLC0415  as above

    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
