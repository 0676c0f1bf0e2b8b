"""Stories of the catalogue as templates read them."""

from __future__ import annotations

from broadsheet.domain.record import Author, Photo, Tag, Teaser
from broadsheet.domain.site import Site
from broadsheet.rendering import views


def section_link(site: Site, slug: str) -> views.Link:
    return views.Link(site.section(slug).title, f"/{slug}/")


def author_links(authors: tuple[Author, ...]) -> tuple[views.Link, ...]:
    return tuple(views.Link(author.name, f"/authors/{author.slug}/") for author in authors)


def tag_links(tags: tuple[Tag, ...]) -> tuple[views.Link, ...]:
    return tuple(views.Link(tag.title, f"/tags/{tag.slug}/") for tag in tags)


def image_view(photo: Photo | None) -> views.Image | None:
    return views.Image(photo.picture, photo.alt, photo.caption, photo.credit) if photo else None


def teaser_view(teaser: Teaser, site: Site) -> views.Teaser:
    return views.Teaser(
        id=teaser.id,
        title=teaser.title,
        path=teaser.path,
        published=teaser.published,
        summary=teaser.summary or teaser.opening,
        section=section_link(site, teaser.section),
        authors=author_links(teaser.authors),
        updated=teaser.updated,
        image=image_view(teaser.image),
    )
