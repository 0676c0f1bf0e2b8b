"""Which files of a picture a page offers."""

from __future__ import annotations

from broadsheet.domain.pictures import Picture

BEST_FIRST = ("image/avif", "image/webp")


def other_types(picture: Picture) -> list[str]:
    """The media types to offer before the fallback's own, the one that compresses best first."""
    held = {variant.type for variant in picture.variants}
    return [media_type for media_type in BEST_FIRST if media_type in held - {picture.fallback.type}]
