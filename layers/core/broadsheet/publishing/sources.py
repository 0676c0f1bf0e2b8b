"""What public pages are made of, read from the tables and the bucket."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol

from broadsheet.commenting.threads import read_thread
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, image_key
from broadsheet.domain.article import Article
from broadsheet.domain.comment_rows import some_key
from broadsheet.domain.comments import Comment
from broadsheet.domain.documents import from_json
from broadsheet.domain.pages import OF_STORIES
from broadsheet.domain.pictures import Picture
from broadsheet.domain.record import ArticleRecord, Live, SiteRecord, Teaser
from broadsheet.domain.site import Site
from broadsheet.errors import StoreUnavailable
from broadsheet.formats import read
from broadsheet.ports import Span, Table, Upload, Uploads
from broadsheet.publishing.claims import article_file
from broadsheet.publishing.copies import copy_of
from broadsheet.publishing.links import cited_keys
from broadsheet.publishing.reach import LINKS, NEAR, RELATED, is_below
from broadsheet.publishing.teasers import teaser_view
from broadsheet.rendering import views

COMMENTS = 1000  # comments that a page shows
KEPT = 4096  # stories as lists show them, for each of the last few settings


class Listed(NamedTuple):
    """The stories of a list, newest first. `title`: what the newest calls the list, where it is a tag's."""

    teasers: tuple[views.Teaser, ...]
    title: str = ""


class Sources(Protocol):
    """One reading: all that it tells is at least as new as its beginning, and everything is read once."""

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None:
        """Read at once what the pages of these names and paths will want to know; a path may be "". Less is
        wanted where they are not `printed`, but only looked for."""

    def site(self) -> SiteRecord: ...

    def record(self, id_: str) -> ArticleRecord | None: ...

    def record_at(self, path: str) -> ArticleRecord | None:
        """The record of whoever holds an address, if it is public."""

    def article(self, record: ArticleRecord, live: Live, site: Site) -> Article:
        """The story itself. Raises StoreUnavailable where unreadable: a newer upload will see to it."""

    def newest(self, name: str, site: Site, limit: int | None = None) -> Listed: ...

    def index(self, scope: str, *, under: str = "") -> Sequence[str]:
        """Names of an index that begin with `under`, in their order."""

    def related(self, id_: str, site: Site) -> tuple[views.Teaser, ...]:
        """The stories to show with a story, nearest first."""

    def thread(self, record: ArticleRecord) -> tuple[list[Comment], int]:
        """The newest comments, oldest first, and how many there are in all."""

    def is_below(self, pk: str, sk: str, shown: int) -> bool:
        """Whether a row stands below all that a page shows of its partition: so many rows of a list."""


