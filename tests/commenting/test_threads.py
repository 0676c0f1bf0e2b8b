"""The comments below a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.conversation import conversation
from broadsheet.commenting.exports import import_comments
from broadsheet.commenting.threads import read_thread
from broadsheet.domain.comments import Comment

ARTICLE = "0f1e2d3c4b5a6978"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def comment(number: int, parent: str = "", answers: str = "") -> Comment:
    moment = NOON + timedelta(seconds=number)
    return Comment(f"{number:026}", ARTICLE, f"Reader {number}", "Words", moment, parent, answers)


def test_replies_stand_below_what_they_answer_oldest_first() -> None:
    root, other = comment(1), comment(3)
    remarks = conversation([root, comment(2, root.id, "Reader 1"), other, comment(4, root.id, "Reader 2")])

    assert [remark.name for remark in remarks] == ["Reader 1", "Reader 3"]
    assert [(r.name, r.answers) for r in remarks[0].replies] == [
        ("Reader 2", "Reader 1"),
        ("Reader 4", "Reader 2"),
    ]
    assert remarks[1].replies == ()


def test_a_reply_whose_beginning_is_not_shown_stands_by_itself() -> None:
    remarks = conversation([comment(2, comment(1).id, "Reader 1"), comment(3)])

    assert [(r.name, r.answers) for r in remarks] == [("Reader 2", "Reader 1"), ("Reader 3", "")]


def test_no_comment_is_lost_when_a_reply_is_older_than_its_root() -> None:
    root = comment(5)
    [remark] = conversation([comment(4, root.id), root])

    assert [reply.name for reply in remark.replies] == ["Reader 4"]


def test_of_a_long_thread_the_newest_are_kept_and_all_are_counted() -> None:
    table = MemoryTable()
    import_comments(table, [comment(n) for n in range(12)])
    comments, count = read_thread(table, ARTICLE, limit=5)

    assert [c.name for c in comments] == [f"Reader {n}" for n in range(7, 12)]
    assert count == 12


def test_imported_comments_whose_ids_tell_no_time_stand_in_order_too() -> None:
    table = MemoryTable()
    later, sooner = (replace(comment(n), id=id_) for n, id_ in [(2, "a"), (1, "b")])
    import_comments(table, [later, sooner])

    assert read_thread(table, ARTICLE)[0] == [sooner, later]


def test_a_story_without_comments_has_an_empty_thread() -> None:
    assert read_thread(MemoryTable(), ARTICLE) == ([], 0)
