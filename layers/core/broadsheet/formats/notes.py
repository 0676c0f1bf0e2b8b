"""What a reader collects while it reads: errors, warnings, or a reason to stop at once."""

from __future__ import annotations

from broadsheet.domain.problems import Problem
from broadsheet.errors import BroadsheetError


class Refused(BroadsheetError):
    """Nothing more can be said about the file than this one problem."""

    def __init__(self, message: str, field: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(message, field, line)


class Notes:
    """Gathers problems, so that an editor hears of all of them at once."""

    def __init__(self) -> None:
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []

    def error(self, message: str, field: str = "", line: int | None = None) -> None:
        self._errors.append(Problem(message, field, line))

    def warn(self, message: str, field: str = "", line: int | None = None) -> None:
        self._warnings.append(Problem(message, field, line))

    def refused(self, refusal: Refused) -> None:
        self._errors.append(refusal.problem)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return _in_order(self._errors)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return _in_order(self._warnings)


def line_at(text: str, offset: int) -> int:
    """The line, counted from 1, on which the character at `offset` stands."""
    return text.count("\n", 0, offset) + 1


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))
