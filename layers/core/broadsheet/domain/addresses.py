"""Slugs, addresses, and the names of pages. See docs/contracts.md for the addresses that others rely on."""

from __future__ import annotations

import hashlib
import posixpath
import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote

from anyascii import anyascii

SLUG_LENGTH = 80
ADDRESS_LENGTH = 400
# First segments of addresses that the site makes itself: no section may take them.
RESERVED = frozenset(
    "api archive assets atom author authors feed front images index media missing news-sitemap receipts "
    "robots rss section sitemap sitemaps tag tags well-known 404".split()
)
MADE_BY_THE_SITE = frozenset(
    "/ /index.html /404.html /robots.txt /rss.xml /atom.xml /feed.json /sitemap.xml /news-sitemap.xml".split()
)
DATED_NAME = re.compile(r"^\d{4}-\d{2}-\d{2}[-_ ]+(?=.)")
# Old sites have accents in their addresses: any letter or digit will do.
ADDRESS = re.compile(r"/(?:[\w~.@+-]+/)*(?:[\w~@+-][\w~.@+-]*)?")
OF_A_SECTION = re.compile(r"/[^/]+/(?:rss\.xml|atom\.xml|feed\.json|archive/\d{4}-\d{2}/)")


@lru_cache(maxsize=1 << 12)  # the same sections, tags and authors again and again
def slugify(words: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, at most 80 characters; "" if nothing is left.

    A longer slug is cut at a word and ends in a digest of the whole, so that two stay two.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(words).lower().replace("'", "").replace("’", "")).strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    head = slug[: SLUG_LENGTH - 9]
    return f"{head.rsplit('-', 1)[0] or head}-{_digest(words)[:8]}"


def article_id(upload_key: str) -> str:
    """The stable id of the article in that file: 16 hexadecimal digits of its key."""
    return _digest(upload_key)[:16]


def is_hidden(key: str) -> bool:
    """Folder markers and what operating systems leave behind are nobody's article."""
    name = key.rsplit("/", 1)[-1]
    return not name or name.startswith(".") or name in ("Thumbs.db", "desktop.ini")


def correlation_id(upload_key: str, rev: int) -> str:
    """What every line of the logs carries that speaks of one decision about an upload, from the file to its
    pages. A receipt has both parts."""
    return f"{article_id(upload_key)}.{rev}"


@lru_cache(maxsize=1 << 8)  # asked of a story several times while it is decided about
def slug_from_key(key: str) -> str:
    """A slug from the file's name, its date prefix and ending left out; `story/index.md` is `story`."""
    folder, name = posixpath.split(key)
    stem = posixpath.splitext(name)[0]
    if stem.lower() in ("index", "_index"):
        stem = posixpath.basename(folder)
    return slugify(DATED_NAME.sub("", stem)) or f"story-{_digest(key)[:8]}"


def section_from_key(key: str) -> str:
    """The folder under `articles/`; `news` for a file directly below it."""
    parts = key.split("/")
    return (slugify(parts[1]) if len(parts) > 2 else "") or "news"


def article_path(section: str, slug: str) -> str:
    return f"/{section}/{slug}/"


def alias_path(alias: str) -> str | None:
    """An alias as an address of this site, or None where it cannot be one."""
    path = unquote(alias.split("#")[0].split("?")[0].strip())
    path = re.sub(r"^https?://[^/]+", "", path)
    path = path if path.startswith("/") else "/" + path
    last = posixpath.basename(path)
    if last and "." not in last:
        path += "/"
    if len(path) > ADDRESS_LENGTH or not ADDRESS.fullmatch(path) or "/../" in path or "/./" in path:
        return None
    if path in MADE_BY_THE_SITE or path.split("/")[1].lower() in RESERVED or OF_A_SECTION.fullmatch(path):
        return None
    return path


def section_at(path: str) -> str:
    """The slug of the section whose page would stand at a path; "" for a path that is none's.

    A section that exists stands there, and otherwise whatever story leads from there.
    """
    slug = path.strip("/")
    return slug if path == f"/{slug}/" and "/" not in slug else ""


def object_key(path: str) -> str:
    """The key in the site bucket of the page at an address."""
    key = path.removeprefix("/")
    return key + "index.html" if not key or key.endswith("/") else key


def month_of(moment: datetime) -> str:
    """`yyyy-mm`, in UTC, so that a page's name does not hang on the newsroom's time zone."""
    return moment.isoformat()[:7]


def day_of(moment: datetime) -> str:
    """`yyyy-mm-dd`, in UTC as its month is."""
    return moment.isoformat()[:10]


def file_key(from_key: str, reference: str) -> str | None:
    """The upload key that a relative reference in a file means; None where it leaves the bucket."""
    path = unquote(reference.split("#")[0].split("?")[0])
    if not path:
        return None
    joined = posixpath.normpath(posixpath.join("/" + posixpath.dirname(from_key), path)).removeprefix("/")
    return joined or None


def image_key(from_key: str, reference: str) -> str | None:
    """The key under `images/` that a reference to a picture means.

    Writers number the steps up to the images folder as their own tools see it, so the part from
    `images/` on is what counts; a bare name is looked for there too.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:|//", reference, re.IGNORECASE):
        return None
    key = file_key(from_key, reference)
    if key is None:
        return None
    if key.startswith("images/"):
        return key
    _, found, rest = key.rpartition("/images/")
    return "images/" + (rest if found else posixpath.basename(key))


def receipt_key(upload_key: str) -> str:
    """Where an upload is answered. S3 allows 1,024 bytes: a key too long for that is cut and numbered."""
    key = f"receipts/{upload_key}.json"
    if len(key.encode()) <= 1024:
        return key
    head = upload_key.encode()[:980].decode(errors="ignore")
    return f"receipts/{head}~{_digest(upload_key)[:16]}.json"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
