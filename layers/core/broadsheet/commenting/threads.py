"""The comments below a story, and what is known of it where they are kept."""

from __future__ import annotations

from broadsheet.domain.comment_rows import (
    COMMENT,
    SITE,
    ThreadState,
    comment_from,
    site_from,
    thread_from,
    thread_key,
)
from broadsheet.domain.comments import Comment
from broadsheet.domain.site import Site
from broadsheet.ports import Span, Table

SHOWN = 1000  # of a longer thread the newest are shown


def read_thread(table: Table, article: str, limit: int = SHOWN) -> tuple[list[Comment], int]:
    """The newest `limit` comments of an article, oldest first, and how many there are in all."""
    pk, _ = thread_key(article)
    comments = [comment_from(row) for row in table.query(pk, Span(prefix=COMMENT))]
    # The keys are in this order already, but for comments that came from elsewhere with ids of their own.
    comments.sort(key=lambda comment: (comment.posted, comment.id))
    return comments[max(0, len(comments) - limit) :], len(comments)


def read_state(table: Table, article: str) -> ThreadState | None:
    row = table.get(*thread_key(article))
    return thread_from(row) if row else None


def read_site(table: Table) -> Site:
    return site_from(table.get(*SITE))
