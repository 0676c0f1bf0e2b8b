"""Views of a small newspaper, as pages would get them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.domain.pictures import Picture, Variant
from broadsheet.domain.site import Section, Site
from broadsheet.rendering.views import (
    ArchiveView,
    ArticleView,
    FeedView,
    FrontView,
    Image,
    Link,
    ListView,
    MissingView,
    NewsSitemapView,
    Note,
    RedirectView,
    RejectedCommentView,
    Remark,
    RobotsView,
    SectionBlock,
    SitemapEntry,
    SitemapIndexView,
    SitemapView,
    Teaser,
    Thread,
    View,
)

SITE = Site(
    name="The Harbour Courier",
    tagline="News from the estuary and beyond",
    base_url="https://courier.example",
    language="en-GB",
    timezone="Europe/Berlin",
    sections=(
        Section("world", "World"),
        Section("harbour", "Harbour"),
        Section("science", "Science"),
        Section("culture", "Culture"),
        Section("opinion", "Opinion"),
    ),
)
NOON = datetime(2026, 11, 23, 13, 5, 7, 123, tzinfo=UTC)
WORLD, HARBOUR, SCIENCE, CULTURE = (Link(section.title, f"/{section.slug}/") for section in SITE.sections[:4])
MIRA = Link("Mira Solberg", "/author/mira-solberg/")
JONAS = Link("Jonas Achterberg", "/author/jonas-achterberg/")


def picture(name: str = "quay", width: int = 1600, height: int = 900) -> Picture:
    widths = [w for w in (400, 800, 1600) if w <= width]
    files = [
        Variant(f"/media/{name}-{w}.{ending}", w, w * height // width, f"image/{kind}")
        for ending, kind in (("webp", "webp"), ("jpg", "jpeg"))
        for w in widths
    ]
    return Picture(width, height, files[-1], tuple(files))


def image(name: str = "quay") -> Image:
    return Image(
        picture(name),
        alt="Cranes over a grey basin, seen from the fish market",
        caption="The north basin on Monday morning, an hour before the tide turned.",
        credit="Photo: Ida Lund",
    )


def teaser(number: int = 1, **changes: object) -> Teaser:
    title, summary, section = STORIES[number % len(STORIES)]
    values = {
        "id": f"{number:016x}",
        "title": title,
        "path": f"{section.path}story-{number}/",
        "published": NOON - timedelta(hours=5 * number),
        "summary": summary,
        "section": section,
        "authors": (MIRA,) if number % 2 else (JONAS, MIRA),
        "image": image(("quay", "dunes", "lamp", "ice")[number % 4]) if number % 5 != 3 else None,
        **changes,
    }
    return Teaser(**values)  # type: ignore[arg-type]


STORIES = (
    (
        "Harbour gates will close for the first spring tide in nine years",
        "Engineers say the barrier is ready; the pilots who work beside it would like that in writing.",
        HARBOUR,
    ),
    (
        "Two capitals agree to share the northern cable",
        "A treaty of eleven pages ends a quarrel that had outlived three governments.",
        WORLD,
    ),
    (
        "What the ice remembers: a core from the fjord reads back 4,000 years",
        "A drill the width of a wrist brought up volcanic ash, pollen and one puzzle.",
        SCIENCE,
    ),
    (
        "The night ferry’s last pianist takes a bow",
        "For thirty-one winters he played to people who were mostly asleep.",
        CULTURE,
    ),
    (
        "Grain ships wait outside as customs system fails again",
        "Some forty vessels lay at anchor by dusk.",
        HARBOUR,
    ),
    (
        "Islanders vote to keep the lighthouse lit",
        "The automatic lamp was cheaper. Nobody, it turned out, had asked for cheaper.",
        HARBOUR,
    ),
    (
        "Border towns reopen their shared library",
        "One building, two entrances, a line of brass across the reading room.",
        WORLD,
    ),
    (
        "A moth that navigates by the Milky Way",
        "Tiny sensors show a steady course through four moonless nights.",
        SCIENCE,
    ),
    ("Ten small museums worth the rain", "From knots to barometers.", CULTURE),
    (
        "Election count enters a third day",
        "The margin in the coastal district is under a hundred votes.",
        WORLD,
    ),
)

BODY = (Path(__file__).parent / "story.html").read_text().rstrip()

ARTICLE = ArticleView(
    site=SITE,
    id="5f0c2d9be1a74c36",
    title="Harbour gates will close for the first spring tide in nine years",
    path="/harbour/harbour-gates-will-close/",
    body=BODY,
    published=NOON,
    updated=NOON + timedelta(hours=2, minutes=13),
    section=HARBOUR,
    standfirst=STORIES[0][1],
    summary="The tidal barrier is to shut on Thursday. Whether the pumps keep up is another matter.",
    authors=(MIRA, JONAS),
    source="From our harbour desk",
    tags=(
        Link("Tides", "/tag/tides/"),
        Link("Public works", "/tag/public-works/"),
        Link("Oldgate", "/tag/oldgate/"),
    ),
    image=image(),
    corrections=(
        Note("An earlier version gave the pumps’ capacity as seven cubic metres a second. It is nine.", NOON),
    ),
    boxed=teaser(5),
    related=(teaser(4), teaser(1), teaser(7)),
    thread=Thread(
        policy="open",
        count=4,
        shown=4,
        remarks=(
            Remark(
                "01JD",
                "Ottilie B.",
                "My father kept the gates in the eighties.\nThey always leaked on the west side.\n\n"
                "Nobody asked him either.",
                NOON + timedelta(hours=1),
                replies=(
                    Remark(
                        "01JF",
                        "Ragna H.",
                        "Thirty hours. I stand by it.",
                        NOON + timedelta(hours=2),
                        "Ottilie B.",
                    ),
                    Remark("01JG", "عمر", "شكرا على هذا المقال.", NOON + timedelta(hours=3), "Ragna H."),
                ),
            ),
            Remark(
                "01JK",
                "A reader on the hill",
                "Will the night ferry run on Friday?",
                NOON + timedelta(hours=4),
            ),
        ),
    ),
)

TEASERS = tuple(teaser(number) for number in range(14))
FRONT = FrontView(
    SITE,
    TEASERS,
    (
        SectionBlock(WORLD, (teaser(1), teaser(6), teaser(9), teaser(11))),
        SectionBlock(HARBOUR, (teaser(0), teaser(4), teaser(5), teaser(10), teaser(14))),
        SectionBlock(SCIENCE, (teaser(2), teaser(7))),
        SectionBlock(CULTURE, (teaser(8),)),
    ),
)
MONTHS = tuple(
    Link(f"{month} 2026", f"/harbour/2026-{n:02}/")
    for n, month in ((11, "November"), (10, "October"), (9, "September"))
)
SECTION = ListView(
    SITE,
    "section",
    "Harbour",
    "/harbour/",
    TEASERS,
    "Ships, tides and the people who live by them.",
    (),
    MONTHS,
    True,
)
TAG = ListView(SITE, "tag", "Tides", "/tag/tides/", TEASERS[:3])
AUTHOR = ListView(SITE, "author", "Mira Solberg", "/author/mira-solberg/", TEASERS[:4])
BELOW_THE_ARCHIVE = Link("Archive", "/archive/")
MONTH = ListView(
    SITE, "month", "Harbour, November 2026", "/harbour/archive/2026-11/", TEASERS, breadcrumb=(HARBOUR,)
)
DAY = ListView(
    SITE,
    "day",
    "23 November 2026",
    "/archive/2026-11-23/",
    TEASERS,
    breadcrumb=(BELOW_THE_ARCHIVE, Link("November 2026", "/archive/2026-11/")),
)
DAYS = ArchiveView(
    SITE,
    "November 2026",
    "/archive/2026-11/",
    (("November 2026", tuple(Link(f"{n} November 2026", f"/archive/2026-11-{n}/") for n in (23, 21))),),
    "All stories of November 2026, day by day.",
    (BELOW_THE_ARCHIVE,),
)
EMPTY_LIST = ListView(SITE, "section", "Opinion", "/opinion/", ())
ARCHIVE = ArchiveView(
    SITE,
    "Archive",
    "/archive/",
    tuple(
        (
            year,
            tuple(
                Link(f"{m} {year}", f"/archive/{year}-{n}/")
                for n, m in ((12, "December"), (11, "November"), (10, "October"))
            ),
        )
        for year in ("2026", "2025")
    ),
)
REJECTED = RejectedCommentView(
    SITE,
    ARTICLE.id,
    ARTICLE.path,
    ARTICLE.title,
    {"comment": "Please enter your comment!", "name": "Please enter your name here"},
    email="reader@example.org",
    parent="01JD",
    idempotency_key="form-kept",
)
FEED = FeedView(SITE, "The Harbour Courier", "/", TEASERS, "News from the estuary and beyond")
SITEMAP_INDEX = SitemapIndexView(
    SITE, (SitemapEntry("/sitemaps/2026-11-23.xml", NOON), SitemapEntry("/sitemaps/2026-11-21.xml"))
)
SITEMAP = SitemapView(SITE, (SitemapEntry(ARTICLE.path, NOON), SitemapEntry("/")))
NEWS_SITEMAP = NewsSitemapView(SITE, TEASERS[:3])
NEWCOMER = Site()  # as it is before anybody has set anything

PAGES: dict[str, View] = {
    "article": ARTICLE,
    "front": FRONT,
    "section": SECTION,
    "tag": TAG,
    "author": AUTHOR,
    "month": MONTH,
    "day": DAY,
    "days": DAYS,
    "archive": ARCHIVE,
    "missing": MissingView(SITE),
    "redirect": RedirectView(SITE, ARTICLE.path),
    "rejected": REJECTED,
    "empty-front": FrontView(NEWCOMER, ()),
    "empty-list": EMPTY_LIST,
    "empty-archive": ArchiveView(NEWCOMER, "Archive", "/archive/", ()),
}
MACHINE: dict[str, View] = {
    "sitemap-index": SITEMAP_INDEX,
    "sitemap": SITEMAP,
    "news-sitemap": NEWS_SITEMAP,
    "robots": RobotsView(SITE),
}
