"""What is wrong with an upload, in words an editor can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One error or warning: what, where, and what would be right.

    `field` is the name of a front-matter field, or "" for the file as a whole;
    `line` counts from 1 in the uploaded file, None where no line can be named.
    """

    message: str
    field: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        field = f"{self.field}: " if self.field else ""
        return f"{place}{field}{self.message}"
