"""Style sheet and icon."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.rendering.samples import ARTICLE

import broadsheet_templates
from broadsheet.rendering import assets, render, templates_version


def test_a_file_is_named_by_its_content_so_that_it_can_be_kept_for_ever() -> None:
    for path, asset in assets().items():
        digest = hashlib.sha256(asset.body).hexdigest()[:8]
        assert path == asset.path
        assert re.fullmatch(rf"/assets/[a-z]+\.{digest}\.(css|svg)", path)


def test_pages_ask_only_for_files_that_exist() -> None:
    asked = set(re.findall(r'"(/assets/[^"]+)"', render(ARTICLE)))
    assert asked == set(assets())


def test_files_have_the_type_that_browsers_insist_on() -> None:
    types = {asset.content_type for asset in assets().values()}
    assert types == {"text/css; charset=utf-8", "image/svg+xml"}


def test_the_style_sheet_is_small_and_asks_for_nothing_more() -> None:
    css = next(asset.body.decode() for path, asset in assets().items() if path.endswith(".css"))
    assert len(css) < 19_000
    assert "url(" not in css
    assert "@import" not in css
    assert "!important" not in css


def test_squeezing_leaves_every_rule_and_every_string() -> None:
    css = next(asset.body.decode() for path, asset in assets().items() if path.endswith(".css"))
    written = (Path(broadsheet_templates.__file__).parent / "assets/site.css").read_text()
    for mark in ("{", "}"):
        assert css.count(mark) == written.count(mark)
    strings = re.compile(r'"[^"\n]*"')
    assert strings.findall(css) == strings.findall(written)


def test_the_style_sheet_knows_dark_rooms_paper_and_calm() -> None:
    css = next(asset.body.decode() for path, asset in assets().items() if path.endswith(".css"))
    for query in ("prefers-color-scheme: dark", "@media print", "prefers-reduced-motion", "forced-colors"):
        assert query in css


def test_the_version_of_the_templates_is_short_and_steady() -> None:
    first = templates_version()
    templates_version.cache_clear()
    assert templates_version() == first
    assert re.fullmatch(r"[0-9a-f]{12}", first)