@dataclass(frozen=True)
class TableSources:
    """From the tables, which should be snapshots, and the bucket. `holders` of addresses, as an earlier
    reading has found them, and ids of `stories` that may be among them are hints at what to read at once."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    holders: dict[str, str] = field(default_factory=dict)
    stories: Collection[str] = ()

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None:
        of_stories = [(name, path) for name, path in pages if name.startswith(OF_STORIES)]
        paths = [path for _, path in of_stories if path]
        ids = [name.partition("/")[2] for name, _ in of_stories if name.startswith("article/")]
        ids += [self.holders[path] for path in paths if path in self.holders]
        ids += self.stories if paths else ()
        keys = [rows.SITE, *map(rows.path_key, paths), *_keys_of(ids, printed=bool(paths))]
        found = {(row["pk"], row["sk"]): row for row in self.catalogue.get_many(keys)}
        for path in paths:
            if row := found.get(rows.path_key(path)):
                self.holders[path] = row["owner"]
                ids.append(row["owner"])
        stories = self.catalogue.get_many(_keys_of(ids, printed=bool(paths)))
        if paths:
            self.comments.get_many([some_key(id_) for id_ in dict.fromkeys(ids)])
            known = [rows.article_from(row) for row in stories if row["sk"] == rows.ARTICLE]
            self.catalogue.get_many([key for record in known for key in cited_keys(record)])

    def site(self) -> SiteRecord:
        return rows.site_from(self.catalogue.get(*rows.SITE))

    def record(self, id_: str) -> ArticleRecord | None:
        row = self.catalogue.get(*rows.article_key(id_))
        return rows.article_from(row) if row else None

    def record_at(self, path: str) -> ArticleRecord | None:
        return record_at(path, self.catalogue)

    def article(self, record: ArticleRecord, live: Live, site: Site) -> Article:
        body = copy_of(record.id, live.version, self.catalogue) or self._body(record.key, live)
        return article_of(record.key, body, live, self._cited(record), site)

    def newest(self, name: str, site: Site, limit: int | None = None) -> Listed:
        found = self.catalogue.query(f"LIST#{name}", limit=limit, newest_first=True)
        shown = _shown_by(site)
        title = found[0].get("title", "") if found else ""
        return Listed(tuple(shown(row["doc"]) for row in found), title)

    def index(self, scope: str, *, under: str = "") -> Sequence[str]:
        return [str(row["sk"]) for row in self.catalogue.query(f"INDEX#{scope}", Span(prefix=under))]

    def related(self, id_: str, site: Site) -> tuple[views.Teaser, ...]:
        # A story is there once for each side that has picked the other, and one that left says nothing.
        found = self.catalogue.query(f"RELATED#{id_}", LINKS, limit=NEAR, newest_first=True)
        docs = {row["other"]: row["doc"] for row in reversed(found) if row["doc"]}
        order = dict.fromkeys(row["other"] for row in found if row["doc"])
        shown = _shown_by(site)
        return tuple([shown(docs[other]) for other in order][:RELATED])

    def thread(self, record: ArticleRecord) -> tuple[list[Comment], int]:
        if record.marked and not self.comments.get_many([some_key(record.id)]):
            return [], 0
        return read_thread(self.comments, record.id, limit=COMMENTS)

    def is_below(self, pk: str, sk: str, shown: int) -> bool:
        return is_below(pk, sk, shown, self.catalogue)

    def _body(self, key: str, live: Live) -> bytes:
        upload = self.uploads.read(key, live.version) or self._same(key, live)
        if upload is None or upload.body is None:
            raise StoreUnavailable(f"{key} has no version {live.version} any more")
        return upload.body

    def _same(self, key: str, live: Live) -> Upload | None:
        """Whoever clears old versions away may leave the same bytes under a newer one."""
        current = self.uploads.read(key)
        return current if current and current.etag == live.etag else None

    def _cited(self, record: ArticleRecord) -> dict[str, str]:
        return {row["other"]: row["doc"] for row in self.catalogue.get_many(cited_keys(record))}


def _keys_of(ids: Iterable[str], *, printed: bool) -> list[tuple[str, str]]:
    """What is read of stories, with the files from which pages are made where these are printed."""
    keys = (rows.article_key, rows.copy_key) if printed else (rows.article_key,)
    return [key(id_) for id_ in ids for key in keys]


def record_at(path: str, catalogue: Table) -> ArticleRecord | None:
    """The record of whoever holds an address, if it is public."""
    owner = catalogue.get(*rows.path_key(path))
    row = catalogue.get(*rows.article_key(owner["owner"])) if owner else None
    record = rows.article_from(row) if row else None
    return record if record and record.live else None


def article_of(key: str, body: bytes, live: Live, cited: Mapping[str, str], site: Site) -> Article:
    """The story in a file that was accepted. `cited`: addresses of the stories that it links to, by id."""
    resolver = _Known(key, dict(live.pictures), cited)
    article = read(key, body, resolver=resolver, timezone=site.timezone).article
    if article is None:
        raise StoreUnavailable(f"{key} was readable and is not any more")
    return article


@lru_cache(maxsize=4)
def _shown_by(site: Site) -> Callable[[str], views.Teaser]:
    """Stories as lists show them, from their documents. The same one is in many lists."""
    return lru_cache(maxsize=KEPT)(lambda doc: teaser_view(from_json(Teaser, doc), site))


class _Known(NamedTuple):
    """Resolves references by what the record and the links between stories know."""

    key: str
    pictures: Mapping[str, Picture]
    paths: Mapping[str, str]

    def link(self, href: str) -> str | None:
        if href.startswith("/"):
            return href
        key = article_file(self.key, href)
        if key is None:
            picture = self.picture(href)
            return picture.fallback.path if picture else None
        path = self.paths.get(article_id(key))
        _, hash_, fragment = href.partition("#")
        return f"{path}{hash_}{fragment}" if path else None

    def picture(self, src: str) -> Picture | None:
        return self.pictures.get(image_key(self.key, src) or "")
