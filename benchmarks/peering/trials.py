"""One contestant, once: the whole site, and then one more article."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peering.archive import SECTIONS, Story
from peering.contestants import Contestant
from peering.files import remove_story, write_story
from peering.measuring import Cost, measured


class NotLike(Exception):
    """A site without what the others have cannot stand beside them."""


@dataclass(frozen=True)
class Written:
    """What a build left behind."""

    pages: int
    files: int
    size: int


@dataclass(frozen=True)
class Trial:
    """`rewritten`: how many files the second build wrote."""

    whole: Cost
    written: Written
    again: Cost
    rewritten: int


def trial(contestant: Contestant, work: Path, size: int, newest: Story) -> Trial:
    """Raises NotLike where a page is missing, or does not name the newest story once it is there."""
    out = work / contestant.out
    begin_anew(contestant, work)
    command = contestant.command(work)
    whole = measured(command, work, work / "log")
    _expect_articles(contestant, out, size)
    written = written_in(out)
    write_story(work, newest)
    try:
        begin = time.time_ns()
        again = measured(command, work, work / "log")
        _expect_named(contestant, out, newest)
        return Trial(whole, written, again, sum(file.stat().st_mtime_ns >= begin for file in files_in(out)))
    finally:
        remove_story(work, newest)


def begin_anew(contestant: Contestant, work: Path) -> None:
    """What an earlier trial has left is put aside until all is over: after many files were deleted, ext4 is
    several times as slow in making new ones, whoever makes them."""
    for folder in (work / contestant.out, work / contestant.kept):
        folder.parent.mkdir(exist_ok=True)
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(prefix="aside-", dir=work)) / folder.name)


def written_in(out: Path) -> Written:
    files = list(files_in(out))
    pages = sum(file.suffix == ".html" for file in files)
    return Written(pages, len(files), sum(file.stat().st_size for file in files))


def files_in(out: Path) -> Iterator[Path]:
    return (file for file in out.rglob("*") if file.is_file())


def lists_naming(story: Story) -> list[str]:
    """Every page and file that must name a story which is its newest; they are alike in all sites."""
    author = story.author.lower().replace(" ", "-")
    lists = ["", f"{story.section}/", f"authors/{author}/", f"archive/{story.month}/"]
    lists += [f"tags/{tag}/" for tag in story.tags]
    return [*(f"{path}index.html" for path in lists), "rss.xml", f"{story.section}/rss.xml"]


def _expect_articles(contestant: Contestant, out: Path, size: int) -> None:
    found = sum(1 for section in SECTIONS for _ in (out / section).glob("*/index.html"))
    if found != size:
        raise NotLike(f"{contestant.name} made {found} pages of {size} articles")


def _expect_named(contestant: Contestant, out: Path, story: Story) -> None:
    own = out / story.path.strip("/") / "index.html"
    if not own.is_file():
        raise NotLike(f"{contestant.name} has no page for the article that came last")
    for name in lists_naming(story):
        # Broadsheet's page of a month lists its days, and theirs the articles.
        places = (name, name.replace(story.month, f"{story.published:%Y-%m-%d}"))
        if not any(_names(out / place, story) for place in places):
            raise NotLike(f"{contestant.name} does not name the article that came last in {name}")


def _names(file: Path, story: Story) -> bool:
    return file.is_file() and story.path in file.read_text("utf-8")
