"""Which pages a change can alter. A page's name is enough to render it.

article/<id>            the story, wherever it stands     at<path>            the page at an address
front, missing, robots  as they say                       assets              style sheet and icon
section/<s>             newest stories of a section       section/<s>/<yyyy-mm>
tag/<t>, author/<a>     newest stories                    archive, archive/<yyyy-mm>, archive/<yyyy-mm-dd>
feed, feed/<s>          RSS, Atom and JSON                news-sitemap, sitemap, sitemap/<yyyy-mm-dd>
"""

from __future__ import annotations

import re

from broadsheet.domain.addresses import day_of, month_of
from broadsheet.domain.changing import changed
from broadsheet.domain.record import ArticleRecord, Live, Teaser

OF_STORIES = ("at/", "article/")  # names of pages that belong to one story
STANDING = ("front", "missing", "robots", "assets", "feed", "archive", "sitemap", "news-sitemap")

_NAME = re.compile(
    rf"{'|'.join(STANDING)}|at/.*|article/[^/]+|(section|tag|author|feed)/[a-z0-9-]+"
    r"|section/[a-z0-9-]+/\d{4}-\d\d|archive/\d{4}-\d\d(-\d\d)?|sitemap/\d{4}-\d\d-\d\d",
    re.DOTALL,
)


def is_page(name: str) -> bool:
    """Whether a page may be called that, be there one or not."""
    return bool(_NAME.fullmatch(name))


def lists_of(live: Live) -> tuple[str, ...]:
    """The lists a story stands in; each is a partition of the catalogue and, `front` included, a page.

    A page that changes with every story shows a bounded list: the newest, those of a day, or a section's of
    a month. A story is in one sitemap at a time: that of the news, and afterwards that of its day.
    """
    teaser, day = live.teaser, day_of(live.teaser.published)
    return (
        "front",
        f"section/{teaser.section}",
        f"section/{teaser.section}/{month_of(teaser.published)}",
        f"archive/{day}",
        _sitemap(live),
        *[f"tag/{tag.slug}" for tag in live.tags],
        *[f"author/{author.slug}" for author in teaser.authors],
    )


def lists_in_full(live: Live) -> tuple[str, ...]:
    """Those from which front page, sections, feeds and sitemaps are made, which tell more of a story than
    others do: how its text begins, and when it was updated."""
    return ("front", f"section/{live.teaser.section}", _sitemap(live))


def _sitemap(live: Live) -> str:
    return "news-sitemap" if live.in_news else f"sitemap/{day_of(live.teaser.published)}"


def pages_listing(live: Live) -> tuple[str, ...]:
    """Every page that shows the story's teaser, its own page and related links apart."""
    return (*lists_of(live), *_feeds(live))


def newest_shown(live: Live) -> dict[str, tuple[str, ...]]:
    """By page, the lists of which it shows the newest stories alone, and nothing else of what is older."""
    section = f"section/{live.teaser.section}"
    own = [name for name in lists_of(live) if name.startswith(("tag/", "author/"))]
    return {
        "front": ("front", section),
        "feed": ("front",),
        f"feed/{live.teaser.section}": (section,),
        section: (section,),
        **{name: (name,) for name in own},
    }


def pages_with(live: Live) -> tuple[str, ...]:
    """Every page that is there because the story is."""
    return (*lists_of(live), *pages_beside(live))


def pages_beside(live: Live) -> tuple[str, ...]:
    """Those of them that are made of others' lists: a month's page names the day, not the story."""
    return (*_feeds(live), f"archive/{month_of(live.teaser.published)}")


def _feeds(live: Live) -> tuple[str, ...]:
    return ("feed", f"feed/{live.teaser.section}")


def pages_affected_by(old: ArticleRecord | None, new: ArticleRecord | None) -> tuple[str, ...]:
    """The names of the pages that may differ between two states of one article, each once.

    The story's own addresses come first. Pages that show it as related or linked story follow
    from changes of the links between stories, not from here.
    """
    before, after = (old.live if old else None), (new.live if new else None)
    names = [f"at{path}" for path in _addresses_affected(old, new)]
    names += _lists_affected(before, after)
    return tuple(dict.fromkeys(names))


def _addresses_affected(old: ArticleRecord | None, new: ArticleRecord | None) -> tuple[str, ...]:
    before, after = _addresses(old), _addresses(new)
    if before[:1] != after[:1]:  # redirects lead to where the story now stands
        return tuple(dict.fromkeys((*after, *before)))
    edited = old and new and _own_page(old.live) != _own_page(new.live)
    return (*(after[:1] if edited else ()), *sorted(set(before) ^ set(after)))


def _addresses(record: ArticleRecord | None) -> tuple[str, ...]:
    """The public addresses of a record: its own first, then those that lead to it."""
    if record is None or record.live is None:
        return ()
    return (record.path, *dict.fromkeys((*record.live.aliases, *record.former)))


def _own_page(live: Live | None) -> Live | None:
    """What the story's own page is made of: equal bytes uploaded again are the same story."""
    return live and changed(live, version="", in_news=False, terms=())


def _lists_affected(before: Live | None, after: Live | None) -> list[str]:
    left = pages_listing(before) if before else ()
    joined = pages_listing(after) if after else ()
    if before and after and before.teaser.listed == after.teaser.listed:
        renamed = {f"tag/{tag.slug}" for tag in set(before.tags) ^ set(after.tags)}
        return sorted((set(left) ^ set(joined)) | renamed | _told_in_full(before.teaser, after))
    return list(dict.fromkeys((*joined, *left)))


def _told_in_full(before: Teaser, after: Live) -> set[str]:
    """The pages beside the story's own that tell what lists do not, where that is another now."""
    feeds, pages = _feeds(after), set[str]()
    if before.updated != after.teaser.updated:
        pages |= {*feeds, _sitemap(after)}
    if before.opening != after.teaser.opening:
        pages |= {*feeds, "front", f"section/{after.teaser.section}"}
    return pages
