"""A picture as pages show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """One file of a picture: `path` begins with a slash, `width` in pixels, `type` a media type."""

    path: str
    width: int
    height: int
    type: str


@dataclass(frozen=True)
class Picture:
    """All files of one uploaded image. `variants` run from narrow to wide within a type.

    `fallback` is the file for `src`: a JPEG or PNG (or the SVG itself) that every browser shows.
    """

    width: int
    height: int
    fallback: Variant
    variants: tuple[Variant, ...] = ()

    def srcset(self, media_type: str) -> str:
        """The `srcset` attribute for one media type; "" where there is none of it."""
        return ", ".join(f"{v.path} {v.width}w" for v in self.variants if v.type == media_type)
