"""A site that is built from a kept state is the site that is built as a whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from tests.cli.test_bulk import BASE, NAMES, NOW, SITES, article, content, files_of, picture

from broadsheet.publishing import ticking
from broadsheet_cli.build import Built, Order, from_state, whole
from broadsheet_cli.bulk.folder import MANIFEST, Folder
from broadsheet_cli.kept import site as kept_site
from broadsheet_cli.kept import table
from broadsheet_cli.kept.building import KeptBuild


def order(source: Path, out: Path, now: datetime = NOW) -> Order:
    return Order(source, Folder(out), None, BASE, 1, now)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


class Site:
    """A content folder with two builds of it: one that keeps a state, and one that is whole each time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.source = folder, folder / "content"
        self.now = NOW
        (self.source / "articles").mkdir(parents=True)

    def write(self, path: str, text: str, modified: datetime | None = None) -> None:
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if modified:
            os.utime(file, (modified.timestamp(), modified.timestamp()))

    def build(self, **changes: object) -> Built:
        made = replace(order(self.source, self.folder / "kept", self.now), **changes)  # type: ignore[arg-type]
        return from_state(made, self.folder / "state")

    def expect_the_whole(self, built: Built) -> None:
        expected = whole(order(self.source, self.folder / "whole", self.now))
        kept, wanted = files_of(self.folder / "kept"), files_of(self.folder / "whole")
        assert kept.keys() == wanted.keys()
        assert [key for key in kept if kept[key] != wanted[key]] == []
        assert (built.count, built.files) == (expected.count, expected.files)
        assert lines_of(built) == lines_of(expected)


def lines_of(built: Built) -> list[tuple[str, str]]:
    return [line for report in built.refused for line in report.lines()]


