"""The site's own settings, from the `site.toml` in the root of the uploads bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comments = Literal["open", "closed", "off"]


@dataclass(frozen=True)
class Section:
    """A part of the paper. `slug` is its name in addresses."""

    slug: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Site:
    """Every setting has a default: a site without a `site.toml` works."""

    name: str = "Broadsheet"
    tagline: str = ""
    base_url: str = ""  # no slash at the end; "" until the deployment's own address is put in
    language: str = "en"
    timezone: str = "UTC"
    sections: tuple[Section, ...] = ()
    comments: Comments = "open"

    def __hash__(self) -> int:
        """Quick, since what is printed once is kept under it."""
        return hash((self.name, self.base_url, self.timezone))

    def section(self, slug: str) -> Section:
        """The section of that slug; one that `site.toml` does not name gets a title from its slug."""
        for section in self.sections:
            if section.slug == slug:
                return section
        return Section(slug, slug.replace("-", " ").capitalize())

    def url(self, path: str) -> str:
        """The absolute address of a path that begins with a slash."""
        return self.base_url + path
