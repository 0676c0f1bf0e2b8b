"""The documentation names what there is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from broadsheet.commenting.refusals import KINDS
from broadsheet.formats.site_toml import KEYS
from broadsheet.settings import Settings
from broadsheet_cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text() for path in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]}
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("name", [field.name.upper() for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in DOCS["operations.md"]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_site_toml_is_documented(key: str) -> None:
    assert f"`{key}`" in DOCS["contracts.md"] or f"`[[{key}]]`" in DOCS["contracts.md"]


@pytest.mark.parametrize("code", KINDS)
def test_every_code_of_a_refused_comment_is_documented(code: str) -> None:
    row = next(line for line in DOCS["contracts.md"].splitlines() if f"`{code}`" in line)

    assert row.startswith(f"| {KINDS[code].status} |")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`broadsheet {command}" in DOCS["README.md"]


@pytest.mark.parametrize("path", sorted((ROOT / "functions").glob("*.py")), ids=lambda p: p.stem)
def test_every_function_is_described(path: Path) -> None:
    assert f"| {path.stem} |" in DOCS["operations.md"]


def test_every_link_leads_to_a_file() -> None:
    pages = [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]
    example = re.compile(r"```.*?```|`[^`]*`|^    .*?$", re.DOTALL | re.MULTILINE)

    broken = [
        (page.name, link)
        for page in pages
        for link in LINK.findall(example.sub("", page.read_text()))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_no_page_speaks_of_a_machine_or_a_registry() -> None:
    words = re.compile(r"/(?:home|work|root)/|pypi\.org|registry\.npmjs|deb\.debian", re.IGNORECASE)

    assert [name for name, text in DOCS.items() if words.search(text)] == []
