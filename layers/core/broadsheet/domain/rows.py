"""The catalogue's layout: which rows stand for a record. One table, `pk` and `sk`.

ARTICLE#<id>     ARTICLE            the record
ARTICLE#<id>     COPY               the file that is public, compressed (see publishing/copies.py)
PATH#<path>      PATH               who owns an address, and whether it is the story or leads to it
PATH#<path>      WAITING#<key>      a file that wants the address and was refused
LIST#<list>      <published>#<id>   teaser; the lists are those of domain/pages.py
TERM#<term>      <published>#<id>   all terms of the story, with weights
DUE              <time>#<id>        time alone will change the article
MEDIA#<key>      MEDIA              the record of an image (see domain/media.py)
MEDIA#<key>      USED#<upload key>  the article in this file shows it
SITE             SITE               the record of site.toml
SWEEP            SWEEP              how far the sweep has come (see publishing/sweeping_notes.py)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from broadsheet.domain.documents import from_json, sortable, to_json
from broadsheet.domain.pages import lists_in_full, lists_of
from broadsheet.domain.record import ArticleRecord, Live, Shown, SiteRecord, Teaser
from broadsheet.domain.relatedness import Posting
from broadsheet.domain.terms import filed
from broadsheet.ports import Row

ARTICLE = "ARTICLE"
COPY = "COPY"
PATH = "PATH"
DUE = "DUE"
SITE = ("SITE", "SITE")


def article_key(id_: str) -> tuple[str, str]:
    return f"ARTICLE#{id_}", ARTICLE


def path_key(path: str) -> tuple[str, str]:
    return f"PATH#{path}", PATH


def path_row(path: str, kind: str, *, id_: str, key: str) -> Row:
    """Who holds an address; `kind` is `article` or `redirect`."""
    pk, sk = path_key(path)
    return {"pk": pk, "sk": sk, "owner": id_, "upload": key, "kind": kind}


def article_row(record: ArticleRecord) -> Row:
    pk, sk = article_key(record.id)
    return {"pk": pk, "sk": sk, "rev": record.rev, "doc": to_json(record)}


def article_from(row: Row) -> ArticleRecord:
    return _article(row["doc"])


@lru_cache(maxsize=64)  # a page's record is asked for several times while that is printed
def _article(doc: str) -> ArticleRecord:
    return from_json(ArticleRecord, doc)


def shown_from(row: Row) -> Shown:
    return from_json(Shown, row["doc"])


def copy_key(id_: str) -> tuple[str, str]:
    return f"ARTICLE#{id_}", COPY


def site_row(record: SiteRecord) -> Row:
    return {"pk": SITE[0], "sk": SITE[1], "rev": record.rev, "doc": to_json(record)}


def site_from(row: Row | None) -> SiteRecord:
    """A site that nothing has been decided about yet has the defaults."""
    return from_json(SiteRecord, row["doc"]) if row else SiteRecord()


@lru_cache(maxsize=256)  # a dozen rows of one transaction hold the same
def teaser_doc(teaser: Teaser) -> str:
    return to_json(teaser)


def teaser_from(row: Row) -> Teaser:
    return from_json(Teaser, row["doc"])


def place(record: ArticleRecord) -> str:
    """The sort key of a live record in lists and under its terms."""
    return position(record.live) if record.live else ""


def position(live: Live) -> str:
    return f"{sortable(live.teaser.published)}#{live.teaser.id}"


def paths_of(record: ArticleRecord) -> dict[str, str]:
    """The addresses a record lays claim to: path -> `article` or `redirect`."""
    if not record.path:
        return {}
    leading = (*(record.live.aliases if record.live else ()), *record.former)
    return dict.fromkeys(leading, "redirect") | {record.path: "article"}


def derived_rows(record: ArticleRecord) -> dict[tuple[str, str], Row]:
    """The rows that follow from a record, by key; addresses are left to `paths_of`."""
    rows = [*_due(record), *_waiting(record)]
    if record.live:
        rows += [*_lists(record, record.live), *_terms(record.live), *_images(record, record.live)]
    return {(row["pk"], row["sk"]): row for row in rows}


def _lists(record: ArticleRecord, live: Live) -> Iterator[Row]:
    whole, listed, sk = teaser_doc(live.teaser), teaser_doc(live.teaser.listed), position(live)
    tags, full = [tag.slug for tag in live.tags], lists_in_full(live)
    for name in lists_of(live):
        doc = whole if name in full else listed
        row = {"pk": f"LIST#{name}", "sk": sk, "doc": doc}
        # The front list is also the register of all that is public: enough to name every page.
        register = {"upload": record.key, "tags": tags, "leads": [*live.aliases, *record.former]}
        yield row | register if name == "front" else row | _tag_title(name, live)


def _tag_title(name: str, live: Live) -> Row:
    titles = {f"tag/{tag.slug}": tag.title for tag in live.tags}
    return {"title": titles[name]} if name in titles else {}


def _terms(live: Live) -> Iterator[Row]:
    doc, sk = _terms_doc(live.terms), position(live)
    for term in filed(live.terms):
        yield {"pk": f"TERM#{term}", "sk": sk, "terms": doc}


@lru_cache(maxsize=256)  # a story's rows, as they were and as they are, hold the same
def _terms_doc(terms: tuple[tuple[str, int], ...]) -> str:
    return json.dumps(terms, ensure_ascii=False, separators=(",", ":"))


def posting_from(row: Row) -> Posting:
    """From a row under a term. Those of earlier releases do not say what else the story is known by."""
    return Posting(row["sk"], _terms_from(row.get("terms", "[]")))


@lru_cache(maxsize=1 << 12)  # a story stands in many windows
def _terms_from(doc: str) -> dict[str, int]:
    return dict(json.loads(doc))


def posting(live: Live) -> Posting:
    """The story as others meet it."""
    return Posting(position(live), dict(live.terms))


def _images(record: ArticleRecord, live: Live) -> Iterator[Row]:
    for key in live.images:
        yield use_row(key, record.key)


def use_row(image: str, key: str) -> Row:
    """The story in file `key` shows the image."""
    return {"pk": f"MEDIA#{image}", "sk": f"USED#{key}", "upload": key}


def is_use(row: Row) -> bool:
    return str(row["sk"]).startswith("USED#")


def _due(record: ArticleRecord) -> Iterable[Row]:
    if record.due is None:
        return []
    return [{"pk": DUE, "sk": f"{sortable(record.due)}#{record.id}", "upload": record.key}]


def _waiting(record: ArticleRecord) -> Iterator[Row]:
    for path in record.wants:
        yield {"pk": path_key(path)[0], "sk": f"WAITING#{record.key}", "upload": record.key}