@pytest.mark.parametrize("seed", range(10))
def test_whatever_changes_the_site_is_that_of_a_whole_build(
    site: Site, seed: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(table, "LEAF", 4)
    chance = Random(seed)
    content(site.source, chance)
    site.build()
    for _ in range(5):
        for _ in range(chance.choice((0, 1, 1, 3))):
            change(site, chance)
        if chance.random() < 0.3:
            site.now += timedelta(hours=chance.choice((1, 4, 50)))
        site.expect_the_whole(site.build())


def change(site: Site, chance: Random) -> None:
    files = sorted(file for file in (site.source / "articles").rglob("*") if file.is_file())
    path = f"articles/{chance.choice(('world', 'local'))}/{chance.randrange(16)}.md"
    kind = chance.random()
    if kind < 0.55:
        text = article(chance.randrange(16), chance)
        undated = "\n".join(line for line in text.split("\n") if not line.startswith("date:"))
        modified = NOW - timedelta(minutes=chance.randrange(9000))
        site.write(path, chance.choice((text, text, undated)), modified)
    elif kind < 0.75 and files:
        chance.choice(files).unlink()
    elif kind < 0.8:
        picture(site.source / "images" / f"{chance.choice(NAMES)}.png", chance)
    elif kind < 0.84:
        site.write("site.toml", chance.choice(SITES))
    else:
        site.write(chance.choice(("articles/world/.9.md.swp", "images/notes.txt", "articles/odd.md")), "x")


STORY = "---\ntitle: The ferry is back\ndate: 2026-11-20\n---\n\nIt sails again.\n"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_new_story_is_no_reason_to_build_everything(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    assert "The whole site is built" in said(capsys)

    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    site.expect_the_whole(site.build())

    assert said(capsys) == ""


def test_nothing_is_written_where_nothing_has_changed(site: Site) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    before = written(site.folder / "kept")

    site.build()

    assert written(site.folder / "kept") == before


def test_state_after_state_is_gone_on_from(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    said(capsys)
    for name in ("bridge", "harbour"):
        site.write(f"articles/world/{name}.md", STORY.replace("ferry", name))
        site.build()

    assert said(capsys) == ""


def test_a_story_without_a_date_has_the_time_of_its_file_as_it_is_now(site: Site) -> None:
    undated = STORY.replace("date: 2026-11-20\n", "")
    site.write("articles/world/one.md", undated, NOW - timedelta(days=9))
    site.build()

    site.write("articles/world/one.md", undated.replace("again", "once more"), NOW - timedelta(days=2))
    site.expect_the_whole(site.build())


def written(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.name != MANIFEST}


def test_a_file_that_is_wrong_is_named_by_every_build(site: Site) -> None:
    site.write("articles/world/one.md", "---\ntitle: [\n---\n\nText.\n")
    first = site.build()

    again = site.build()

    assert [report.file for report in again.refused] == [site.source / "articles/world/one.md"]
    assert lines_of(again) == lines_of(first)


@pytest.mark.parametrize("harm", ["cut", "scribble", "unfinished"])
def test_a_state_that_is_spoilt_costs_a_whole_build_and_nothing_else(
    site: Site, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    spoil(site.folder / "state" / "state.sqlite", harm)
    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    said(capsys)

    site.expect_the_whole(site.build())

    assert "The whole site is built" in said(capsys)


def spoil(file: Path, harm: str) -> None:
    body = file.read_bytes()
    if harm == "unfinished":
        with sqlite3.connect(file) as database:
            database.execute("UPDATE notes SET value = 0 WHERE name = 'done'")
    else:
        file.write_bytes(body[:5000] if harm == "cut" else b"no database" + body[11:])


def dies_at(owner: type, step: str, build: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(owner, step, None)
        with pytest.raises(TypeError):
            build()


def test_a_build_that_dies_leaves_nothing_to_go_on_with(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    dies_at(KeptBuild, "_note", site.build, monkeypatch)
    (site.source / "articles/world/two.md").unlink()

    site.expect_the_whole(site.build())


@pytest.mark.parametrize("address", [BASE, "https://other.example"])
def test_a_whole_build_that_dies_leaves_no_page_behind(
    site: Site, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    elsewhere = replace(order(site.source, site.folder / "kept"), base_url=address)
    dies_at(Folder, "finish", lambda: whole(elsewhere), monkeypatch)
    (site.source / "articles/world/two.md").unlink()

    site.expect_the_whole(site.build())
    assert not (site.folder / "kept/world/two").exists()


def test_a_first_build_that_dies_can_be_repeated(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("articles/world/one.md", STORY)
    with monkeypatch.context() as dying:
        dying.setattr(Folder, "finish", None)
        with pytest.raises(TypeError):
            site.build()

    site.expect_the_whole(site.build())


@pytest.mark.parametrize("restored", ["kept", "state"])
def test_an_older_copy_of_site_or_state_is_noticed(site: Site, restored: str) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    shutil.copytree(site.folder / restored, site.folder / "copy")
    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    site.build()
    shutil.rmtree(site.folder / restored)
    (site.folder / "copy").rename(site.folder / restored)
    (site.source / "articles/world/two.md").unlink()

    site.expect_the_whole(site.build())


def test_a_folder_that_is_laid_out_from_now_on_is_noticed(site: Site) -> None:
    (site.source / "articles").rmdir()
    site.write("one.md", STORY)
    site.build()

    (site.source / "articles").mkdir()
    site.expect_the_whole(site.build())


def test_all_that_is_due_is_seen_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ticking, kept_site):
        monkeypatch.setattr(module, "MOST", 2)
    for number in range(5):
        site.write(f"articles/world/{number}.md", STORY.replace("date:", "embargo: 2026-11-24\ndate:"))
    site.build()
    site.now += timedelta(days=3)

    site.expect_the_whole(site.build())


def test_a_change_that_hides_its_time_is_seen(site: Site) -> None:
    site.write("articles/world/one.md", STORY, NOW)
    site.build()

    site.write("articles/world/one.md", STORY.replace("ferry", "ferri"), NOW)
    site.expect_the_whole(site.build())


def test_where_much_has_changed_all_is_built_at_once(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    for number in range(30):
        site.write(f"articles/world/{number}.md", STORY)
    said(capsys)

    site.expect_the_whole(site.build())

    assert "files have changed" in said(capsys)


def test_another_build_into_the_same_folder_is_noticed(site: Site) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()
    site.write("articles/world/two.md", STORY.replace("ferry", "bridge"))
    whole(order(site.source, site.folder / "kept"))
    (site.source / "articles/world/two.md").unlink()

    site.expect_the_whole(site.build())


def test_a_state_that_cannot_be_kept_is_said_and_the_site_is_there(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("articles/world/one.md", STORY)
    (site.folder / "state" / "state.sqlite.new" / "in the way").mkdir(parents=True)

    site.expect_the_whole(site.build())

    assert f"its state cannot be kept in {site.folder / 'state'}: " in said(capsys)


def test_another_address_of_the_site_is_noticed(site: Site) -> None:
    site.write("articles/world/one.md", STORY)
    site.build()

    site.build(base_url="https://other.example")

    assert "https://other.example/world/one/" in (site.folder / "kept/sitemaps/2026-11-20.xml").read_text()
