"""Things to do that hang on nothing of each other: in turn, or side by side where somebody waits for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Together(Protocol):
    def __call__(self, tasks: Sequence[Callable[[], T]]) -> list[T]:
        """Do all of them; what they return, in their order. Raises what the first of them raises."""


def in_turn(tasks: Sequence[Callable[[], T]]) -> list[T]:
    return [task() for task in tasks]


def side_by_side(pool: Executor) -> Together:
    def together(tasks: Sequence[Callable[[], T]]) -> list[T]:
        return [task() for task in tasks] if len(tasks) < 2 else list(pool.map(lambda task: task(), tasks))

    return together
