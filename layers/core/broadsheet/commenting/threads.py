"""The comments below a story, as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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
from broadsheet.rendering.views import Remark

SHOWN = 1000  # of a longer thread the newest are shown


def read_thread(table: Table, article: str, limit: int = SHOWN) -> tuple[list[Comment], int]:
    """The newest `limit` comments of an article, oldest first, and how many there are in all."""
    pk, _ = thread_key(article)
    comments = [comment_from(row) for row in table.query(pk, Span(prefix=COMMENT))]
    # The keys are in this order already, but for comments that came from elsewhere with ids of their own.
    comments.sort(key=lambda comment: (comment.posted, comment.id))
    return comments[max(0, len(comments) - limit) :], len(comments)


def conversation(comments: Sequence[Comment]) -> tuple[Remark, ...]:
    """Comments with their replies below them, both oldest first.

    A reply whose beginning is not among `comments` stands by itself, so that all are shown.
    """
    there = {comment.id for comment in comments if not comment.parent}
    replies: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        replies[comment.parent if comment.parent in there else ""].append(comment)
    return tuple(_remark(root, tuple(_remark(reply) for reply in replies[root.id])) for root in replies[""])


def read_state(table: Table, article: str) -> ThreadState | None:
    row = table.get(*thread_key(article))
    return thread_from(row) if row else None


def read_site(table: Table) -> Site:
    return site_from(table.get(*SITE))


def _remark(comment: Comment, replies: tuple[Remark, ...] = ()) -> Remark:
    return Remark(
        id=comment.id,
        name=comment.name,
        text=comment.text,
        posted=comment.posted,
        answers=comment.answers,
        replies=replies,
    )
