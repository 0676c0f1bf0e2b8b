"""The sweep finds what was lost and has it made right; where nothing was lost it finds nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from tests.publishing.conftest import Desk, story

from broadsheet.domain.addresses import article_id, object_key, receipt_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.rows import article_from, article_key, article_row
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Delete, Page, Put, Row
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.invalidating import every_page
from broadsheet.publishing.numbering import page_of
from broadsheet.publishing.sheets import tombstone
from broadsheet.publishing.sources import TableSources
from broadsheet.publishing.sweeping import LIMIT, SETTLING, Sweep, Swept, followed
from broadsheet.publishing.sweeping.notes import EVERY, MOST_SUSPECTS, SWEEP, Notes, notes_from
from broadsheet.publishing.sweeping.placement import name_at, path_at

BASE = "http://127.0.0.1:8000"
KEY, PATH = "articles/world/harbour.md", "/world/harbour/"
PIER = "images/pier.png"


def png(shade: int = 80) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (600, 400), (shade, 80, 120)).save(file, "PNG")
    return file.getvalue()


def sweep_of(desk: Desk) -> Sweep:
    room = desk.room
    return Sweep(
        room.uploads,
        room.catalogue,
        room.comments,
        room.site,
        room.uploads_queue,
        room.images_queue,
        room.pages_queue,
        BASE,
    )


def sweep(desk: Desk, *, limit: int = LIMIT) -> Swept:
    return sweep_of(desk).run(desk.room.clock.now(), limit=limit)


def swept(desk: Desk) -> int:
    """The repairs of a whole pass, with the second look at what it found; what is sent is done."""
    desk.room.clock.advance(EVERY)
    repairs = sweep(desk).repairs
    desk.room.clock.advance(SETTLING)
    repairs += sweep(desk).repairs
    desk.room.settle()
    return repairs


def notes(desk: Desk) -> Notes:
    return notes_from(desk.room.catalogue.get(*SWEEP))


@pytest.fixture
def paper() -> Desk:
    """A small paper with everything: sections, tags, authors, redirects, a picture, scheduled and refused."""
    desk = Desk()
    desk.put("site.toml", 'name = "Lantern"\n[[sections]]\ntitle = "Sport"\n')
    desk.put(PIER, png())
    desk.put(KEY, story(tags="[ferries, port]", author="Ana Luz", image="../../images/pier.png"))
    desk.put(
        "articles/world/second.md",
        story("Second", tags="[port]", aliases="[/old/second.html, /older/index.html]"),
    )
    desk.put("articles/local/third.md", story("Third", slug="moved"))
    desk.put("articles/local/later.md", story("Later", embargo="2027-01-01T00:00:00Z"))
    desk.put("articles/local/broken.md", "---\ntitle: [\n---\n")
    desk.put("articles/local/.hidden.md", "nothing")
    desk.room.settle()
    desk.upload("articles/local/third.md", story("Third", slug="moved-again"))
    desk.upload("articles/local/gone.md", story("Gone"))
    desk.delete("articles/local/gone.md")
    return desk


def lose(desk: Desk) -> None:
    """Whatever was just sent never arrives."""
    for queue in (desk.room.uploads_queue, desk.room.images_queue, desk.room.pages_queue):
        queue.messages.clear()


def digests(desk: Desk) -> dict[str, str]:
    return {key: page.digest for key, page in desk.room.site.pages.items()}


def by_hand(desk: Desk, path: str, words: bytes = b"by hand", **fields: str | int) -> None:
    page = Page(words, "text/html", "", 0, "")
    desk.room.site.pages[object_key(path)] = page._replace(**fields)  # type: ignore[arg-type]


def buried(desk: Desk, path: str) -> None:
    key = object_key(path)
    desk.room.site.pages.pop(key, None)
    desk.room.site.tombstones[key] = page_of(tombstone("Not here."), rev=1)


# -- where all is well


def test_a_paper_that_is_as_it_should_be_needs_no_repair(paper: Desk) -> None:
    pages = dict(paper.room.site.pages)
    before = paper.room.catalogue.rows()

    assert swept(paper) == 0

    assert paper.room.site.pages == pages
    assert [row for row in paper.room.catalogue.rows() if row not in before] == [
        paper.room.catalogue.get(*SWEEP)
    ]
    last = notes(paper).last
    assert (last.articles, last.repairs) == (5, 0)
    assert last.pages > 20


def test_an_empty_paper_needs_none_either(desk: Desk) -> None:
    assert swept(desk) == 0


def test_nothing_becomes_a_suspect_in_a_paper_that_is_as_it_should_be(paper: Desk) -> None:
    paper.room.clock.advance(EVERY)

    assert sweep(paper).suspects == 0


def test_a_sweep_at_rest_costs_one_reading_and_writes_nothing(paper: Desk) -> None:
    swept(paper)
    paper.room.ledger.clear()

    sweep(paper)

    assert dict(paper.room.ledger.requests) == {"catalogue.get": 1}


# -- what was lost


def lost_upload(desk: Desk) -> None:
    desk.put("articles/world/new.md", story("New"))
    lose(desk)


def lost_edit(desk: Desk) -> None:
    desk.put(KEY, story("Harbour closes"))
    lose(desk)


def lost_delete(desk: Desk) -> None:
    desk.room.uploads.remove(KEY)
    lose(desk)


def lost_delete_of_a_scheduled_story(desk: Desk) -> None:
    desk.room.uploads.remove("articles/local/later.md")
    lose(desk)


def lost_delete_of_a_refused_story(desk: Desk) -> None:
    desk.room.uploads.remove("articles/local/broken.md")
    lose(desk)


def lost_settings(desk: Desk) -> None:
    desk.put("site.toml", 'name = "Herald"\n')
    lose(desk)


def lost_delete_of_settings(desk: Desk) -> None:
    desk.room.uploads.remove("site.toml")
    lose(desk)


def lost_image(desk: Desk) -> None:
    desk.put("images/quay.png", png(3))
    lose(desk)


def lost_new_version_of_an_image(desk: Desk) -> None:
    desk.put(PIER, png(4))
    lose(desk)


def lost_delete_of_an_image(desk: Desk) -> None:
    desk.room.uploads.remove(PIER)
    lose(desk)


def lost_picture_file(desk: Desk) -> None:
    key = next(key for key in desk.room.site.pages if key.startswith("media/"))
    del desk.room.site.pages[key]


def lost_page(desk: Desk) -> None:
    del desk.room.site.pages[object_key(PATH)]


def lost_redirect(desk: Desk) -> None:
    del desk.room.site.pages["old/second.html"]


def lost_list(desk: Desk) -> None:
    del desk.room.site.pages["tags/ferries/index.html"]


def lost_feed(desk: Desk) -> None:
    del desk.room.site.pages["world/atom.xml"]


def lost_front_page(desk: Desk) -> None:
    del desk.room.site.pages["index.html"]


def lost_page_of_an_empty_section(desk: Desk) -> None:
    del desk.room.site.pages["sport/index.html"]


def page_overwritten(desk: Desk) -> None:
    by_hand(desk, PATH)


def list_overwritten(desk: Desk) -> None:
    by_hand(desk, "/archive/2026-11/")


def page_buried(desk: Desk) -> None:
    buried(desk, PATH)


def stray_page(desk: Desk) -> None:
    by_hand(desk, "/world/stray/")


def stray_list(desk: Desk) -> None:
    by_hand(desk, "/tags/stray/")


def stray_section(desk: Desk) -> None:
    by_hand(desk, "/stray/")


def stray_redirect(desk: Desk) -> None:
    by_hand(desk, "/old/stray.html", rev=7, digest="x", location=PATH)


def page_of_a_withdrawn_story(desk: Desk) -> None:
    by_hand(desk, "/local/gone/", rev=7, digest="x")


def page_of_a_scheduled_story(desk: Desk) -> None:
    by_hand(desk, "/local/later/", rev=7, digest="x")


def lost_row(desk: Desk, pk: str, sk: str = "") -> None:
    """As a hand, or a table that was restored, may do it."""
    row = next(row for row in desk.room.catalogue.query(pk) if row["sk"].startswith(sk))
    desk.room.catalogue.write([Delete(row["pk"], row["sk"])])
    desk.room.changes.clear()


def written_row(desk: Desk, row: Row) -> None:
    desk.room.catalogue.write([Put(row)])
    desk.room.changes.clear()


def lost_row_of_a_tag(desk: Desk) -> None:
    lost_row(desk, "LIST#tag/ferries")


def lost_row_of_the_register(desk: Desk) -> None:
    lost_row(desk, "LIST#front")


def lost_row_of_a_month(desk: Desk) -> None:
    lost_row(desk, "LIST#section/world/2026-11")


def lost_term(desk: Desk) -> None:
    lost_row(desk, "TERM##port")


def lost_day(desk: Desk) -> None:
    lost_row(desk, "INDEX#days")


def no_sitemaps_of_days(desk: Desk) -> None:
    """As in tables of releases before those were lists of their own."""
    rows_ = [row for row in desk.room.catalogue.rows() if "#sitemap" in row["pk"]]
    assert {row["pk"].partition("/")[0] for row in rows_} == {"LIST#sitemap", "INDEX#sitemaps"}
    desk.room.catalogue.write([Delete(row["pk"], row["sk"]) for row in rows_])
    desk.room.changes.clear()
    desk.room.pages_queue.send([{"pages": ["sitemap", "sitemap/2026-11-20"]}])
    desk.room.settle()
    assert "/sitemaps/" not in (desk.page("/sitemap.xml") or "")


def lost_section(desk: Desk) -> None:
    lost_row(desk, "INDEX#sections", "local")


def lost_link(desk: Desk) -> None:
    lost_row(desk, f"RELATED#{article_id(KEY)}", "SHOW#")


def lost_picks(desk: Desk) -> None:
    lost_row(desk, f"RELATED#{article_id(KEY)}", "PICKS")


def lost_due_time(desk: Desk) -> None:
    lost_row(desk, "DUE")


def lost_thread(desk: Desk) -> None:
    desk.room.comments.write([Delete(f"T#{article_id(KEY)}", "THREAD")])


def thread_of_a_withdrawn_story_is_open(desk: Desk) -> None:
    row = desk.room.comments.get(f"T#{article_id('articles/local/gone.md')}", "THREAD")
    assert row
    desk.room.comments.write([Put(row | {"live": True})])


def lost_settings_of_comments(desk: Desk) -> None:
    desk.room.comments.write([Delete("SITE", "SITE")])


def teaser_overwritten(desk: Desk) -> None:
    [row] = desk.room.catalogue.query("LIST#tag/ferries")
    written_row(desk, row | {"doc": row["doc"].replace("Harbour", "Market")})


def stray_row_of_a_list(desk: Desk) -> None:
    [row] = desk.room.catalogue.query("LIST#tag/ferries")
    written_row(desk, row | {"pk": "LIST#author/ana-luz", "sk": f"2026-11-21#{article_id('articles/x.md')}"})


def stray_row_of_the_register(desk: Desk) -> None:
    row = desk.room.catalogue.query("LIST#front")[0]
    written_row(desk, row | {"sk": f"2026-11-21#{article_id('articles/local/gone.md')}"})


def stray_link(desk: Desk) -> None:
    here, there = article_id(KEY), article_id("articles/local/third.md")
    row = next(row for row in desk.room.catalogue.query("LIST#front") if row["sk"].endswith(there))
    ends = {"pk": f"RELATED#{here}", "sk": f"SHOW#9000000#{there}#own", "owner": here, "other": there}
    written_row(desk, ends | {"doc": row["doc"]})


def stray_term(desk: Desk) -> None:
    row = next(r for r in desk.room.catalogue.rows() if r["pk"] == "TERM##port")
    written_row(desk, row | {"sk": f"2026-11-19T10:00:00.000000Z#{article_id('articles/local/gone.md')}"})


def other_picks(desk: Desk) -> None:
    """Together with all that follows from them."""
    found = [row for row in desk.room.catalogue.rows() if row["sk"] == "PICKS"]
    row = next(row for row in found if json.loads(row["doc"])["related"])
    written_row(desk, row | {"doc": json.dumps(json.loads(row["doc"]) | {"related": []})})
    owner = row["pk"].removeprefix("RELATED#")
    for link in desk.room.catalogue.rows():
        if link.get("owner") == owner and link["sk"].startswith("SHOW#"):
            desk.room.catalogue.write([Delete(link["pk"], link["sk"])])
    desk.room.changes.clear()


def stray_day(desk: Desk) -> None:
    written_row(desk, {"pk": "INDEX#days", "sk": "2026-11-02", "of": "LIST#archive/2026-11-02"})


LOSSES_OF_ROWS = [
    lost_row_of_a_tag,
    lost_row_of_the_register,
    lost_row_of_a_month,
    lost_term,
    lost_day,
    no_sitemaps_of_days,
    lost_section,
    lost_link,
    lost_picks,
    lost_due_time,
    lost_thread,
    thread_of_a_withdrawn_story_is_open,
    lost_settings_of_comments,
    teaser_overwritten,
    stray_row_of_a_list,
    stray_row_of_the_register,
    stray_link,
    stray_term,
    other_picks,
    stray_day,
]
LOSSES = [
    lost_upload,
    lost_edit,
    lost_delete,
    lost_delete_of_a_scheduled_story,
    lost_delete_of_a_refused_story,
    lost_settings,
    lost_delete_of_settings,
    lost_image,
    lost_new_version_of_an_image,
    lost_delete_of_an_image,
    lost_picture_file,
    lost_page,
    lost_redirect,
    lost_list,
    lost_feed,
    lost_front_page,
    lost_page_of_an_empty_section,
    page_overwritten,
    list_overwritten,
    page_buried,
    stray_page,
    stray_list,
    stray_section,
    stray_redirect,
    page_of_a_withdrawn_story,
    page_of_a_scheduled_story,
]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__.replace("_", " "))
def test_what_was_lost_is_repaired_and_counted(paper: Desk, loss: Callable[[Desk], None]) -> None:
    before = digests(paper)
    loss(paper)
    damaged = digests(paper) != before

    assert swept(paper) >= 1
    assert swept(paper) == 0

    assert digests(paper) == before or not damaged


@pytest.mark.parametrize("loss", LOSSES_OF_ROWS, ids=lambda loss: loss.__name__.replace("_", " "))
def test_rows_that_follow_from_a_decision_are_repaired_and_counted(
    paper: Desk, loss: Callable[[Desk], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followed, "TURNS", 1)
    pages, tables = digests(paper), tables_of(paper)
    loss(paper)
    assert tables_of(paper) != tables

    assert swept(paper) >= 1
    assert swept(paper) == 0

    assert digests(paper) == pages
    assert tables_of(paper) | tables == tables_of(paper)
    assert {sk for _, sk in tables_of(paper).keys() - tables.keys()} <= {"PICKS"}  # of who was never public


def test_spare_picks_that_are_wrong_are_picked_anew(paper: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, "TURNS", 1)
    row = next(row for row in paper.room.catalogue.rows() if row["sk"] == "PICKS")
    written_row(paper, row | {"doc": json.dumps(json.loads(row["doc"]) | {"spare": [["nobody", 1]]})})

    assert swept(paper) == 1
    assert swept(paper) == 0

    assert "nobody" not in (paper.room.catalogue.get(row["pk"], row["sk"]) or {})["doc"]


def tables_of(desk: Desk) -> dict[tuple[str, str], object]:
    """Without numbers, and of records and picks only that they are there."""
    told = [*desk.room.catalogue.rows(), *desk.room.comments.rows()]
    numbered = [(row, "rev" in row and "doc" in row) for row in told if row["sk"] != "SWEEP"]
    return {(row["pk"], row["sk"]): None if has_rev else row | {"rev": 0} for row, has_rev in numbered}


def test_a_lost_upload_is_published_and_answered(paper: Desk) -> None:
    lost_upload(paper)

    assert swept(paper) == 1

    assert paper.page("/world/new/")
    assert paper.receipt("articles/world/new.md")["state"] == "published"


def test_an_answer_that_was_lost_is_given(paper: Desk) -> None:
    uploads, key = paper.room.uploads, receipt_key(KEY)
    before = uploads.read_receipt(key)
    assert before
    paper.upload(KEY, story("Harbour closes"))
    uploads.write_receipt(key, before[0], etag=(uploads.read_receipt(key) or before)[1])

    assert swept(paper) == 1

    assert record_of(paper, KEY).rev == paper.receipt(KEY)["rev"]


def test_a_lost_deletion_is_carried_out(paper: Desk) -> None:
    lost_delete(paper)

    swept(paper)

    assert paper.anywhere("Harbour reopens") == []
    assert paper.receipt(KEY)["state"] == "withdrawn"


def test_the_address_of_a_scheduled_story_that_is_gone_is_free_again(paper: Desk) -> None:
    lost_delete_of_a_scheduled_story(paper)

    swept(paper)

    row = paper.room.catalogue.get("PATH#/local/later/", "PATH")
    assert row is None


def test_pictures_of_an_image_that_is_gone_go_as_well(paper: Desk) -> None:
    lost_delete_of_an_image(paper)

    swept(paper)

    assert not [key for key in paper.room.site.pages if key.startswith("media/")]


def test_a_decision_that_was_never_followed_is_followed_in_the_end(paper: Desk) -> None:
    record = record_of(paper, KEY)
    paper.room.catalogue.write([Put(article_row(replace(record, unsettled=True)))])
    paper.room.changes.clear()

    assert swept(paper) == 1

    assert not record_of(paper, KEY).unsettled


def record_of(desk: Desk, key: str) -> ArticleRecord:
    row = desk.room.catalogue.get(*article_key(article_id(key)))
    assert row
    return article_from(row)


def test_a_paper_that_never_had_settings_needs_no_repair() -> None:
    desk = Desk()
    desk.upload(KEY, story("Harbour opens"))
    desk.room.uploads._receipts.pop("receipts/site.toml.json")  # there is none where a site is prepared

    assert swept(desk) == 0


def test_a_file_that_was_put_there_by_hand_for_others_is_left_alone(paper: Desk) -> None:
    by_hand(paper, "/google123.html")

    assert swept(paper) == 0
    assert "google123.html" in paper.room.site.pages


def test_style_sheets_of_earlier_templates_are_left_alone(paper: Desk) -> None:
    by_hand(paper, "/assets/site.00000000.css", rev=3, digest="x")

    assert swept(paper) == 0


def test_files_of_a_picture_go_where_the_image_is_refused_by_now(paper: Desk) -> None:
    left = {key: page for key, page in paper.room.site.pages.items() if key.startswith("media/")}
    paper.room.uploads.remove(PIER)
    paper.room.uploads.put(PIER, b"no picture", paper.room.clock.now())
    paper.room.settle()
    paper.room.site.pages |= left  # by somebody slow, who died over it

    assert swept(paper) == 1

    assert not [key for key in paper.room.site.pages if key.startswith("media/")]


def test_files_of_a_picture_that_was_replaced_a_day_ago_go_and_are_no_repair(paper: Desk) -> None:
    media = {key for key in paper.room.site.pages if key.startswith("media/")}
    paper.put(PIER, png(4))
    paper.room.settle()
    assert media < {*paper.room.site.pages}
    paper.room.clock.advance(timedelta(days=1))

    assert swept(paper) == 0

    assert not media & {*paper.room.site.pages}
    assert swept(paper) == 0


def test_a_tombstone_that_has_faded_goes_and_is_no_repair(paper: Desk) -> None:
    paper.upload("articles/world/passing.md", story("Passing", tags="[nowhere]"))
    paper.delete("articles/world/passing.md")
    assert {*paper.room.site.tombstones} >= {"world/passing/index.html", "tags/nowhere/index.html"}
    assert swept(paper) == 0
    assert paper.room.site.tombstones
    paper.room.clock.advance(timedelta(days=1, minutes=1))

    assert swept(paper) == 0

    assert paper.room.site.tombstones == {}


# -- what is only under way


def test_what_differs_for_a_moment_is_no_fault(paper: Desk) -> None:
    paper.room.clock.advance(EVERY)
    paper.put(KEY, story("Harbour closes"))

    assert sweep(paper).suspects > 0
    paper.room.clock.advance(SETTLING - timedelta(minutes=1))
    assert sweep(paper).repairs == 0
    paper.room.settle()
    paper.room.clock.advance(SETTLING)

    assert sweep(paper).repairs == 0
    assert notes(paper).suspects == ()


def test_a_page_that_differs_each_time_in_another_way_is_no_fault(paper: Desk) -> None:
    paper.room.clock.advance(EVERY)
    for number in range(4):
        by_hand(paper, PATH, words=f"version {number}".encode())

        assert sweep(paper).repairs == 0

        paper.room.clock.advance(SETTLING)

    assert sweep(paper).repairs == 1


def test_while_much_is_under_way_nothing_is_judged(paper: Desk) -> None:
    lost_page(paper)
    paper.room.clock.advance(EVERY)
    sweep(paper)
    paper.room.clock.advance(SETTLING)

    busy = sweep_of(paper)._replace(waiting=lambda: 5000)
    assert busy.run(paper.room.clock.now()).repairs == 0
    assert sweep(paper).repairs == 0
    paper.room.clock.advance(SETTLING)

    assert sweep(paper).repairs == 1


def test_a_paper_that_is_always_busy_is_repaired_all_the_same(paper: Desk) -> None:
    lost_page(paper)
    paper.room.clock.advance(EVERY)
    busy = sweep_of(paper)._replace(waiting=lambda: 5000)

    repairs = 0
    for _ in range((EVERY + 2 * SETTLING) // timedelta(minutes=1)):
        repairs += busy.run(paper.room.clock.now()).repairs
        paper.room.settle()
        paper.room.clock.advance(timedelta(minutes=1))

    assert repairs == 1
    assert paper.page(PATH)


# -- in parts


def test_a_run_does_a_bounded_amount_of_work_and_the_next_goes_on(paper: Desk) -> None:
    for number in range(30):
        paper.put(f"articles/world/n{number}.md", story(f"Number {number}"))
    paper.room.settle()
    paper.room.clock.advance(EVERY)
    looked, runs = 0, 0

    while notes(paper).finished is None:
        run = sweep(paper, limit=5)
        assert run.pages <= 5 + 2 * 16
        looked, runs = looked + run.pages, runs + 1

    assert runs > 8
    assert looked == notes(paper).last.pages


def test_a_lost_page_is_found_however_small_the_runs_are(paper: Desk) -> None:
    lost_page(paper)
    stray_page(paper)
    paper.room.clock.advance(EVERY)
    repairs = 0
    for _ in range(240):
        repairs += sweep(paper, limit=1).repairs
        paper.room.settle()
        paper.room.clock.advance(timedelta(minutes=1))

    assert repairs == 2


def test_a_run_that_dies_is_repeated_by_the_next(paper: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lost_page(paper)
    paper.room.clock.advance(EVERY)
    sweep(paper)
    paper.room.clock.advance(SETTLING)
    with monkeypatch.context() as broken:
        broken.setattr(paper.room.catalogue, "write", _unavailable)
        with pytest.raises(StoreUnavailable):
            sweep(paper)
    lose(paper)

    assert sweep(paper).repairs == 1
    paper.room.settle()
    assert paper.page(PATH)


def _unavailable(*_: object) -> None:
    raise StoreUnavailable("the table")


def test_of_two_runs_at_once_one_gives_up_without_a_word(paper: Desk) -> None:
    lost_page(paper)
    paper.room.clock.advance(EVERY)
    sweep(paper)
    paper.room.clock.advance(SETTLING)
    other: list[Swept] = []

    def meanwhile() -> bool:
        if not other:
            other.append(Swept())
            other[0] = sweep(paper)
        return False

    assert sweep_of(paper)._replace(hurry=meanwhile).run(paper.room.clock.now()) == Swept()
    assert other[0].repairs == 1


def test_a_run_whose_time_is_up_keeps_what_it_has(paper: Desk) -> None:
    paper.room.clock.advance(EVERY)
    looks = iter([False] * 3)
    sweep_of(paper)._replace(hurry=lambda: next(looks, True)).run(paper.room.clock.now())

    there = notes(paper)
    assert (there.stage, there.cursor) == ("articles/", "articles/local/broken.md")


def test_a_sweep_that_finds_too_much_waits_until_that_is_dealt_with(paper: Desk) -> None:
    for number in range(MOST_SUSPECTS + 50):
        paper.put(f"articles/world/n{number:03d}.md", story(f"Number {number}"))
    lose(paper)
    paper.room.clock.advance(EVERY)

    assert sweep(paper).suspects == MOST_SUSPECTS
    stopped = notes(paper)
    assert sweep(paper).suspects == MOST_SUSPECTS
    assert notes(paper) == stopped

    repairs = 0
    for _ in range(60):
        repairs += sweep(paper).repairs
        paper.room.settle()
        paper.room.clock.advance(timedelta(minutes=1))
    assert repairs == MOST_SUSPECTS + 50
    assert paper.page("/world/n249/")


# -- in time


def test_a_pass_begins_an_hour_after_the_one_before(paper: Desk) -> None:
    paper.room.clock.advance(EVERY)
    sweep(paper)
    first = notes(paper)
    assert first.finished

    paper.room.clock.advance(EVERY - timedelta(minutes=1))
    assert sweep(paper).pages == 0
    paper.room.clock.advance(timedelta(minutes=1))
    assert sweep(paper).pages > 0


def test_a_clock_that_is_put_back_makes_nothing_wait(paper: Desk) -> None:
    paper.room.clock.advance(timedelta(days=400))
    lost_page(paper)
    sweep(paper)
    paper.room.clock.advance(-timedelta(days=400))

    assert sweep(paper).repairs == 0
    paper.room.clock.advance(SETTLING)
    assert sweep(paper).repairs == 1


def test_a_run_takes_a_few_hundred_requests(paper: Desk) -> None:
    for number in range(120):
        paper.put(f"articles/s{number % 3}/n{number}.md", story(f"Number {number}"))
    paper.room.settle()
    paper.room.clock.advance(EVERY)
    paper.room.ledger.clear()

    sweep(paper, limit=100)

    assert 50 < sum(paper.room.ledger.requests.values()) < 1000


# -- which page stands where


def test_every_place_of_a_page_leads_back_to_its_name(paper: Desk) -> None:
    room = paper.room
    editions = Editions(TableSources(room.uploads, room.catalogue, room.comments), BASE)
    register = room.catalogue.query("LIST#front")
    names = list(every_page(register, sections=["sport"]))
    places = [(name, path) for name in names for path in editions.paths(name)]
    assert len(places) > 30

    for name, path in places:
        if not path.endswith(
            "/index.html"
        ):  # as an old site may have it: that is the place of its folder too
            assert (name_at(object_key(path)), path_at(object_key(path))) == (name, path)


def test_an_address_of_one_word_is_the_place_of_a_section() -> None:
    assert name_at("sport/index.html") == "section/sport"
    assert name_at("old/page.html") == "at/old/page.html"
    assert name_at("/odd//key") == "at//odd//key"
    assert name_at("archive/1999/index.html") == "at/archive/1999/"


@pytest.mark.parametrize("list_", ["front", "section/world", "archive/2026-11-20", "tag/ferries"])
def test_a_row_that_was_lost_is_written_again_when_all_is_asked_for(desk: Desk, list_: str) -> None:
    desk.upload("articles/world/harbour.md", story(tags="[ferries]"))
    [row] = desk.room.catalogue.query(f"LIST#{list_}")
    desk.room.catalogue.write([Delete(row["pk"], row["sk"])])

    desk.room.uploads_queue.send([{"keys": ["articles/world/harbour.md"], "again": True}])
    desk.room.settle()

    assert desk.room.catalogue.query(f"LIST#{list_}") == [row]
