"""What is wrong, in a few words: where two things first differ, and how to see it again."""

from __future__ import annotations

from itertools import takewhile

AROUND, FOLLOWING = 60, 120  # characters
MOST = 1000  # of one line


def apart(here: object, there: object) -> str:
    """The first place in which what is differs from what should be."""
    one, other = _words(here), _words(there)
    at = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
    begin = max(0, at - AROUND)
    is_, should = (words[begin : at + FOLLOWING] for words in (one, other))
    return f"at character {at}: is …{is_!r}… and should be …{should!r}…"


def wrong_line(what: str, wrong: list[str], how: str) -> str:
    """A line for a run or a drill that went wrong, with the command that makes it again."""
    return f"{what}: {wrong[0]:.{MOST}}\n    again: {how}"


def _words(thing: object) -> str:
    if isinstance(thing, bytes):
        return thing.decode(errors="replace")
    return "nothing" if thing is None else str(thing)
