"""The page of one story: its text, with what others hold about it."""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.commenting.conversation import conversation
from broadsheet.domain.record import ArticleRecord, Live
from broadsheet.domain.site import Site
from broadsheet.publishing.reach import RELATED
from broadsheet.publishing.sources import Sources
from broadsheet.publishing.teasers import author_links, image_view, section_link, tag_links
from broadsheet.rendering import views

BOXED_FROM = 1200  # characters of its body, markup included, from which a related story is boxed inside it


class ArticleEdition(NamedTuple):
    """Views of stories."""

    sources: Sources

    def view(self, record: ArticleRecord, live: Live, site: Site) -> views.ArticleView:
        """Raises StoreUnavailable where the text cannot be read: a newer upload will see to it."""
        article = self.sources.article(record, live, site)
        teaser = live.teaser
        boxed, related = self._related(record.id, len(article.body), site)
        return views.ArticleView(
            site=site,
            id=record.id,
            title=article.title,
            path=record.path,
            body=article.body,
            published=teaser.published,
            section=section_link(site, teaser.section),
            standfirst=article.standfirst,
            summary=teaser.summary or teaser.opening,
            updated=teaser.updated,
            authors=author_links(teaser.authors),
            source=article.source,
            tags=tag_links(live.tags),
            image=image_view(teaser.image),
            corrections=tuple(views.Note(c.text, c.date) for c in article.corrections),
            boxed=boxed,
            related=related,
            thread=self._thread(record, live.comments or site.comments),
            lang=article.lang or "",
            canonical=article.canonical or "",
        )

    def _related(
        self, id_: str, length: int, site: Site
    ) -> tuple[views.Teaser | None, tuple[views.Teaser, ...]]:
        """The boxed one, and those below."""
        teasers = self.sources.related(id_, site)
        if teasers and length >= BOXED_FROM:
            return teasers[0], teasers[1:]
        return None, teasers[: RELATED - 1]

    def _thread(self, record: ArticleRecord, policy: str) -> views.Thread:
        if policy == "off":
            return views.Thread("off")
        comments, count = self.sources.thread(record)
        return views.Thread(policy, count, conversation(comments), len(comments))
