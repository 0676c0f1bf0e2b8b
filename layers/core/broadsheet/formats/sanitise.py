"""HTML that is safe to publish. After this, nobody may change the string any more."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

import nh3

from broadsheet.formats.notes import Refused

ID_PREFIX = "s-"
"""All ids of a body begin so; the ids of the page around it never do."""

TAGS = {
    "a", "abbr", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip

_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title", "rel", "class", "aria-label"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "code": {"class"},
    "del": {"datetime"},
    "details": {"open"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "title", "loading", "decoding"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "q": {"cite"},
    "source": {"type", "srcset", "sizes"},
    "sup": {"class"},
    "td": {"colspan", "rowspan", "class"},
    "th": {"colspan", "rowspan", "class", "scope"},
    "time": {"datetime"},
}

_WORDS = r"[^\x00-\x1f]{0,500}"
_NUMBER = r"\d{1,5}"
_CANDIDATE = r"/(?!/)[^\s,\\]* \d{1,5}w"
_PATTERNS = {
    "aria-label": _WORDS,
    "alt": r"[^\x00-\x08\x0b-\x1f]{0,2000}",
    "title": _WORDS,
    "lang": r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}",
    "dir": "ltr|rtl|auto",
    "id": re.escape(ID_PREFIX) + r"[\w.:-]{1,100}",
    "rel": "noopener",
    "role": "region",
    "tabindex": "0",
    "class": r"table|footnote-(?:definition(?:-label)?|reference|back)|center|right|language-[\w+#.-]{1,40}",
    "srcset": rf"{_CANDIDATE}(?:, {_CANDIDATE})*",
    "sizes": r"[\w(): .,-]{1,200}",
    "type": "image/(?:webp|avif|jpeg|png|gif)|[1aAiI]",
    "loading": "lazy",
    "decoding": "async",
    "scope": "row|col|rowgroup|colgroup",
    "datetime": r"[\w:+. -]{1,40}",
    "open": "|open",
    "reversed": "|reversed",
    "start": "-?" + _NUMBER,
    "value": "-?" + _NUMBER,
    "width": _NUMBER,
    "height": _NUMBER,
    "colspan": r"\d{1,3}",
    "rowspan": r"\d{1,3}",
}
_ALLOWED = {name: re.compile(pattern).fullmatch for name, pattern in _PATTERNS.items()}
_ADDRESSES = {"href", "src", "cite"}
_MAX_ROUNDS = 4
_SHORT = 128 * 1024
_MAX_COST = 3 * 10**10

_URL_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\xa0]")
_HOST = re.compile(
    r"(?:[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE
)


def sanitise(html: str) -> str:
    """Only what is on the list, and so that cleaning it again changes nothing."""
    _check_cost(html)
    for _ in range(_MAX_ROUNDS):
        clean = _CLEANER.clean(html)
        if clean == html:
            return clean
        html = clean
    raise Refused("the HTML of this text is too broken to be made safe; write it anew without copied markup")


def _check_cost(html: str) -> None:
    """The sanitiser reads the rest of a line again at every `&`: bound what that can add up to."""
    if len(html) > _SHORT and sum(len(line) * line.count("&") for line in html.split("\n")) > _MAX_COST:
        raise Refused("a line of the text is too long and has too many & signs; divide it into paragraphs")


def safe_address(address: str) -> str | None:
    """An http, https, mailto or relative address, parsed and written again; None for any other."""
    address = re.sub("[\t\n\r]", "", address).strip()
    if not address or _INVISIBLE.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"}:
        return _web_address(parts.scheme, parts.netloc, address)
    if parts.scheme == "mailto":
        return (
            "mailto:"
            + quote(parts.path, _URL_SAFE)
            + (f"?{quote(parts.query, _URL_SAFE)}" if parts.query else "")
        )
    if (
        parts.scheme
        or parts.netloc
        or address.startswith("//")
        or ":" in re.split("[/?#]", address, maxsplit=1)[0]
    ):
        return None
    return quote(address, _URL_SAFE)


def _web_address(scheme: str, netloc: str, address: str) -> str | None:
    host = unquote(netloc.rpartition("@")[2])
    if len(host) > 255:
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if not _HOST.fullmatch(host):
        return None
    rest = address[len(scheme) + 3 + len(netloc) :]
    return f"{scheme}://{host}{quote(rest, _URL_SAFE)}"


def _filtered(tag: str, name: str, value: str) -> str | None:
    """What becomes of one attribute. Must not raise: nh3 would only print it."""
    if name in _ADDRESSES:
        return safe_address(value)
    allowed = _ALLOWED.get(name)
    return value if allowed and allowed(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "noscript",
        "template",
        "title",
        "textarea",
    },
    attributes=_ATTRIBUTES,
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
