"""Every upload is answered in words that an editor understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.publishing.conftest import NOW, Desk, story

from broadsheet.adapters.memory.buckets import MemoryUploads
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.domain.addresses import article_id, receipt_key
from broadsheet.domain.record import ArticleRecord, Handled
from broadsheet.domain.rows import article_row
from broadsheet.ports import Put
from broadsheet.publishing.receipts import Answered, answer, last_answer

# What follows from the index of days and months.
INDEXES = {"archive/index.html", "archive/2026-11/index.html", "sitemap.xml"}
KEY = "articles/world/a.md"
WRONG = {
    "broken front matter": (KEY, b"---\ntitle: a\ntags: [x\n---\ntext", "tags", 3),
    "no title": (KEY, b"---\ndate: 2026-01-01\n---\n\ntext without a heading", "title", None),
    "not UTF-8": (KEY, "# Caf\xe9\n".encode("latin-1"), "", 1),
    "a date that does not exist": (KEY, b"---\ntitle: a\ndate: 2026-02-30\n---\nx", "date", 3),
    "an unknown kind": ("articles/world/a.docx", b"PK", "", None),
    "a reserved section": (KEY, b"---\ntitle: a\nsection: api\n---\nx", "section", None),
    "an empty file": (KEY, b"", "", None),
}


@pytest.mark.parametrize(("key", "body", "field", "line"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_with_field_and_line(
    desk: Desk, key: str, body: bytes, field: str, line: int | None
) -> None:
    receipt = desk.upload(key, body)

    assert receipt["state"] == "refused"
    assert receipt["url"] is None
    error: dict[str, Any] = receipt["errors"][0]
    assert error["field"] == field
    assert line is None or error["line"] == line
    assert len(error["message"]) > 10


def test_a_file_of_thirty_megabytes_is_refused_unread(desk: Desk) -> None:
    receipt = desk.upload(KEY, b"x" * 30 * 2**20)

    assert receipt["state"] == "refused"
    assert "30.0 MB" in receipt["errors"][0]["message"]


def test_a_wrong_file_does_not_hold_up_the_rest_of_the_batch(desk: Desk) -> None:
    desk.put("articles/world/bad.md", b"---\ntitle: [\n---\n")
    desk.put("articles/world/good.md", story())
    desk.room.settle()

    assert desk.receipt("articles/world/bad.md")["state"] == "refused"
    assert desk.receipt("articles/world/good.md")["state"] == "published"


def test_the_receipt_of_a_new_story_names_every_page_that_was_written(desk: Desk) -> None:
    before = desk.revs()

    receipt = desk.upload(KEY, story())

    changed = {key for key, rev in desk.revs().items() if before.get(key) != rev}
    written = {
        path.removeprefix("/") + ("index.html" if path.endswith("/") else "") for path in receipt["written"]
    }
    assert written <= changed
    assert changed - written <= INDEXES


def test_a_receipt_belongs_to_one_version_of_the_file(desk: Desk) -> None:
    first = desk.upload(KEY, story())
    second = desk.upload(KEY, story(body="Other words."))

    assert first["version"] != second["version"]
    assert second["rev"] > first["rev"]


def test_a_corrected_file_has_no_errors_left(desk: Desk) -> None:
    desk.upload(KEY, b"---\ntitle: [\n---\n")

    receipt = desk.upload(KEY, story())

    assert (receipt["state"], receipt["errors"]) == ("published", [])


@pytest.mark.parametrize(
    "key",
    [
        "articles/my news/a story.md",
        "articles/a+b/c%20d.md",
        "articles/économie/été à Paris.md",
        "articles/world/" + "long-" * 177 + ".md",
    ],
    ids=["spaces", "plus and percent", "accents", "900 characters"],
)
def test_keys_of_every_kind_are_published_and_answered(desk: Desk, key: str) -> None:
    receipt = desk.upload(key, story())

    assert receipt["key"] == key
    assert receipt["state"] == "published"
    path = receipt["url"].removeprefix("http://127.0.0.1:8000")
    assert path.isascii()
    assert len(path) < 200
    assert desk.page(path) is not None


def test_a_key_too_long_for_a_receipt_of_its_own_name_is_answered_all_the_same() -> None:
    one, two = ("articles/" + "é" * 505 + f"{n}.md" for n in (1, 2))

    assert len(receipt_key(one).encode()) <= 1024
    assert receipt_key(one) != receipt_key(two)


def test_what_operating_systems_leave_behind_is_not_answered(desk: Desk) -> None:
    desk.put("articles/.DS_Store", b"\0")
    desk.put("articles/world/", b"")
    desk.room.settle()

    assert desk.room.uploads.read_receipt(receipt_key("articles/.DS_Store")) is None
    assert desk.room.uploads.read_receipt(receipt_key("articles/world/")) is None


SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'


def test_a_story_shows_a_picture_that_arrives_after_it(desk: Desk) -> None:
    early = desk.upload(KEY, story(body="Words.\n\n![A square](/images/a.svg)"))
    assert "has not been uploaded" in early["warnings"][0]["message"]

    desk.upload("images/a.svg", SQUARE)

    assert "/media/" in (desk.page("/world/a/") or "")
    assert desk.receipt(KEY)["warnings"] == []


def test_a_story_says_that_its_picture_was_refused(desk: Desk) -> None:
    image = desk.upload("images/evil.svg", SQUARE.replace(b"<rect", b"<script>1</script><rect"))

    receipt = desk.upload(KEY, story(body="Words.\n\n![A square](/images/evil.svg)"))

    assert image["state"] == "refused"
    assert "was refused" in receipt["warnings"][0]["message"]


def test_a_story_shows_all_its_pictures(desk: Desk) -> None:
    for number in range(30):
        desk.put(f"images/{number}.svg", SQUARE)

    desk.upload(KEY, story(body="\n\n".join(f"![Shot {n}](/images/{n}.svg)" for n in range(30))))

    assert (desk.page("/world/a/") or "").count("<img") == 30


def test_a_story_with_more_rows_than_a_transaction_takes_is_moved_all_the_same(desk: Desk) -> None:
    def pictures(start: int) -> str:
        return "\n\n".join(f"![Shot {n}](/images/{n}.svg)" for n in range(start, start + 40))

    desk.upload(KEY, story(body=pictures(0), tags="[a, b, c, d, e, f, g, h, i, j]"))

    receipt = desk.upload(KEY, story(body=pictures(50), tags="[k, l, m, n, o, p, q, r, s, t]", slug="new"))

    assert receipt["state"] == "published"
    assert desk.leads_to("/world/a/") == "/world/new/"
    assert desk.page("/tags/a/") is None
    assert desk.page("/tags/t/") is not None


@pytest.mark.parametrize("garbage", [b"garbage{", b"[]", b'{"rev": "x"}', b"\xff"])
def test_a_receipt_that_a_hand_has_written_over_is_written_anew(desk: Desk, garbage: bytes) -> None:
    before = desk.upload(KEY, story())
    there = desk.room.uploads.read_receipt(receipt_key(KEY))
    assert there
    desk.room.uploads.write_receipt(receipt_key(KEY), garbage, etag=there[1])

    after = desk.upload(KEY, story(body="More."))

    assert (after["state"], after["url"]) == ("published", before["url"])


def test_an_edit_is_answered_with_no_second_look_at_the_answer_before(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.room.ledger.clear()

    desk.upload(KEY, story(body="More."))

    # The story, the look of ingest at the answer before, and that of this test.
    assert desk.room.ledger.requests["uploads.get"] == 3


@pytest.fixture
def answering() -> Callable[..., Answered | None]:
    """A story of which version two is handled in decision three; the answer before is one to another."""
    uploads, catalogue = MemoryUploads(), MemoryTable()
    record = ArticleRecord(article_id(KEY), KEY, 3, "withdrawn", Handled("v2", "2", 2, NOW))
    catalogue.write([Put(article_row(record))])
    uploads.write_receipt(receipt_key(KEY), b'{"rev": 2, "version": "v1"}', etag=None)
    _, heard = last_answer(KEY, uploads=uploads)
    assert heard

    def answered(*, replaced: bool = False, **found: str) -> Answered | None:
        if replaced:
            uploads.write_receipt(receipt_key(KEY), b'{"rev": 2, "version": "v2"}', etag=heard.etag)
        return answer(
            KEY,
            rev=3,
            heard=replace(heard, **found),
            written=["/x/"],
            base_url="",
            uploads=uploads,
            catalogue=catalogue,
            now=NOW + timedelta(seconds=5),
        )

    return answered


def test_the_first_answer_to_a_version_tells_how_long_that_took(
    answering: Callable[..., Answered | None],
) -> None:
    assert answering() == Answered(KEY, 3, "withdrawn", ("/x/",), 5)


def test_a_second_answer_to_a_version_tells_no_time(answering: Callable[..., Answered | None]) -> None:
    assert answering(version="v2") == Answered(KEY, 3, "withdrawn", ("/x/",), None)


def test_an_answer_that_is_another_by_now_is_looked_at_again(
    answering: Callable[..., Answered | None],
) -> None:
    assert answering(replaced=True) == Answered(KEY, 3, "withdrawn", ("/x/",), None)
