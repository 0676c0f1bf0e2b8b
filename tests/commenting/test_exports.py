"""Comments leave and come back as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.exports import BadExport, export_comments, import_comments, read_export
from broadsheet.commenting.threads import read_thread
from broadsheet.domain.comments import Comment
from broadsheet.errors import Conflict
from broadsheet.ports import Action

ARTICLE = "0f1e2d3c4b5a6978"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOT = Comment("01", ARTICLE, "Ana María", "One\n\ntwo <b>", NOON)
REPLY = Comment("02", ARTICLE, "Luis", "No.", NOON, "01", "Ana María")
LINE = {"article": ARTICLE, "id": "01", "name": "Ana", "text": "Hello", "posted": "2026-11-23T12:00:00Z"}


def complaint(*lines: object) -> str:
    texts = [line if isinstance(line, str | bytes) else json.dumps(line) for line in lines]
    with pytest.raises(BadExport) as caught:
        read_export(texts, "comments.jsonl")
    return str(caught.value)


def test_what_is_exported_comes_back_the_same() -> None:
    table = MemoryTable()
    import_comments(table, [ROOT, REPLY])

    assert read_export(export_comments(table, [ARTICLE]), "comments.jsonl") == [ROOT, REPLY]


def test_an_export_holds_what_is_public_and_nothing_else() -> None:
    table = MemoryTable()
    import_comments(table, [Comment("01", ARTICLE, "Ana", "Hello", NOON, email="ana@example.org")])
    [line] = export_comments(table, [ARTICLE])

    assert json.loads(line) == LINE | {"parent": "", "answers": ""}


def test_one_that_a_reader_was_in_the_way_of_is_stored_all_the_same() -> None:
    class Busy(MemoryTable):
        conflicts = 1

        def write(self, actions: Sequence[Action]) -> None:
            if self.conflicts:
                self.conflicts -= 1
                raise Conflict("another transaction is at work on the row")
            super().write(actions)

    table = Busy()

    assert import_comments(table, [ROOT]) == 1
    assert read_thread(table, ARTICLE)[1] == 1


def test_importing_twice_stores_once() -> None:
    table = MemoryTable()

    assert import_comments(table, [ROOT, REPLY]) == 2
    assert import_comments(table, [ROOT, REPLY]) == 0
    assert read_thread(table, ARTICLE)[1] == 2


def test_bytes_byte_order_marks_and_blank_lines_are_fine() -> None:
    assert len(read_export([b"\xef\xbb\xbf" + json.dumps(LINE).encode(), b"\n", b""], "x")) == 1


def test_times_are_taken_in_any_zone() -> None:
    [comment] = read_export([json.dumps(LINE | {"posted": "2026-11-23T13:00:00+01:00"})], "x")

    assert comment.posted == NOON


def test_what_is_wrong_is_named_with_file_and_line() -> None:
    assert complaint(LINE, "{oops") == (
        "comments.jsonl, line 2: not JSON (Expecting property name enclosed in double quotes)"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[]", "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ({**LINE, "name": 5}, "`name` is not text"),
        ({**LINE, "text": " "}, "`text` is missing"),
        ({**LINE, "posted": "yesterday"}, "`posted` is not a time such as 2026-11-23T09:30:00Z: 'yesterday'"),
        ({**LINE, "article": "story"}, "`article` cannot be 'story'"),
        ({**LINE, "id": "a b"}, "`id` cannot be 'a b'"),
        ({**LINE, "parent": "a#b"}, "`parent` cannot be 'a#b'"),
    ],
)
def test_each_mistake_has_its_words(line: object, reason: str) -> None:
    assert complaint(line) == f"comments.jsonl, line 1: {reason}"


def test_the_same_comment_twice_is_a_mistake() -> None:
    assert complaint(LINE, LINE) == "comments.jsonl, line 2: the comment 01 is there twice"
