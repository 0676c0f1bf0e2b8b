"""The comments table's own knowledge of each article: where it stands and whether comments are open.

The function that listens to the internet reads only the comments table, so what it needs to know
is written there, as a view of the catalogue.
"""

from __future__ import annotations

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.comment_rows import thread_key
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.errors import Conflict
from broadsheet.ports import Below, Put, Row, Table


def settle_thread(record: ArticleRecord, *, comments: Table) -> None:
    """Tell the thread of a decision, unless it knows a newer one."""
    _tell(thread_row(record), comments)


def settle_site(record: SiteRecord, *, comments: Table) -> None:
    row = site_row(record)
    if comments.get(*rows.SITE) != row:
        _tell(row, comments)


def _tell(row: Row, comments: Table) -> None:
    converge(lambda: _attempt(row, comments), what=row["pk"])


def _attempt(row: Row, comments: Table) -> Pass:
    try:
        comments.write([Put(row, Below(row["rev"]))])
    except Conflict:
        there = comments.get(row["pk"], row["sk"])
        if there is None or there["rev"] < row["rev"]:
            raise  # a comment was being written at that moment
    return Pass.SETTLED


def thread_row(record: ArticleRecord) -> Row:
    """What the comments table knows of an article, and the decision that this was told with."""
    pk, sk = thread_key(record.id)
    return {"pk": pk, "sk": sk, "rev": record.rev, **told(record)}


def told(record: ArticleRecord) -> Row:
    """What the comments table knows of an article."""
    live = record.live
    return {
        "live": live is not None,
        "policy": live.comments if live else None,
        "path": record.path,
        "title": live.teaser.title if live else "",
    }


def site_row(record: SiteRecord) -> Row:
    """What the comments table knows of the site."""
    site = record.site
    return {
        "pk": rows.SITE[0],
        "sk": rows.SITE[1],
        "rev": record.rev,
        "policy": site.comments,
        "name": site.name,
        "tagline": site.tagline,
        "sections": [{"slug": section.slug, "title": section.title} for section in site.sections],
        "language": site.language,
        "timezone": site.timezone,
        "base_url": site.base_url,
    }
