"""A site that is built at once is the site that grows file by file."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import ClassVar
from unittest.mock import Mock

import pytest
from PIL import Image

from broadsheet.domain.rows import article_from, site_from
from broadsheet.ports import Row
from broadsheet.publishing.sheets import Sheet
from broadsheet_cli.bulk import labour
from broadsheet_cli.bulk.folder import MANIFEST, Folder
from broadsheet_cli.bulk.site import BulkSite
from broadsheet_cli.bulk.tables import catalogue_rows, thread_rows
from broadsheet_cli.check import edit
from broadsheet_cli.content import uploads_of
from broadsheet_cli.newsroom import Newsroom
from broadsheet_cli.reporting import reports_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = "https://lantern.example"
NAMES = ("one", "two", "three", "four", "five")
WORDS = "harbour ferry council budget school bridge library winter market tide".split()
SITES = (
    'timezone = "Asia/Tokyo"\n[[sections]]\ntitle = "Empty"\n[[sections]]\ntitle = "World"\n',
    'name = "Herald"\ncomments = "off"\n',
    "name = [\n",
)


def content(folder: Path, chance: Random) -> Path:
    """A content folder in which everything that can meet does."""
    for number in range(12):
        file = folder / "articles" / chance.choice(("world", "local")) / f"{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(article(number, chance), encoding="utf-8")
    for name in NAMES[:2]:
        if chance.random() < 0.6:
            picture(folder / "images" / f"{name}.png", chance)
    for file in sorted(folder.rglob("*.*")):  # some in the same second
        os.utime(file, (NOW.timestamp() - 9 * chance.random(),) * 2)
    if chance.random() < 0.5:
        (folder / "site.toml").write_text(chance.choice(SITES), encoding="utf-8")
    return folder


def article(number: int, chance: Random) -> str:
    when = NOW - timedelta(hours=chance.randrange(60), days=chance.choice((0, 0, 1, 40)))
    fields = {
        "title": f"Story {number}" if chance.random() < 0.95 else "[",
        "date": f"{when:%Y-%m-%dT%H:%M:%S}" + chance.choice(("", "Z")),
        "tags": f"[{', '.join(chance.sample(WORDS, 2))}]",
        "authors": f"[{chance.choice(('Ana Luz', 'Rui Mar'))}]",
    }
    others: dict[str, Callable[[], str]] = {
        "slug": lambda: chance.choice(NAMES),
        "aliases": lambda: f"[/old/{chance.choice(NAMES)}/, /world/{chance.choice(NAMES)}/]",
        "related": lambda: f"[/world/{chance.choice(NAMES)}/, ../world/{chance.randrange(12)}.md]",
        "image": lambda: f"../../images/{chance.choice(NAMES)}.png",
        "embargo": lambda: f"{NOW + timedelta(hours=chance.choice((-9, 3))):%Y-%m-%dT%H:%M:%S}",
        "expires": lambda: f"{NOW + timedelta(hours=chance.choice((-2, 30))):%Y-%m-%dT%H:%M:%SZ}",
        "draft": lambda: "true",
        "comments": lambda: chance.choice(("off", "closed")),
    }
    for name in chance.sample([*others], chance.choice((0, 1, 1, 2, 3))):
        fields[name] = others[name]()
    words = " ".join(chance.choices(WORDS, k=chance.choice((8, 300))))
    links = (
        f"[other]({chance.randrange(12)}.md) ![sea](../../images/one.png)" if chance.random() < 0.4 else ""
    )
    head = "\n".join(f"{name}: {value}" for name, value in fields.items())
    return f"---\n{head}\n---\n\n{words}\n\n## A part\n\n{words[:60]} {links}\n"


def picture(file: Path, chance: Random) -> None:
    file.parent.mkdir(exist_ok=True)
    body = io.BytesIO()
    Image.new("RGB", (chance.choice((30, 700)), 20), (200, 90, 30)).save(body, "PNG")
    file.write_bytes(body.getvalue() if chance.random() < 0.8 else b"no picture")


def built(source: Path, out: Path, *, jobs: int = 1) -> tuple[dict[str, bytes], BulkSite]:
    site = BulkSite(uploads_of([source]), Folder(out), NOW, BASE, jobs)
    for _ in site.steps():
        pass
    return files_of(out), site


def files_of(out: Path) -> dict[str, bytes]:
    files = [file for file in out.rglob("*") if file.is_file() and file.name != MANIFEST]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in files}


def newsroom_of(source: Path) -> Newsroom:
    """The same files uploaded, the settings first."""
    room, files = Newsroom(now=NOW, base_url=BASE, pages_batch=10_000), uploads_of([source])
    settings = {key: file for key, file in files.items() if key == "site.toml"}
    edit(room, settings)
    edit(room, {key: file for key, file in files.items() if key not in settings})
    return room


def grown(source: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    room = newsroom_of(source)
    files = {key: file for key, file in uploads_of([source]).items() if key != "site.toml"}
    reports = reports_of(room.uploads, files)
    pages = {
        key: page.body if key.startswith("media/") else page.body.rstrip() + b"\n"
        for key, page in room.site.pages.items()
    }
    return pages, {str(report.file): str((report.receipt or {}).get("state")) for report in reports}


@pytest.mark.parametrize("seed", range(24))
def test_what_is_built_at_once_is_what_would_have_grown(tmp_path: Path, seed: int) -> None:
    source = content(tmp_path / "content", Random(seed))

    pages, site = built(source, tmp_path / "out")

    expected, states = grown(source)
    assert pages.keys() == expected.keys()
    assert [key for key, body in pages.items() if body != expected[key]] == []
    assert {
        str(source / key): site.records[key].state for key in site.records if key != "site.toml"
    } == states


@pytest.mark.parametrize("seed", range(24, 36))
def test_the_tables_are_those_that_would_have_grown(tmp_path: Path, seed: int) -> None:
    source = content(tmp_path / "content", Random(seed))
    _, site = built(source, tmp_path / "out")
    assert site.archive
    room = newsroom_of(source)

    begun, threads = rows_of(catalogue_rows(site.archive)), rows_of(thread_rows(site.archive))

    grown = rows_of(room.catalogue.rows())
    assert begun == {key: row for key, row in grown.items() if key in begun or not _of_the_past(key)}
    assert threads == {key: row for key, row in rows_of(room.comments.rows()).items() if key[1] == "THREAD"}


def rows_of(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """Without what tells when and how often something was decided."""
    return {(row["pk"], row["sk"]): _timeless(row) for row in rows if row["sk"] not in ("MEDIA", "SWEEP")}


def _timeless(row: Row) -> Row:
    told = {name: value for name, value in row.items() if name != "rev"}
    if row["sk"] == "ARTICLE":
        record = article_from(row)
        live = record.live and replace(record.live, version="")
        told["doc"] = replace(
            record, rev=0, handled=None, pages=(), joins=False, heard=None, live=live, former=(), first=None
        )
    if row["sk"] == "SITE" and "doc" in row:
        told["doc"] = replace(site_from(row), rev=0, handled=None)
    return told


def _of_the_past(key: tuple[str, str]) -> bool:
    """Where a story has been shown or has been looked for: of that only the site that grew can know. And a
    build has the files at hand, and needs no copies."""
    return key[1].startswith("SHOWN#") or key[1] in ("PICKS", "COPY") or key[0].startswith("MEDIA#")


def test_of_two_files_that_want_an_address_the_older_has_it(tmp_path: Path) -> None:
    for name, age in (("a", 1), ("b", 3), ("c", 2)):
        file = tmp_path / "content" / "articles" / "world" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {name}\ndate: 2026-11-20\nslug: wanted\n---\nWords.\n")
        os.utime(file, (NOW.timestamp() - age,) * 2)

    _, site = built(tmp_path / "content", tmp_path / "out")

    states = {key[-4]: record.state for key, record in site.records.items()}
    assert states == {"a": "refused", "b": "published", "c": "refused"}


def test_two_processes_build_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labour, "PART", 3)
    shared = Mock(wraps=labour._shared)
    monkeypatch.setattr(labour, "_shared", shared)
    source = content(tmp_path / "content", Random(7))
    for number in range(4):
        picture(source / "images" / f"of{number}.png", Random(number))

    one, of_one = built(source, tmp_path / "one")
    two, of_two = built(source, tmp_path / "two", jobs=2)

    assert one == two
    assert of_one.records == of_two.records
    assert sorted(map(str, of_one.catalogue.rows())) == sorted(map(str, of_two.catalogue.rows()))
    assert shared.call_count == 3  # for pictures, for texts, for pages


def test_pages_are_put_by_one_process_where_an_outlet_is_not_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Alone(Folder):
        shared = False
        put: ClassVar[list[str]] = []

        def page(self, path: str, sheet: Sheet) -> str:
            self.put.append(path)
            return super().page(path, sheet)

    monkeypatch.setattr(labour, "PART", 3)
    source = content(tmp_path / "content", Random(7))

    site = BulkSite(uploads_of([source]), Alone(tmp_path / "out"), NOW, BASE, jobs=2)
    pages = [key for key in site.steps() if key.endswith(".html")]

    assert len([path for path in Alone.put if path.endswith(("/", ".html"))]) == len(pages)


def test_what_is_done_is_told_in_steps_of_which_a_picture_takes_many(tmp_path: Path) -> None:
    source = content(tmp_path / "content", Random(7))
    picture(source / "images" / "small.png", Random(0))
    noise = Image.frombytes("L", (400, 400), Random(1).randbytes(160_000))
    noise.save(source / "images" / "large.png")

    site = BulkSite(uploads_of([source]), Folder(tmp_path / "out"), NOW, BASE)
    done, said = 0, {}
    for key in site.steps():
        assert site.done <= site.total
        said[key], done = site.done - done, site.done

    assert site.done == site.total
    assert said["images/large.png"] > 20 * said["images/small.png"] > 0
    assert {said[key] for key in said if key.startswith("articles/")} == {1}


def test_what_an_earlier_build_left_is_deleted(tmp_path: Path) -> None:
    source = content(tmp_path / "content", Random(1))
    built(source, tmp_path / "out")
    for file in (source / "articles").rglob("*.md"):
        file.unlink()

    pages, _ = built(source, tmp_path / "out")

    assert pages == built(source, tmp_path / "fresh")[0]
