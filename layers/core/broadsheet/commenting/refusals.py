"""Every way a comment can be refused, each with a code that clients may rely on."""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.domain.comment_drafts import WrongField
from broadsheet.errors import BroadsheetError


class Kind(NamedTuple):
    status: int
    title: str
    detail: str


# Never 403: the distribution answers that with the 404 page, since it is what S3 says of a missing key.
KINDS = {
    "invalid-json": Kind(400, "Invalid JSON", "The body must be one JSON object in UTF-8."),
    "invalid-form": Kind(400, "Invalid form", "The form's fields could not be read as UTF-8."),
    "invalid-idempotency-key": Kind(
        400, "Invalid idempotency key", "An Idempotency-Key is 1 to 255 visible ASCII characters."
    ),
    "cross-site": Kind(400, "Sent from another site", "Comments are taken from this site's own pages only."),
    "not-through-the-site": Kind(
        421, "Not through the site", "Comments are taken at the site's own address only."
    ),
    "comments-closed": Kind(409, "Comments are closed", "Comments on this story are closed."),
    "comments-off": Kind(409, "No comments here", "This story takes no comments."),
    "unknown-article": Kind(404, "Unknown article", "There is no such story."),
    "not-found": Kind(404, "Not found", "There is nothing at this address."),
    "body-too-large": Kind(413, "Too large", "This is more than a comment can hold."),
    "unsupported-media-type": Kind(
        415, "Unsupported media type", "Send application/json or application/x-www-form-urlencoded in UTF-8."
    ),
    "invalid-comment": Kind(422, "The comment cannot be accepted", ""),
    "idempotency-key-reused": Kind(
        422, "Idempotency key used before", "This Idempotency-Key came with another comment before."
    ),
    "not-available": Kind(
        503, "Not available", "Your comment could not be stored just now. Please send it again in a moment."
    ),
}


class Refused(BroadsheetError):
    """A comment is not accepted. `code` is one of KINDS; `errors` are about single fields."""

    def __init__(self, code: str, errors: tuple[WrongField, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def detail(self) -> str:
        """One sentence for readers; about the fields where it is the fields that are wrong."""
        return " ".join(dict.fromkeys(wrong.detail for wrong in self.errors)) or self.kind.detail
