"""The comments below a story, as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from broadsheet.domain.comments import Comment
from broadsheet.rendering.views import Remark


def conversation(comments: Sequence[Comment]) -> tuple[Remark, ...]:
    """Comments with their replies below them, both oldest first.

    A reply whose beginning is not among `comments` stands by itself, so that all are shown.
    """
    there = {comment.id for comment in comments if not comment.parent}
    replies: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        replies[comment.parent if comment.parent in there else ""].append(comment)
    return tuple(_remark(root, tuple(_remark(reply) for reply in replies[root.id])) for root in replies[""])


def _remark(comment: Comment, replies: tuple[Remark, ...] = ()) -> Remark:
    return Remark(
        id=comment.id,
        name=comment.name,
        text=comment.text,
        posted=comment.posted,
        answers=comment.answers,
        replies=replies,
    )
