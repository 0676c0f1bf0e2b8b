"""What is compiled when the layer is built prints as the templates themselves do."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import ModuleLoader
from tests.rendering.samples import FEED, MACHINE, PAGES

from broadsheet.rendering import engine, render
from broadsheet.rendering.assets import TEMPLATES
from broadsheet.rendering.compiling import compile_templates


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    shutil.copytree(str(files(TEMPLATES)), tmp_path / TEMPLATES)
    compile_templates(tmp_path / TEMPLATES)
    return tmp_path / TEMPLATES / engine.COMPILED


def test_compiled_templates_print_the_same(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    views = [*PAGES.values(), *MACHINE.values(), FEED]
    printed = [render(view, "rss") for view in views]
    by_module = engine.environment().overlay(loader=ModuleLoader(compiled))
    monkeypatch.setattr(engine, "environment", lambda: by_module)
    forget_macros()
    assert [render(view, "rss") for view in views] == printed
    assert str(compiled) in str(by_module.get_template("front.html").filename)
    forget_macros()


def forget_macros() -> None:
    """What has been printed of them, and where they were found."""
    for known in (engine.macro_of, *engine.ONCE.values()):
        known.cache_clear()  # type: ignore[attr-defined]


def test_every_template_is_compiled_and_nothing_else(compiled: Path) -> None:
    templates = [file for file in compiled.parent.iterdir() if file.suffix in (".html", ".xml")]
    assert len(list(compiled.iterdir())) == len(templates)


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that has no template yet."""
    monkeypatch.setattr(engine, "environment", cache(engine.environment.__wrapped__))


@pytest.mark.usefixtures("afresh")
def test_templates_are_kept_as_they_were_compiled(tmp_path: Path) -> None:
    engine.keep_compiled(tmp_path / "kept")
    engine.environment().get_template("front.html")
    assert [file.suffix for file in (tmp_path / "kept").iterdir()] == [".cache"]


@pytest.mark.usefixtures("afresh")
def test_where_nothing_may_be_kept_they_are_compiled_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    engine.keep_compiled(tmp_path / "a-file" / "kept")
    assert engine.environment().get_template("front.html")
