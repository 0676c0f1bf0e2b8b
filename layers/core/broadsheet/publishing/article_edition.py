"""The page of one story: its text read again from the bucket, with what others hold about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.commenting.threads import conversation, read_thread
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, image_key
from broadsheet.domain.article import Article
from broadsheet.domain.documents import from_json
from broadsheet.domain.pictures import Picture
from broadsheet.domain.record import ArticleRecord, Live, Teaser
from broadsheet.domain.site import Site
from broadsheet.errors import StoreUnavailable
from broadsheet.formats import read
from broadsheet.ports import Span, Table, Upload, Uploads
from broadsheet.publishing.claims import article_file
from broadsheet.publishing.teasers import author_links, image_view, section_link, tag_links, teaser_view
from broadsheet.rendering import views

BOXED_FROM = 1200  # characters of text from which a related story is boxed inside it
RELATED = 6  # stories, the boxed one among them
COMMENTS = 1000  # comments that a page shows


@dataclass(frozen=True)
class ArticleEdition:
    """The collaborators that a story's page needs."""

    uploads: Uploads
    catalogue: Table
    comments: Table

    def view(self, record: ArticleRecord, live: Live, site: Site) -> views.ArticleView:
        """Raises StoreUnavailable where the text cannot be read: a newer upload will see to it."""
        article = self._read(record, live, site)
        teaser = live.teaser
        boxed, related = self._related(record.id, article, site)
        return views.ArticleView(
            site=site,
            id=record.id,
            title=article.title,
            path=record.path,
            body=article.body,
            published=teaser.published,
            section=section_link(site, teaser.section),
            standfirst=article.standfirst,
            summary=teaser.summary,
            updated=teaser.updated,
            authors=author_links(teaser.authors),
            source=article.source,
            tags=tag_links(live.tags),
            image=image_view(teaser.image),
            corrections=tuple(views.Note(c.text, c.date) for c in article.corrections),
            boxed=boxed,
            related=related,
            thread=self._thread(record.id, live.comments or site.comments),
            lang=article.lang or "",
            canonical=article.canonical or "",
        )

    def _read(self, record: ArticleRecord, live: Live, site: Site) -> Article:
        upload = self.uploads.read(record.key, live.version) or self._same(record.key, live)
        if upload is None or upload.body is None:
            raise StoreUnavailable(f"{record.key} has no version {live.version} any more")
        resolver = _Known(record.key, dict(live.pictures), self._cited(record.id) if live.cites else {})
        article = read(record.key, upload.body, resolver=resolver, timezone=site.timezone).article
        if article is None:
            raise StoreUnavailable(f"{record.key} was readable and is not any more")
        return article

    def _same(self, key: str, live: Live) -> Upload | None:
        """Whoever clears old versions away may leave the same bytes under a newer one."""
        current = self.uploads.read(key)
        return current if current and current.etag == live.etag else None

    def _cited(self, id_: str) -> dict[str, str]:
        found = self.catalogue.query(f"RELATED#{id_}", Span(prefix="CITES#"))
        return {row["other"]: row["doc"] for row in found}

    def _related(
        self, id_: str, article: Article, site: Site
    ) -> tuple[views.Teaser | None, tuple[views.Teaser, ...]]:
        found = self.catalogue.query(
            f"RELATED#{id_}", Span(prefix="SHOW#"), limit=RELATED * 3, newest_first=True
        )
        shown = {row["other"]: row["doc"] for row in reversed(found) if row["doc"]}
        order = dict.fromkeys(row["other"] for row in found if row["doc"])
        teasers = [teaser_view(from_json(Teaser, shown[other]), site) for other in order][:RELATED]
        if teasers and len(article.text) >= BOXED_FROM:
            return teasers[0], tuple(teasers[1:])
        return None, tuple(teasers[: RELATED - 1])

    def _thread(self, id_: str, policy: str) -> views.Thread:
        if policy == "off":
            return views.Thread("off")
        comments, count = read_thread(self.comments, id_, limit=COMMENTS)
        return views.Thread(policy, count, conversation(comments), len(comments))


@dataclass(frozen=True)
class _Known:
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


def record_at(path: str, catalogue: Table) -> ArticleRecord | None:
    """The record of whoever holds an address, if it is public."""
    owner = catalogue.get(*rows.path_key(path))
    row = catalogue.get(*rows.article_key(owner["owner"])) if owner else None
    record = rows.article_from(row) if row else None
    return record if record and record.live else None
