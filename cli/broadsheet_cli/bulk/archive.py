"""All that the pages of a site are made of, worked out at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.commenting.threads import read_thread
from broadsheet.domain import rows
from broadsheet.domain.article import Article
from broadsheet.domain.comments import Comment
from broadsheet.domain.pages import STANDING, lists_in_full, lists_of, pages_beside
from broadsheet.domain.record import ArticleRecord, Live, SiteRecord, Teaser
from broadsheet.domain.site import Site
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Table
from broadsheet.publishing.indexing import entries
from broadsheet.publishing.reach import NEAR, RELATED
from broadsheet.publishing.sources import COMMENTS, Listed, article_of
from broadsheet.publishing.teasers import teaser_view
from broadsheet.rendering import views
from broadsheet_cli.bulk.decisions import Decisions
from broadsheet_cli.bulk.drafts import Draft, upload_of
from broadsheet_cli.bulk.relations import Relations


@dataclass
class Archive:
    """`Sources` of pages, from what has been decided about every file. `drafts` are by key."""

    settings: SiteRecord
    drafts: Mapping[str, Draft]
    decisions: Decisions
    comments: Table
    jobs: int = 1
    relations: Relations = field(default_factory=Relations)

    def __post_init__(self) -> None:
        self.records = {record.id: record for record in self.decisions.records.values()}
        stories = [(record, record.live) for record in self.records.values() if record.live]
        stories.sort(key=lambda story: rows.position(story[1]))
        self.relations.take(stories, jobs=self.jobs)
        self._stories = [*reversed(stories)]
        self._shown = {r.id: teaser_view(live.teaser, self.settings.site) for r, live in self._stories}
        self.lists: dict[str, list[views.Teaser]] = defaultdict(list)
        self._titles: dict[str, str] = {}
        for record, live in self._stories:
            self._list(self._shown[record.id], live)
        self._indexes = _indexes(self.lists)

    def _list(self, teaser: views.Teaser, live: Live) -> None:
        listed, full = self._listed(teaser, live.teaser), lists_in_full(live)
        for name in lists_of(live):
            self.lists[name].append(teaser if name in full else listed)
        for tag in live.tags:
            self._titles.setdefault(f"tag/{tag.slug}", tag.title)

    def _listed(self, whole: views.Teaser, teaser: Teaser) -> views.Teaser:
        """The same one for most stories, so that what is printed of it is kept."""
        same = not (teaser.opening or teaser.updated)
        return whole if same else teaser_view(teaser.listed, self.settings.site)

    def names(self) -> Iterator[str]:
        """The names of all pages, each once."""
        names = dict.fromkeys((*STANDING, *self.lists))
        for section in self.settings.site.sections:
            names.update(dict.fromkeys((f"section/{section.slug}", f"feed/{section.slug}")))
        for record, live in self._stories:
            paths = (record.path, *live.aliases, *record.former)
            names.update(dict.fromkeys([f"at{path}" for path in paths]))
            names.update(dict.fromkeys(pages_beside(live)))
        return iter(names)

    # -- as sources

    def foresee(self, pages: Iterable[tuple[str, str]]) -> None:
        """Everything is at hand."""

    def site(self) -> SiteRecord:
        return self.settings

    def record(self, id_: str) -> ArticleRecord | None:
        return self.records.get(id_)

    def record_at(self, path: str) -> ArticleRecord | None:
        owner = self.decisions.owners.get(path)
        record = self.records[owner.id] if owner else None
        return record if record and record.live else None

    def article(self, record: ArticleRecord, live: Live, site: Site) -> Article:
        draft = self.drafts[record.key]
        article = draft.reading.article
        if article is not None and not article.images and all(link.startswith("/") for link in article.links):
            return article  # it refers to no file
        full = upload_of(record.key, draft.file)
        if full.etag != live.etag or full.body is None:
            raise StoreUnavailable(f"{draft.file} has changed while the site was being built")
        return article_of(record.key, full.body, live, self._cited(live), site)

    def _cited(self, live: Live) -> dict[str, str]:
        found = (self.records.get(id_) for id_ in live.cites)
        return {record.id: record.path for record in found if record and record.live}

    def newest(self, name: str, site: Site, limit: int | None = None) -> Listed:
        return Listed(tuple(self.lists.get(name, ())[:limit]), self._titles.get(name, ""))

    def index(self, scope: str, *, under: str = "") -> Sequence[str]:
        return [name for name in self._indexes.get(scope, ()) if name.startswith(under)]

    def related(self, id_: str, site: Site) -> tuple[views.Teaser, ...]:
        order = dict.fromkeys(self.relations.of(id_)[:NEAR])
        return tuple(self._shown[other] for other in order if other in self._shown)[:RELATED]

    def thread(self, record: ArticleRecord) -> tuple[list[Comment], int]:
        return read_thread(self.comments, record.id, limit=COMMENTS)

    def is_below(self, pk: str, sk: str, shown: int) -> bool:
        return False  # every page is printed


def _indexes(lists: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in lists:
        for entry in entries(name):
            found[entry.scope].add(entry.name)
    return {scope: sorted(names) for scope, names in found.items()}
