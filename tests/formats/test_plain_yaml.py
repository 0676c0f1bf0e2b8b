"""The quick way through plain YAML says what the parser says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.formats.given import Path
from broadsheet.formats.notes import Refused
from broadsheet.formats.plainyaml import parse_plain
from broadsheet.formats.yamlblock import parse_yaml

PIECES = """
    title tags a : - ' " # null ~ [ ] [a,b] [a,'b'] [a, ,"b"] é \\ 2024-01-01 12:30 no & * { , _ << ? | %
""".split()
LINES = st.lists(
    st.lists(
        st.sampled_from([*PIECES, ": ", "- ", " #", "\n", "  ", "\u2028", ": [", ", ", "]"]), max_size=8
    ).map("".join),
    max_size=6,
).map("\n".join)


@given(LINES)
@settings(max_examples=1500, deadline=None)
def test_what_is_read_quickly_is_read_rightly(block: str) -> None:
    lines: dict[Path, int] = {}
    quick = parse_plain(block, lines)

    if quick:
        slow = parse_yaml(block + "\n\n# a comment, for which there is no quick way", 1)
        assert quick == slow.values
        assert {path: slow.line_of(path) for path in lines} == {
            path: line + 1 for path, line in lines.items()
        }


def test_an_ordinary_block_is_plain() -> None:
    fields = "title: A bridge\ndate: 2024-03-15 9:45:24 -0400\nurl: http://x/#y\n\nsummary: 'So.'"
    block = f"{fields}\ntags:\n  - a b\n  - c\nauthors: [Ana Luz,  'B, C' , \"D\"]"

    assert parse_plain(block, {}) == {
        "title": "A bridge",
        "date": "2024-03-15 9:45:24 -0400",
        "tags": ["a b", "c"],
        "url": "http://x/#y",
        "summary": "So.",
        "authors": ["Ana Luz", "B, C", "D"],
    }


@pytest.mark.parametrize(
    "block",
    [
        "a: b: c",
        "a: b #c",
        "a: 'it''s'",
        'a: "\\n"',
        "a: |\n  b",
        "a: [b: c]",
        "a: [b, [c]]",
        "a: [b,]",
        "a: ['']",
        "a: [b",
        "a: [- b]",
        "a: [b #c]",
        "a: &b c",
        "a: b\n  c",
        "a: b\na: c",
        "- a",
    ],
)
def test_whatever_needs_thought_is_left_to_the_parser(block: str) -> None:
    assert parse_plain(block, {}) is None


def test_a_list_whose_items_do_not_align_is_left_to_the_parser() -> None:
    with pytest.raises(Refused):
        parse_yaml("tags:\n  - a\n - b", 1)
