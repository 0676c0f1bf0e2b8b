"""What a reader sent, and whether it is accepted as a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from broadsheet.domain.comments import COMMENT_ID, digest_of
from broadsheet.domain.plaintext import one_line, paragraphs

NAME_LENGTH = 80
COMMENT_LENGTH = 5000
EMAIL_LENGTH = 254
FIELDS = ("comment", "name", "email", "parent")  # as they stand in the form

EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")

COMMENT_MISSING = "Please enter your comment!"
NAME_MISSING = "Please enter your name here"


@dataclass(frozen=True)
class Draft:
    """What a reader sent, normalised. `parent` is the comment that it answers, or ""."""

    name: str
    text: str
    email: str = field(default="", repr=False)
    parent: str = ""

    @property
    def digest(self) -> str:
        """Equal for equal words."""
        return digest_of(self.name, self.text, self.email, self.parent)


class WrongField(NamedTuple):
    """One field that cannot be accepted. `code` is required, too-long, invalid or unknown-parent."""

    field: str
    code: str
    detail: str


UNKNOWN_PARENT = WrongField("parent", "unknown-parent", "The comment you answer is not on this page.")


def read_draft(fields: Mapping[str, object]) -> tuple[Draft, tuple[WrongField, ...]]:
    """The draft in these fields and everything wrong with it; other fields are ignored."""
    said = {name: fields.get(name) for name in FIELDS}
    mistyped = [
        WrongField(name, "invalid", "This must be text.")
        for name, value in said.items()
        if not isinstance(value, str | None)
    ]
    text = {name: value if isinstance(value, str) else "" for name, value in said.items()}
    draft = Draft(
        name=one_line(text["name"]),
        text=paragraphs(text["comment"]),
        email=one_line(text["email"]),
        parent=text["parent"].strip(),
    )
    reported = {wrong.field for wrong in mistyped}
    found = [*mistyped, *(wrong for wrong in _wrongs(draft) if wrong.field not in reported)]
    return draft, tuple(sorted(found, key=lambda wrong: FIELDS.index(wrong.field)))


def _wrongs(draft: Draft) -> Iterator[WrongField]:
    if not draft.text:
        yield WrongField("comment", "required", COMMENT_MISSING)
    if not draft.name:
        yield WrongField("name", "required", NAME_MISSING)
    yield from _too_long("comment", "Your comment", draft.text, COMMENT_LENGTH)
    yield from _too_long("name", "Your name", draft.name, NAME_LENGTH)
    yield from _too_long("email", "Your e-mail address", draft.email, EMAIL_LENGTH)
    if draft.email and len(draft.email) <= EMAIL_LENGTH and not EMAIL.fullmatch(draft.email):
        yield WrongField(
            "email", "invalid", "Please enter an e-mail address such as ana@example.org, or none."
        )
    if draft.parent and not COMMENT_ID.fullmatch(draft.parent):
        yield UNKNOWN_PARENT


def _too_long(name: str, what: str, text: str, limit: int) -> Iterator[WrongField]:
    if len(text) > limit:
        detail = f"{what} has {len(text):,} characters; at most {limit:,} fit."
        yield WrongField(name, "too-long", detail)
