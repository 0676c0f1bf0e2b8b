"""The comments table's own knowledge of each article: where it stands and whether comments are open.

The function that listens to the internet reads only the comments table, so what it needs to know
is written there, as a view of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.ports import Absent, Matches, Put, Row, Table


def settle_thread(id_: str, *, catalogue: Table, comments: Table) -> None:
    converge(
        lambda: _settle(_thread_key(id_), lambda: _thread(id_, catalogue), comments), what=f"thread of {id_}"
    )


def settle_site(*, catalogue: Table, comments: Table) -> None:
    converge(lambda: _settle(rows.SITE, lambda: _site(catalogue), comments), what="site settings")


def _thread_key(id_: str) -> tuple[str, str]:
    return f"T#{id_}", "THREAD"


def _settle(key: tuple[str, str], source: Callable[[], Row | None], comments: Table) -> Pass:
    there = comments.get(*key)
    wanted = source()
    if wanted is None or there == wanted:
        return Pass.SETTLED
    comments.write([Put(wanted, Matches({"rev": there["rev"]}) if there else Absent())])
    return Pass.SETTLED


def _thread(id_: str, catalogue: Table) -> Row | None:
    row = catalogue.get(*rows.article_key(id_))
    if row is None:
        return None
    record = rows.article_from(row)
    pk, sk = _thread_key(id_)
    return {"pk": pk, "sk": sk, "rev": record.rev, **_thread_attributes(record)}


def _thread_attributes(record: ArticleRecord) -> Row:
    live = record.live
    return {
        "live": live is not None,
        "policy": live.comments if live else None,
        "path": record.path,
        "title": live.teaser.title if live else "",
    }


def _site(catalogue: Table) -> Row:
    record: SiteRecord = rows.site_from(catalogue.get(*rows.SITE))
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
