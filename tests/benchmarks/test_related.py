"""The score of related stories, on a handful of them; `benchmarks/related.py` reads files of thousands."""

from __future__ import annotations

import json

import pytest

from related import line, scored, stories_of

BRIDGE = "The cantilever bridge across the estuary was closed by engineers after corrosion was found. "
LINES = [
    json.dumps({"id": "bridge", "date": "2026-01-01T08:00:00Z", "title": "Bridge closed", "body": BRIDGE}),
    json.dumps({"id": "cake", "date": "2026-01-02T08:00:00Z", "title": "A cake", "body": "Flour and sugar."}),
    json.dumps(
        {
            "id": "again",
            "date": "2026-01-03T08:00:00Z",
            "title": "Bridge opened again",
            "body": BRIDGE * 20,
            "tags": ["Bridges"],
            "gold": ["bridge"],
        }
    ),
]


def test_a_story_that_was_picked_first_scores_one() -> None:
    assert list(scored(stories_of(LINES))) == [(1.0, 1.0)]


def test_gold_that_was_not_picked_scores_nothing() -> None:
    lines = [text.replace('["bridge"]', '["other"]') for text in LINES]

    assert list(scored(stories_of(lines))) == [(0.0, 0.0)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "Expecting value"),
        ("[]", "it is no object"),
        ('{"id": "a", "title": "A", "body": "B"}', "it has no 'date'"),
        ('{"id": "a", "title": "A", "body": "B", "date": "soon"}', "soon"),
        ('{"id": "a", "title": "A", "body": "B", "date": 5}', "it has values of the wrong kind"),
        ('{"id": "a", "title": "A", "body": "B", "date": "2026-01-01", "tags": "x"}', "its tags are no list"),
    ],
)
def test_a_line_that_is_no_story_is_named(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"line 4 is no story: .*{wrong}"):
        stories_of([*LINES, text])


def test_a_file_without_gold_says_so() -> None:
    with pytest.raises(ValueError, match="gold"):
        line("sample", stories_of(LINES[:2]))


def test_a_file_has_its_line() -> None:
    assert line("sample", stories_of(LINES)).split()[:5] == ["sample", "3", "1", "1.000", "1.000"]
