"""The comments table's layout. One table, `pk` and `sk`.

T#<article id>   THREAD         where the article is and whether comments are open (written by publishing)
T#<article id>   C#<comment>    a comment; the order of the keys is the order of time
T#<article id>   SOME           there are comments: pages of stories without any need not look for them
K#<digest>       KEY            what a request with this idempotency key was answered; gone after a day
SITE             SITE           the site's settings (written by publishing)
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, cast

from broadsheet.domain.comments import Comment, digest_of
from broadsheet.domain.documents import stamp
from broadsheet.domain.site import Comments, Section, Site
from broadsheet.ports import Row

Key = tuple[str, str]

SITE: Key = ("SITE", "SITE")
COMMENT = "C#"  # how the sort keys of comments begin


class ThreadState(NamedTuple):
    """What posting needs to know of an article. `policy` None: the site's."""

    live: bool
    policy: Comments | None
    path: str
    title: str


def thread_key(article: str) -> Key:
    return f"T#{article}", "THREAD"


def comment_key(article: str, id_: str) -> Key:
    return f"T#{article}", COMMENT + id_


def some_key(article: str) -> Key:
    return f"T#{article}", "SOME"


def some_row(article: str) -> Row:
    pk, sk = some_key(article)
    return {"pk": pk, "sk": sk}


def idempotency_key(article: str, key: str) -> Key:
    return f"K#{digest_of(article, key)}", "KEY"


def thread_from(row: Row) -> ThreadState:
    return ThreadState(
        live=bool(row.get("live")),
        policy=cast("Comments | None", row.get("policy")),
        path=str(row.get("path") or ""),
        title=str(row.get("title") or ""),
    )


def site_from(row: Row | None) -> Site:
    """The site's settings as far as they concern comments; defaults for what the row lacks."""
    given = row or {}
    standard = Site()
    return Site(
        name=given.get("name") or standard.name,
        tagline=given.get("tagline", ""),
        sections=tuple(Section(section["slug"], section["title"]) for section in given.get("sections", [])),
        base_url=given.get("base_url") or standard.base_url,
        language=given.get("language") or standard.language,
        timezone=given.get("timezone") or standard.timezone,
        comments=given.get("policy") or standard.comments,
    )


def comment_row(comment: Comment, key: str = "") -> Row:
    """`key`: the partition of the idempotency key that it came with."""
    pk, sk = comment_key(comment.article, comment.id)
    row: Row = {
        "pk": pk,
        "sk": sk,
        "article": comment.article,
        "id": comment.id,
        "name": comment.name,
        "text": comment.text,
        "parent": comment.parent,
        "answers": comment.answers,
        "posted": stamp(comment.posted),
        "key": key,
    }
    return row | {"email": comment.email} if comment.email else row


def comment_from(row: Row) -> Comment:
    return Comment(
        id=row["id"],
        article=row["article"],
        name=row["name"],
        text=row["text"],
        posted=datetime.fromisoformat(row["posted"]),
        parent=row.get("parent") or "",
        answers=row.get("answers") or "",
        email=row.get("email") or "",
    )
