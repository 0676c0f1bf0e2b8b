"""Links and pictures of a body, each through the resolver."""

from __future__ import annotations

import re
from html import escape

from broadsheet.domain.pictures import Picture
from broadsheet.formats.notes import Notes, Refused
from broadsheet.formats.resolving import Resolver
from broadsheet.formats.sanitise import ID_PREFIX
from broadsheet.formats.tokens import Part, Tag, attributes

MAX_PICTURES = 500

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KEPT = ("http:", "https:", "mailto:")
_SIZES = "(min-width: 48rem) 42rem, 100vw"


class References:
    """Rewrites the links and pictures among the parts of one body and remembers them.

    `ids` are those of the body, with their prefix; a link to one of them gets the prefix too.
    """

    def __init__(self, resolver: Resolver, ids: set[str]) -> None:
        self._resolver = resolver
        self._ids = ids
        self._links: dict[str, str | None] = {}
        self._images: dict[str, Picture | None] = {}
        self._shown_so_far = 0
        self._link_end = -1
        self.without_alt: list[str] = []

    @property
    def links(self) -> tuple[str, ...]:
        """Relative links as written, each once, in order."""
        return tuple(self._links)

    @property
    def images(self) -> tuple[str, ...]:
        """Sources of pictures as written, each once, in order."""
        return tuple(self._images)

    def link(self, parts: list[Part], place: int, tag: Tag) -> None:
        """Rewrite the link that starts at `place`; without a target only its words stay."""
        given = attributes(tag.raw)
        href = self._target(given.get("href", "").strip())
        anchor = given.get("id", "")
        if not href and not anchor:
            tag.gone = True
            _partner(parts, tag).gone = True
            return
        self._link_end = tag.partner
        tag.raw = _written(href=href or None, id=anchor or None, title=given.get("title"), rel=_rel(href))

    def picture(self, tag: Tag, place: int) -> None:
        """Put the files of a picture in the place of an `img`, or a link to one elsewhere."""
        self._shown_so_far += 1
        if self._shown_so_far > MAX_PICTURES:
            raise Refused(f"the text has more than {MAX_PICTURES} pictures; divide it into several stories")
        given = attributes(tag.raw)
        src, alt = given.get("src", "").strip(), " ".join(given.get("alt", "").split())
        tag.gone = True
        if src.startswith("//") or _SCHEME.match(src):
            tag.text = _elsewhere(src, alt, place < self._link_end)
        elif src:
            tag.text = self._shown(src, alt, given.get("title", ""))

    def _target(self, href: str) -> str | None:
        if not href:
            return None
        if href.startswith("#"):
            inner = f"#{ID_PREFIX}{href[1:]}"
            return inner if inner[1:] in self._ids else href
        if href.startswith("//"):
            return f"https:{href}"
        if _SCHEME.match(href):
            return href if href.lower().startswith(_KEPT) else None
        if href not in self._links:
            self._links[href] = self._resolver.link(href)
        return self._links[href]

    def _shown(self, src: str, alt: str, title: str) -> str:
        if not alt:
            self.without_alt.append(src)
        if src not in self._images:
            self._images[src] = self._resolver.picture(src)
        picture = self._images[src]
        return _markup(picture, alt, title) if picture else ""


def mark_empty(parts: list[Part], place: int, tag: Tag) -> None:
    """Drop a link or paragraph that has nothing left to show."""
    inner = parts[place + 1 : tag.partner]
    if tag.gone or len(inner) > 8 or "id=" in tag.raw or "".join(map(str, inner)).strip():
        return
    tag.gone = True
    _partner(parts, tag).gone = True


def _partner(parts: list[Part], tag: Tag) -> Tag:
    partner = parts[tag.partner]
    assert isinstance(partner, Tag)  # noqa: S101 - partners are tags
    return partner


def _rel(href: str | None) -> str | None:
    return "noopener" if href and href.lower().startswith(("http:", "https:")) else None


def _elsewhere(src: str, alt: str, inside_link: bool) -> str:
    """A picture on another site is not shown, but can be followed."""
    src = f"https:{src}" if src.startswith("//") else src
    words = escape(alt or "Picture")
    if inside_link or not src.lower().startswith(("http:", "https:")):
        return words if alt else ""
    return f"<a{_written(href=src, rel='noopener')}>{words}</a>"


def _markup(picture: Picture, alt: str, title: str) -> str:
    fallback = picture.fallback
    others = {v.type: None for v in picture.variants if v.type != fallback.type}
    sources = "".join(f"<source{_written(type=t, srcset=picture.srcset(t), sizes=_SIZES)}>" for t in others)
    srcset = picture.srcset(fallback.type)
    image = _written(
        src=fallback.path, srcset=srcset or None, sizes=_SIZES if srcset else None, width=str(picture.width),
        height=str(picture.height), alt=alt, title=title or None, loading="lazy", decoding="async",
    )  # fmt: skip
    return f"<picture>{sources}<img{image}></picture>" if sources else f"<img{image}>"


def _written(**given: str | None) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value is not None)


def warn_of_missing_alt(references: References, source: str, notes: Notes) -> None:
    """One warning for each picture that says nothing to those who cannot see it."""
    for src in dict.fromkeys(references.without_alt):
        offset = source.find(src)
        line = source.count("\n", 0, offset) + 1 if offset >= 0 else None
        notes.warn(
            f"the picture {src[:200]} has no alt text; say what it shows: ![words]({src[:200]})", line=line
        )
