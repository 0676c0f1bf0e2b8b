"""The documented table is the table in the code."""

from __future__ import annotations

from pathlib import Path

from broadsheet.formats.fields import FIELDS, normal

PAGE = Path(__file__).parent.parent.parent / "docs" / "articles.md"


def test_the_page_for_editors_holds_every_field() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]

    expected = [
        f"| `{field.name}` | {field.type} | {field.default} | "
        f"{', '.join(f'`{name}`' for name in field.synonyms) or '–'} | {field.description} |"
        for field in FIELDS
    ]
    assert rows == expected


def test_no_two_fields_share_a_name_but_jekylls_published() -> None:
    names = [normal(name) for field in FIELDS for name in (field.name, *field.synonyms)]

    assert {name for name in names if names.count(name) > 1} == {"published"}
