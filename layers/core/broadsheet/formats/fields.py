"""Every field a file can have. docs/articles.md holds the same table; a test compares the two."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


class Field(NamedTuple):
    """One field: the name we use, what it holds, what holds without it, its names elsewhere.

    The earlier of two synonyms wins where a file gives both.
    """

    name: str
    type: str
    default: str
    synonyms: tuple[str, ...]
    description: str


def _beside(part: str) -> tuple[str, ...]:
    """`image_alt` and what it is called beside the other names of an image."""
    return tuple(f"{name}_{part}" for name in ("featured_image", "cover", "cover_image", "thumbnail", "hero"))


FIELDS = (
    Field(
        "title",
        "text",
        "the first heading",
        ("headline",),
        "The headline; the only field that must be there.",
    ),
    Field(
        "date",
        "date",
        "the date in the file name, else the first upload",
        ("published", "pubdate", "published_at", "date_published", "created", "created_at"),
        "When the story was first published.",
    ),
    Field(
        "updated",
        "date",
        "none",
        (
            "lastmod",
            "modified",
            "last_modified_at",
            "last_modified",
            "modified_at",
            "updated_at",
            "date_modified",
        ),
        "When it was last changed in a way readers should know of.",
    ),
    Field(
        "section",
        "text",
        "the folder under `articles/`",
        ("category", "categories", "article_section"),
        "Where it stands in the paper; of a list, the first.",
    ),
    Field(
        "tags", "list", "none", ("tag", "topics", "keywords"), "Up to 10 subjects; a text is split at commas."
    ),
    Field(
        "authors",
        "list",
        "none",
        ("author", "byline"),
        "Up to 5 names; a text is one name unless semicolons divide it.",
    ),
    Field(
        "standfirst",
        "text",
        "none",
        ("summary", "description", "excerpt", "deck", "dek", "subtitle", "abstract"),
        "One or two sentences under the headline, up to 1,000 characters.",
    ),
    Field(
        "image",
        "image",
        "none",
        (
            "featured_image",
            "cover",
            "cover_image",
            "thumbnail",
            "hero",
            "images",
            "lead_image",
            "feature_image",
            "banner",
            "og_image",
        ),
        "The picture on top: a path, or a table of `src`, `alt`, `caption`, `credit`; of a list, the first.",
    ),
    Field(
        "image_alt", "text", "empty", _beside("alt"), "What the picture shows, for those who cannot see it."
    ),
    Field("image_caption", "text", "empty", _beside("caption"), "The line under the picture."),
    Field("image_credit", "text", "empty", _beside("credit"), "Who made the picture."),
    Field(
        "slug",
        "text",
        "the file name",
        (),
        "The last part of the address; a date before the name is left out.",
    ),
    Field(
        "permalink",
        "address",
        "none",
        ("url",),
        "The address on a former site: its last part is the slug where none is given, and it redirects here.",
    ),
    Field(
        "draft",
        "yes or no",
        "no",
        ("published", "status"),
        "A draft is nowhere public; so is `published: false`, and a `status` of draft or hidden.",
    ),
    Field(
        "embargo",
        "date",
        "none",
        ("publish_at", "publishDate", "embargo_until", "publish_on"),
        "Nothing is shown before this time.",
    ),
    Field(
        "expires",
        "date",
        "none",
        ("expiryDate", "expires_at", "expiry", "expiration_date", "unpublishdate", "unpublish_at"),
        "From this time on the story is withdrawn.",
    ),
    Field(
        "aliases", "list", "none", ("alias", "redirect_from"), "Former addresses, each beginning with `/`."
    ),
    Field(
        "corrections",
        "list",
        "none",
        ("correction", "errata"),
        "Texts, or tables of `date` and `text`: what was wrong and is now right.",
    ),
    Field("related", "list", "none", ("related_articles", "see_also"), "Paths of stories to list first."),
    Field(
        "comments",
        "open, closed or off",
        "as in `site.toml`",
        ("comment_status", "allow_comments"),
        "Whether readers can comment; `true` is open, `false` is off.",
    ),
    Field(
        "lang",
        "language",
        "as in `site.toml`",
        ("language", "locale"),
        "The language, such as `en` or `pt-BR`.",
    ),
    Field(
        "canonical", "web address", "the page itself", ("canonical_url",), "Where the story first appeared."
    ),
)

# Fields of other tools that mean nothing here and are no mistakes.
_FOREIGN = {
    "id", "guid", "layout", "type", "template", "weight", "series", "menu", "menus", "toc", "math",
    "path", "pages", "linktitle", "markup", "outputs", "cascade", "build", "resources", "sitemap",
    "translationkey", "source", "dates", "taxonomies", "extra", "params", "insertanchorlinks", "rendered",
    "authorbox", "pin", "featured", "tagline",
}  # fmt: skip


@lru_cache(maxsize=1 << 10)  # the same few names in every file
def normal(name: str) -> str:
    """Names are compared without case, hyphens, underscores and blanks."""
    return re.sub(r"[-_\s]", "", name).lower()


@cache
def known_names() -> dict[str, str]:
    """Every normal name that means something here, with the way it is usually written."""
    names = [name for field in FIELDS for name in (field.name, *field.synonyms)]
    return {normal(name): name for name in names}


@cache
def _fields_by_name() -> dict[str, str]:
    return {normal(name): field.name for field in FIELDS for name in (field.name, *field.synonyms)}


def field_of(name: str) -> str:
    """Our name for a field, or the name itself where it is none of ours."""
    return _fields_by_name().get(normal(name), normal(name))


def is_known(name: str) -> bool:
    return normal(name) in known_names()


@lru_cache(maxsize=512)
def meant(name: str) -> str | None:
    """The known name that an unknown one is likely a slip of."""
    wanted = normal(name)
    if wanted in known_names() or wanted in _FOREIGN or not 3 < len(wanted) < 30:
        return None
    near = (known for known in known_names() if _one_slip(wanted, known))
    return next((known_names()[known] for known in near), None)


def _one_slip(one: str, other: str) -> bool:
    """One letter added, dropped or changed, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
