"""Drawings: an SVG is read, checked element by element and written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from broadsheet.imaging.prints import ImageRefused, Print, Prints, titled

MAX_BYTES = 2_000_000
MAX_DEPTH = 100
DEFAULT_SIZE = (600, 400)
MAX_SIDE = 16_000

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
KEPT_FOREIGN = {"{http://www.w3.org/XML/1998/namespace}space": "xml:space"}
DRAWING = frozenset(
    "svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon image text tspan "
    "textPath linearGradient radialGradient stop pattern clipPath mask marker filter view style a "
    "animate animateTransform animateMotion mpath set "
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur "
    "feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence".split()
)
ANIMATIONS = frozenset("animate animateTransform animateMotion set".split())
# What drawing programs leave behind: dropped without a word.
LEFTOVERS = frozenset(("metadata",))

LOCAL = re.compile(r"#[^\s]*")
EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#[^'\")\\]*\1\s*\)", re.IGNORECASE)
# With url(#...) taken out, nothing that could fetch or run, nor an escape that could spell it.
REACHING_OUT = re.compile(
    r"url\s*\(|@import|@namespace|//|\\|javascript:|data:|expression\s*\(|image-set|src\s*\(|binding", re.I
)
LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px|pt|mm|cm|in|pc)?\s*")
UNITS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


def drawing(body: bytes, key: str) -> Prints:
    """The drawing as one file, without whatever could run or fetch. Raises ImageRefused."""
    if len(body) > MAX_BYTES:
        raise ImageRefused(f"the drawing has {len(body) / 1e6:.1f} MB; an SVG may have 2 MB")
    root = _parsed(body)
    width, height = _size(root)
    clean = tostring(_checked(root), encoding="utf-8", xml_declaration=True)
    return titled(key, body, Print(clean, width, height, "image/svg+xml", ".svg"))


def _parsed(body: bytes) -> Element:
    try:
        root: Element = fromstring(body)
    except DefusedXmlException as error:
        raise ImageRefused("the SVG declares entities or outside references: save it without them") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImageRefused(f"this is not a readable SVG drawing: {error}") from error
    if root.tag != f"{SVG}svg":
        raise ImageRefused("this is not an SVG drawing: it does not begin with <svg> in the SVG namespace")
    return root


def _checked(root: Element) -> Element:
    """A copy with plain names, so that no prefix can mean anything else."""
    copy = _bare(root)
    copy.set("xmlns", SVG.strip("{}"))
    waiting = [(root, copy, 1)]
    while waiting:
        source, target, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ImageRefused(f"the SVG nests more than {MAX_DEPTH} elements")
        for child in _drawn(source):
            target.append(_bare(child))
            waiting.append((child, target[-1], depth + 1))
    return copy


def _drawn(element: Element) -> Iterator[Element]:
    """The children that are part of the drawing. Raises ImageRefused for those that are dangerous."""
    for child in element:
        name = str(child.tag).removeprefix(SVG)
        if name in DRAWING:
            yield child
        elif str(child.tag).startswith(SVG) and name not in LEFTOVERS:
            raise ImageRefused(f"the SVG holds a <{name}> element: drawings may not run or embed anything")
        elif _local(child) in ("script", "iframe", "object", "embed"):
            raise ImageRefused(f"the SVG holds a <{_local(child)}> element: drawings may not run anything")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _bare(element: Element) -> Element:
    name = str(element.tag).removeprefix(SVG)
    copy = Element(name, dict(_attributes(element, name)))
    copy.text, copy.tail = element.text, element.tail
    if name == "style":
        _demand_local(element.text or "", "style")
    return copy


def _attributes(element: Element, name: str) -> Iterator[tuple[str, str]]:
    for attribute, value in element.attrib.items():
        if attribute in HREFS:
            yield "href", _href(value, name)
        elif attribute in KEPT_FOREIGN:
            yield KEPT_FOREIGN[attribute], value
        elif not attribute.startswith("{"):
            _demand_still(attribute, value, name)
            _demand_local(value, attribute)
            yield attribute, value


def _href(value: str, name: str) -> str:
    reference = value.strip()
    embedded = name in ("image", "feImage") and EMBEDDED.fullmatch(reference)
    if not (LOCAL.fullmatch(reference) or embedded):
        raise ImageRefused(f"the SVG refers to {reference[:60]!r}: only links inside the drawing are allowed")
    return reference


def _demand_still(attribute: str, value: str, name: str) -> None:
    if attribute.lower().startswith("on"):
        raise ImageRefused(f"the SVG holds an event attribute, {attribute}: drawings may not run anything")
    if name in ANIMATIONS and attribute == "attributeName" and _is_dangerous_target(value):
        raise ImageRefused(f"the SVG animates {value.strip()[:40]!r}: links and events may not be animated")


def _is_dangerous_target(value: str) -> bool:
    target = value.strip().lower().rpartition(":")[2]
    return target == "href" or target.startswith("on")


def _demand_local(value: str, where: str) -> None:
    found = REACHING_OUT.search(LOCAL_URL.sub("", value))
    if found:
        raise ImageRefused(f"the SVG reaches outside itself in {where}: {found.group()!r} is not allowed")


def _size(root: Element) -> tuple[int, int]:
    """Width and height in pixels as pages need them to keep the place free."""
    box = [float(n) for n in re.findall(r"-?[0-9]*\.?[0-9]+", root.get("viewBox", ""))]
    ratio = box[3] / box[2] if len(box) == 4 and box[2] > 0 and box[3] > 0 else 0
    width, height = _length(root.get("width")), _length(root.get("height"))
    if not width and not height:
        width, height = (box[2], box[3]) if ratio else DEFAULT_SIZE
    ratio = ratio or DEFAULT_SIZE[1] / DEFAULT_SIZE[0]
    return _pixels(width or height / ratio), _pixels(height or width * ratio)


def _length(value: str | None) -> float:
    match = LENGTH.fullmatch(value or "")
    return float(match[1]) * UNITS.get(match[2] or "px", 1) if match else 0


def _pixels(length: float) -> int:
    return min(MAX_SIDE, max(1, round(length)))
