"""Every address where a story may be seen: recorded before it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain import rows
from broadsheet.domain.addresses import day_of
from broadsheet.domain.pages import pages_with
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.ports import Row
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.sources import TableSources
from broadsheet_cli.operating.evidence import Marks
from broadsheet_cli.operating.last_version import as_last_uploaded
from broadsheet_cli.operating.pictures import Pictures, pictures_of
from broadsheet_cli.target import Target

GONE = ("page", "redirect", "image")  # what must answer 404; the others must answer without the story
SHOWN = "SHOWN#"  # a link that says where a story is or has been shown
IN_SECTION = re.compile(r"/([a-z0-9-]+)/[^/]+/")
ALWAYS = ("front", "archive", "feed", "sitemap", "news-sitemap")


@dataclass(frozen=True)
class Address:
    """`kind` is page, redirect, image, list, feed, sitemap or related. `page` is the name that it is printed
    under, "" for pictures. `upload` is the file of the other story whose page it is."""

    path: str
    kind: str
    page: str = ""
    upload: str = ""


@dataclass(frozen=True)
class Traces:
    """`linking` are files of other stories that link to this one in their text."""

    record: ArticleRecord
    marks: Marks
    addresses: tuple[Address, ...]
    pictures: Pictures = field(default_factory=Pictures)
    linking: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Address, ...]:
        """Those that are to answer 404."""
        return tuple(address for address in self.addresses if address.kind in GONE)


def traces_of(target: Target, record: ArticleRecord) -> Traces:
    """What the catalogue knows of a story that is public; of one that is withdrawn, what its record and
    the last version of its file tell."""
    live = record.live or as_last_uploaded(target, record)
    own = _own(record, live)
    pictures = pictures_of(target, live.images if live else (), record.key)
    links = target.catalogue.query(f"RELATED#{record.id}")
    others = _others(target, links)
    found = [
        *(Address(path, "redirect" if number else "page", f"at{path}") for number, path in enumerate(own)),
        *(Address(path, "image") for path in pictures.files),
        *_listing(target, record, live),
        *_related(target, links, others),
    ]
    addresses: dict[str, Address] = {}
    for address in found:
        addresses.setdefault(address.path, address)
    return Traces(
        record,
        Marks(record.id, live.teaser.title if live else "", own, pictures.files),
        tuple(addresses.values()),
        pictures,
        linking=tuple(sorted(others[id_].key for id_ in _citing(links) if id_ in others)),
    )


def _own(record: ArticleRecord, live: Live | None) -> tuple[str, ...]:
    """Its address, and those that lead or led to it."""
    paths = (record.path, *record.former, *((live.teaser.path, *live.aliases) if live else ()))
    return tuple(path for path in dict.fromkeys(paths) if path)


def _listing(target: Target, record: ArticleRecord, live: Live | None) -> Iterator[Address]:
    day = [f"sitemap/{day_of(live.teaser.published)}"] if live else []  # it may have left the news meanwhile
    names = dict.fromkeys((*(pages_with(live) if live else ()), *day, *ALWAYS))
    for path in (record.path, *record.former, live.teaser.path if live else ""):
        if found := IN_SECTION.fullmatch(path):
            names |= dict.fromkeys((f"section/{found[1]}", f"feed/{found[1]}"))
    comments = DynamoTable(target.dynamodb, target.comments_table)
    editions = Editions(TableSources(target.uploads, target.catalogue, comments), target.site_url)
    for name in names:
        yield from (Address(path, _kind(name), name) for path in editions.paths(name))


def _kind(name: str) -> str:
    kind = name.partition("/")[0]
    return {"feed": "feed", "sitemap": "sitemap", "news-sitemap": "sitemap"}.get(kind, "list")


def _related(target: Target, links: Iterable[Row], others: Mapping[str, ArticleRecord]) -> Iterator[Address]:
    """Pages of other stories that show it, link to it, or have done so."""
    paths = {other.path: other.key for other in others.values() if other.live}
    shown = [row["sk"].removeprefix(SHOWN) for row in links if row["sk"].startswith(SHOWN)]
    owners = target.catalogue.get_many([rows.path_key(path) for path in shown])
    uploads = {row["pk"].removeprefix("PATH#"): row["upload"] for row in owners}
    for path in dict.fromkeys((*paths, *shown)):
        yield Address(path, "related", f"at{path}", paths.get(path) or uploads.get(path, ""))


def _others(target: Target, links: Iterable[Row]) -> dict[str, ArticleRecord]:
    """Stories that show this one, or link to it, by id."""
    ids = {row["other"] for row in links if row["sk"].startswith(("SHOW#", "CITED#"))}
    found = target.catalogue.get_many([rows.article_key(id_) for id_ in sorted(ids)])
    return {record.id: record for record in map(rows.article_from, found)}


def _citing(links: Iterable[Row]) -> set[str]:
    return {row["other"] for row in links if row["sk"].startswith("CITED#")}
