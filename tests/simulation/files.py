"""What editors upload besides stories: pictures and the settings of the site."""

from __future__ import annotations

import io

from PIL import Image

PICTURES = PIER, QUAY = "images/pier.png", "images/quay.png"
SITE = "site.toml"
BROKEN = b"name = what?"


def _png(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (shade * 60, 80, 120)).save(file, "PNG")
    return file.getvalue()


SHADES = tuple(_png(shade) for shade in range(5))
ORDINARY = tuple(
    f'name = "{name}"\ntimezone = "{zone}"\n'.encode()
    for name in ("Lantern", "Herald")
    for zone in ("UTC", "Europe/Lisbon", "Asia/Tokyo")
)
FAR, QUIET = b'timezone = "Asia/Tokyo"\n', b'comments = "closed"\n'
WITH_SECTIONS = b"""
[[sections]]
slug = "sport"
title = "Sports"

[[sections]]
slug = "culture"
title = "Culture"
"""
ELSEWHERE = "https://elsewhere.example"
MOVED = f'base_url = "{ELSEWHERE}"\n'.encode()
SITES = (*ORDINARY, FAR, QUIET, WITH_SECTIONS, MOVED)

FILES: dict[str, tuple[str, tuple[bytes, ...]]] = {  # one of these is put there; of none: what is there goes
    "picture": (PIER, SHADES[:2]),
    "fresh picture": (PIER, SHADES[2:3]),
    "dark picture": (PIER, SHADES[3:4]),
    "light picture": (PIER, SHADES[4:]),
    "first picture": (PIER, SHADES[:1]),
    "next picture": (PIER, SHADES[1:2]),
    "no picture": (PIER, ()),
    "broken picture": (PIER, (b"no picture at all",)),
    "second picture": (QUAY, SHADES[:2]),
    "no second picture": (QUAY, ()),
    "site": (SITE, ORDINARY),
    "far site": (SITE, (FAR,)),
    "quiet site": (SITE, (QUIET,)),
    "moved site": (SITE, (MOVED,)),
    "site with sections": (SITE, (WITH_SECTIONS,)),
    "broken site": (SITE, (BROKEN,)),
    "no site": (SITE, ()),
}
