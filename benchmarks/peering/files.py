"""Stories -> files. Broadsheet, Hugo and Eleventy read the very same; Pelican's have another header."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from peering.archive import SECTIONS, Story

SITE = Path("site")
PELICAN = Path("pelican")  # the same stories once more: Pelican's header knows no lists
THEMES = Path(__file__).parent / "themes"
TITLE, TAGLINE, ADDRESS = "The Measured Gazette", "All the news that was made up", "https://example.org"


def write_archive(folder: Path, stories: Iterable[Story]) -> int:
    """Write all files; returns how many bytes of articles each generator reads."""
    for root in (SITE, PELICAN):
        for section in SECTIONS:
            (folder / root / "articles" / section).mkdir(parents=True)
        (folder / root / "static").mkdir()
        shutil.copy(THEMES / "site.css", folder / root / "static")
    (folder / SITE / "site.toml").write_text(site_toml(), "utf-8")
    return sum(write_story(folder, story) for story in stories)


def write_story(folder: Path, story: Story) -> int:
    file, variant = files_of(folder, story)
    variant.write_text(pelican_header(story) + "\n" + story.body, "utf-8")
    return file.write_bytes((front_matter(story) + "\n" + story.body).encode())


def remove_story(folder: Path, story: Story) -> None:
    for file in files_of(folder, story):
        file.unlink()


def files_of(folder: Path, story: Story) -> tuple[Path, Path]:
    """The file that most read, and Pelican's."""
    name = Path("articles") / story.section / f"{story.slug}.md"
    return folder / SITE / name, folder / PELICAN / name


def front_matter(story: Story) -> str:
    """`archive` is there for Hugo, which has no month pages but can group by any field."""
    return f"""---
title: {story.title}
date: {story.published:%Y-%m-%dT%H:%M:%SZ}
description: {story.standfirst}
authors: [{story.author}]
tags: [{", ".join(story.tags)}]
archive: ["{story.month}"]
---
"""


def pelican_header(story: Story) -> str:
    """The section is the folder's name, as it is for the others."""
    return f"""Title: {story.title}
Date: {story.published:%Y-%m-%d %H:%M}
Summary: {story.standfirst}
Authors: {story.author}
Tags: {", ".join(story.tags)}
"""


def site_toml() -> str:
    sections = "".join(
        f'\n[[sections]]\nslug = "{slug}"\ntitle = "{slug.capitalize()}"\n' for slug in SECTIONS
    )
    head = f'name = "{TITLE}"\ntagline = "{TAGLINE}"\nbase_url = "{ADDRESS}"\nlanguage = "en-GB"\n'
    # No peer has comments, so none are asked for here.
    return f'{head}timezone = "UTC"\ncomments = "off"\n{sections}'
