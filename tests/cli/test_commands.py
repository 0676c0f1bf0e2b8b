"""build and check, as an editor calls them."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet_cli.bulk import folder
from broadsheet_cli.main import main

STORY = """---
title: Harbour reopens
date: 2026-11-20
image: {src: ../../images/a.svg, alt: A square}
---

The ferries sail.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "articles" / "world").mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / "articles" / "world" / "harbour.md").write_text(STORY)
    (folder / "images" / "a.svg").write_text(SVG)
    (folder / "site.toml").write_text('name = "The Quay"\nbase_url = "https://quay.example"\n')
    return folder


def test_a_build_is_a_whole_site(content: Path, tmp_path: Path) -> None:
    result = run("build", content, tmp_path / "out")

    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "world" / "harbour" / "index.html").read_text()
    assert "The Quay" in page
    assert "/media/" in page
    assert all(
        (tmp_path / "out" / name).is_file() for name in ("index.html", "404.html", "rss.xml", "sitemap.xml")
    )


def no_room(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_is_said_with_the_file_that_did_not_fit(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", no_room)
        result = run("build", content, tmp_path / "out", "--jobs", "1")

    assert result.exit_code == 1
    assert re.fullmatch(rf"Error: {tmp_path}/out/\S+: No space left on device\n", result.output)
    assert run("build", content, tmp_path / "out").exit_code == 0


def test_a_disk_that_is_full_is_said_where_the_system_names_no_file(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_overwrite", no_room)

    result = run("build", content, tmp_path / "out", "--jobs", "1")

    assert (result.exit_code, result.output) == (1, "Error: No space left on device\n")


def test_a_second_build_touches_only_what_differs_and_removes_what_is_gone(
    content: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("build", content, out)
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*.*") if file.is_file()}
    (content / "articles" / "world" / "harbour.md").rename(content / "articles" / "world" / "quay.md")

    run("build", content, out)

    assert not (out / "world" / "harbour" / "index.html").exists()
    assert (out / "world" / "quay" / "index.html").exists()
    assert (out / "404.html").stat().st_mtime_ns == before[out / "404.html"]


def test_a_build_names_what_is_wrong_and_goes_on(content: Path, tmp_path: Path) -> None:
    bad = content / "articles" / "world" / "bad.md"
    bad.write_text("---\ntitle: a\ndate: 2026-02-30\n---\n")

    result = run("build", content, tmp_path / "out")

    assert result.exit_code == 1
    assert f"{bad}:3: error: date:" in result.output
    assert (tmp_path / "out" / "world" / "harbour" / "index.html").exists()


def test_a_build_does_not_write_into_somebodys_folder(content: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")

    result = run("build", content, tmp_path / "home")

    assert result.exit_code == 1
    assert "not an earlier build" in result.output
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["thesis.txt"]


def test_a_build_shows_exported_comments(content: Path, tmp_path: Path) -> None:
    from broadsheet.domain.addresses import article_id

    export = tmp_path / "comments.jsonl"
    article = article_id("articles/world/harbour.md")
    export.write_text(
        f'{{"article": "{article}", "id": "a", "name": "Ana", "text": "Hello", '
        '"posted": "2026-11-21T10:00:00Z"}\n'
    )

    run("build", content, tmp_path / "out", "--comments", export)

    assert "Hello" in (tmp_path / "out" / "world" / "harbour" / "index.html").read_text()


def test_a_broken_export_is_named_with_its_line(content: Path, tmp_path: Path) -> None:
    export = tmp_path / "comments.jsonl"
    export.write_text("\n{broken\n")

    result = run("build", content, tmp_path / "out", "--comments", export)

    assert result.exit_code == 1
    assert "line 2" in result.output
    assert not (tmp_path / "out").exists()


def test_check_says_what_would_become_of_a_file(content: Path) -> None:
    result = run("check", content / "articles" / "world" / "harbour.md")

    assert result.exit_code == 0
    assert "published https://quay.example/world/harbour/" in result.output
    assert "warning" not in result.output


def test_check_fails_for_a_wrong_file_and_says_where(content: Path) -> None:
    bad = content / "articles" / "bad.md"
    bad.write_text("no title here")

    result = run("check", bad)

    assert result.exit_code == 1
    assert f"{bad}: refused" in result.output
    assert "title" in result.output


def test_check_notices_two_files_with_one_address(content: Path) -> None:
    (content / "articles" / "world" / "harbour.txt").write_text("Harbour\n\nText.")

    result = run("check", content)

    assert result.exit_code == 1
    assert "/world/harbour/ belongs to articles/world/harbour.md" in result.output


def test_nothing_is_served_where_env_looks(unused_port: int) -> None:
    result = run("env", "--port", unused_port)

    assert result.exit_code == 1
    assert f"No site is being served on port {unused_port}" in result.output


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
