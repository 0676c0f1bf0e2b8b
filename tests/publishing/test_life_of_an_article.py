"""Published, edited, moved, scheduled, withdrawn: what readers can see after each."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from tests.publishing.conftest import NOW, Desk, story
from tests.publishing.test_sweeping import png

from broadsheet.domain.comment_rows import comment_row
from broadsheet.domain.comments import Comment
from broadsheet.domain.rows import article_from, article_key, article_row
from broadsheet.ports import Delete, Put

KEY = "articles/world/harbour.md"


def test_an_uploaded_file_becomes_a_page_in_its_folders_section(desk: Desk) -> None:
    receipt = desk.upload(KEY, story())

    assert receipt["state"] == "published"
    assert receipt["url"] == "http://127.0.0.1:8000/world/harbour/"
    assert "The ferries sail again." in (desk.page("/world/harbour/") or "")


def test_lists_feeds_and_sitemaps_name_a_new_story(desk: Desk) -> None:
    desk.upload(KEY, story(tags="[ferries]", author="Ana Luz"))

    named = set(desk.anywhere("world/harbour/"))

    assert {
        "index.html",
        "world/index.html",
        "world/archive/2026-11/index.html",
        "archive/2026-11-20/index.html",
        "tags/ferries/index.html",
        "authors/ana-luz/index.html",
        "rss.xml",
        "atom.xml",
        "feed.json",
        "world/rss.xml",
        "world/atom.xml",
        "world/feed.json",
        "sitemaps/2026-11-20.xml",
    } <= named


def test_a_site_has_its_standing_pages_before_and_after_its_first_story(desk: Desk) -> None:
    standing = ("/", "/archive/", "/404.html", "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/rss.xml")
    assert [path for path in standing if desk.page(path) is None] == []

    desk.upload(KEY, story())

    assert [path for path in standing if desk.page(path) is None] == []
    assert "/archive/2026-11/" in (desk.page("/archive/") or "")
    assert "/archive/2026-11-20/" in (desk.page("/archive/2026-11/") or "")
    assert "/sitemaps/2026-11-20.xml" in (desk.page("/sitemap.xml") or "")


def test_a_day_and_its_month_have_pages_as_long_as_they_have_stories(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.upload("articles/world/later.md", story("Later").replace("2026-11-20", "2026-11-21"))
    desk.delete(KEY)

    assert (desk.page("/archive/2026-11-20/"), desk.page("/sitemaps/2026-11-20.xml")) == (None, None)
    assert "/archive/2026-11-20/" not in (desk.page("/archive/2026-11/") or "/archive/2026-11-20/")

    desk.delete("articles/world/later.md")

    assert (desk.page("/archive/2026-11/"), desk.page("/world/archive/2026-11/")) == (None, None)
    assert "/archive/2026-11/" not in (desk.page("/archive/") or "/archive/2026-11/")


def test_uploading_again_updates_the_page(desk: Desk) -> None:
    desk.upload(KEY, story())

    desk.upload(KEY, story(body="The ferries are late."))

    page = desk.page("/world/harbour/") or ""
    assert "The ferries are late." in page
    assert "sail again" not in page


def test_a_change_of_the_text_alone_writes_the_storys_own_page_alone(desk: Desk) -> None:
    desk.upload(KEY, story(summary="Boats."))

    receipt = desk.upload(KEY, story(summary="Boats.", body="The ferries are late."))

    assert receipt["written"] == ["/world/harbour/"]


def test_the_same_bytes_again_write_nothing(desk: Desk) -> None:
    for key, body in ((KEY, story()), ("site.toml", 'name = "The Post"'), ("images/dot.png", png())):
        answered, rows = desk.upload(key, body), desk.room.catalogue.rows()
        before, purged = desk.revs(), len(desk.room.edge.purged)
        desk.room.ledger.clear()

        assert desk.upload(key, body) == answered
        written = {"write", "put", "delete", "send", "invalidation"}
        assert [kind for kind in desk.room.ledger.requests if kind.rpartition(".")[2] in written] == []
        assert (desk.room.catalogue.rows(), desk.revs()) == (rows, before)
        assert len(desk.room.edge.purged) == purged


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"draft": "true"}, "draft"),
        ({"embargo": "2027-01-01"}, "scheduled"),
        ({"slug": "taken"}, "refused"),
    ],
)
def test_the_same_bytes_of_what_is_not_public_write_nothing_whatever_it_shows(
    desk: Desk, fields: dict[str, str], state: str
) -> None:
    desk.upload("images/dot.png", png())
    desk.upload("articles/world/taken.md", story())
    body = story(**fields, body="![A dot](/images/dot.png)")
    answered = desk.upload(KEY, body)
    desk.room.ledger.clear()

    assert desk.upload(KEY, body) == answered
    assert answered["state"] == state
    assert not [kind for kind in desk.room.ledger.requests if kind.endswith((".write", ".put", ".send"))]


@pytest.mark.parametrize("fields", [{}, {"draft": "true"}])
def test_a_picture_that_comes_into_a_story_later_is_followed_like_any_other(
    desk: Desk, fields: dict[str, str]
) -> None:
    desk.upload("images/dot.png", png())
    desk.upload(KEY, story(**fields))
    desk.upload(KEY, story(**fields, body="![A dot](/images/dot.png)"))
    desk.upload(KEY, story(body="![A dot](/images/dot.png)"))
    before = re.findall(r'src="(/media/[^"]+)"', desk.page("/world/harbour/") or "")

    desk.upload("images/dot.png", png(shade=90))

    after = re.findall(r'src="(/media/[^"]+)"', desk.page("/world/harbour/") or "")
    assert len(before) == len(after) == 1
    assert before != after


def test_bytes_that_come_back_after_others_are_printed_again(desk: Desk) -> None:
    desk.upload(KEY, story(summary="Boats."))
    desk.upload(KEY, story(summary="Boats.", body="Other words."))

    receipt = desk.upload(KEY, story(summary="Boats."))

    assert receipt["written"] == ["/world/harbour/"]
    assert "The ferries sail again." in (desk.page("/world/harbour/") or "")


def test_a_story_is_printed_from_its_bytes_wherever_they_are_kept(desk: Desk) -> None:
    """Somebody has old versions cleared away, and had uploaded the same once more."""
    desk.upload(KEY, story())
    desk.upload(KEY, story())
    desk.room.uploads.forget_old_versions()

    desk.upload("site.toml", 'name = "The Post"')

    assert "The Post" in (desk.page("/world/harbour/") or "")


def test_deleting_the_file_withdraws_the_story_everywhere(desk: Desk) -> None:
    desk.upload("articles/world/other.md", story("Other harbour news", "The ferries and the harbour."))
    desk.upload(KEY, story(title="Unmistakable", tags="[rare]", author="Ana Luz", aliases="[/old/]"))

    receipt = desk.delete(KEY)

    assert receipt["state"] == "withdrawn"
    assert desk.anywhere("Unmistakable") == []
    assert desk.page("/world/harbour/") is None
    assert desk.page("/tags/rare/") is None
    assert desk.page("/old/") is None


def test_a_new_slug_moves_the_story_and_leaves_a_redirect(desk: Desk) -> None:
    desk.upload(KEY, story())

    receipt = desk.upload(KEY, story(slug="port-reopens"))

    assert receipt["url"].endswith("/world/port-reopens/")
    assert "The ferries" in (desk.page("/world/port-reopens/") or "")
    assert desk.leads_to("/world/harbour/") == "/world/port-reopens/"
    assert "/world/harbour/" not in (desk.page("/world/") or "")


def test_every_former_address_leads_straight_to_the_newest(desk: Desk) -> None:
    for slug in ("one", "two", "three"):
        desk.upload(KEY, story(slug=slug))

    assert desk.leads_to("/world/one/") == "/world/three/"
    assert desk.leads_to("/world/two/") == "/world/three/"


def test_a_story_that_moves_back_is_a_story_and_no_redirect(desk: Desk) -> None:
    for slug in ("one", "two", "one"):
        desk.upload(KEY, story(slug=slug))

    assert "The ferries" in (desk.page("/world/one/") or "")
    assert desk.leads_to("/world/one/") == ""
    assert desk.leads_to("/world/two/") == "/world/one/"


def test_a_story_comes_back_though_another_has_taken_a_former_address(desk: Desk) -> None:
    desk.upload(KEY, story(slug="one"))
    desk.upload(KEY, story(slug="two"))
    desk.delete(KEY)
    desk.upload("articles/world/other.md", story("Other", slug="one"))

    receipt = desk.upload(KEY, story(slug="two"))

    assert receipt["url"].endswith("/world/two/")
    assert "Other" in (desk.page("/world/one/") or "")


def test_a_new_section_takes_the_story_out_of_the_old_one(desk: Desk) -> None:
    desk.upload(KEY, story())

    desk.upload(KEY, story(section="Sport"))

    assert desk.leads_to("/world/harbour/") == "/sport/harbour/"
    assert desk.page("/world/") is None
    assert "Harbour reopens" in (desk.page("/sport/") or "")


def test_an_alias_leads_to_the_story(desk: Desk) -> None:
    desk.upload(KEY, story(aliases="[/2019/old-name.html, old/place]"))

    assert desk.leads_to("/2019/old-name.html") == "/world/harbour/"
    assert desk.leads_to("/old/place/") == "/world/harbour/"


@pytest.mark.parametrize(
    "wrong", [b"", b"---\ntitle: x\ndate: 2026-99-01\n---\nb", b"---\nslug: three\n---\nx"]
)
def test_a_story_that_waits_for_an_address_is_withdrawn_where_a_wrong_file_takes_its_name_at_once(
    desk: Desk, wrong: bytes
) -> None:
    desk.upload("articles/world/a.md", story(slug="three"))
    desk.upload("articles/world/b.md", story("Second"))
    waiting = desk.upload("articles/world/b.md", story("Second", slug="three"))
    assert (waiting["state"], desk.page("/world/b/") is None) == ("refused", False)

    desk.room.uploads.remove("articles/world/b.md")
    receipt = desk.upload("articles/world/b.md", wrong)

    assert (receipt["state"], receipt["url"]) == ("refused", None)
    assert desk.page("/world/b/") is None
    assert desk.anywhere("Second") == []


def test_a_story_waits_on_beneath_a_wrong_file_though_its_public_version_is_not_kept(desk: Desk) -> None:
    desk.upload("articles/world/a.md", story(slug="three"))
    desk.upload("articles/world/b.md", story("Second"))
    desk.upload("articles/world/b.md", story("Second", slug="three"))
    desk.room.uploads.forget_old_versions()

    receipt = desk.upload("articles/world/b.md", b"---\n")

    assert receipt["state"] == "refused"
    assert desk.page("/world/b/") is not None


def test_an_alias_never_stands_in_the_way_of_a_section(desk: Desk) -> None:
    desk.upload(KEY, story(aliases="[/sport/]"))
    assert desk.leads_to("/sport/") == "/world/harbour/"

    desk.upload("articles/sport/match.md", story("Match"))
    assert desk.leads_to("/sport/") == ""
    assert "Match" in (desk.page("/sport/") or "")
    desk.delete(KEY)

    assert "Match" in (desk.page("/sport/") or "")


def test_a_story_that_expires_before_it_appears_is_refused(desk: Desk) -> None:
    receipt = desk.upload(KEY, story(embargo="2031-01-01", expires="2030-01-01"))

    assert (receipt["state"], receipt["errors"][0]["field"]) == ("refused", "expires")


def test_an_alias_that_cannot_be_is_a_warning_and_no_error(desk: Desk) -> None:
    receipt = desk.upload(KEY, story(aliases="['/2012/05/post.php?x=1', '/rss.xml', '<b>']"))

    assert receipt["state"] == "published"
    assert len(receipt["warnings"]) == 2
    assert desk.leads_to("/2012/05/post.php") == "/world/harbour/"


def test_a_draft_is_nowhere_public(desk: Desk) -> None:
    receipt = desk.upload(KEY, story(title="Unmistakable", draft="true"))

    assert receipt["state"] == "draft"
    assert receipt["url"] is None
    assert desk.anywhere("Unmistakable") == []
    assert desk.anywhere("world/harbour") == []


def test_a_published_story_that_becomes_a_draft_is_withdrawn(desk: Desk) -> None:
    desk.upload(KEY, story(title="Unmistakable"))

    desk.upload(KEY, story(title="Unmistakable", draft="true"))

    assert desk.anywhere("Unmistakable") == []


def test_a_story_that_was_a_draft_for_a_while_is_found_at_its_old_addresses_again(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.upload(KEY, story(slug="moved"))

    desk.upload(KEY, story(slug="moved", draft="true"))
    assert desk.page("/world/harbour/") is None
    desk.upload(KEY, story(slug="moved"))

    assert desk.leads_to("/world/harbour/") == "/world/moved/"


def test_an_embargoed_story_appears_by_itself_at_its_time_and_not_before(desk: Desk) -> None:
    receipt = desk.upload(KEY, story(title="Unmistakable", embargo="2026-11-23T12:30:00Z"))
    assert (receipt["state"], receipt["appears"]) == ("scheduled", "2026-11-23T12:30:00Z")

    desk.wait(minutes=29)
    assert desk.anywhere("Unmistakable") == []
    desk.wait(minutes=1)

    assert desk.page("/world/harbour/") is not None
    assert desk.receipt(KEY)["state"] == "published"


def test_a_missed_tick_is_made_good_by_the_next(desk: Desk) -> None:
    desk.upload(KEY, story(embargo="2026-11-23T12:30:00Z"))

    desk.wait(days=3)

    assert desk.page("/world/harbour/") is not None


def test_a_story_expires_by_itself(desk: Desk) -> None:
    desk.upload(KEY, story(title="Unmistakable", expires="2026-11-23T13:00:00Z"))

    desk.wait(hours=1)

    assert desk.anywhere("Unmistakable") == []
    assert desk.receipt(KEY)["state"] == "withdrawn"


def test_a_story_leaves_the_news_sitemap_after_two_days(desk: Desk) -> None:
    desk.upload(KEY, story().replace("2026-11-20T10", "2026-11-22T11"))
    assert "world/harbour/" in (desk.page("/news-sitemap.xml") or "")

    desk.wait(hours=22, minutes=59)
    assert "world/harbour/" in (desk.page("/news-sitemap.xml") or "")
    assert desk.page("/sitemaps/2026-11-22.xml") is None
    desk.wait(minutes=1)

    assert "world/harbour/" not in (desk.page("/news-sitemap.xml") or "")
    assert "world/harbour/" in (desk.page("/sitemaps/2026-11-22.xml") or "")
    assert "/sitemaps/2026-11-22.xml" in (desk.page("/sitemap.xml") or "")


def test_the_index_of_sitemaps_leads_to_every_story(desk: Desk) -> None:
    for day in (20, 21, 22):
        desk.upload(f"articles/world/n{day}.md", story().replace("2026-11-20", f"2026-11-{day}"))

    maps = re.findall("<loc>(.*?)</loc>", desk.page("/sitemap.xml") or "")
    named = [desk.page(urlsplit(address).path) or "" for address in maps]

    assert "".join(named).count("<url>") == 3
    assert all(f"/world/n{day}/" in "".join(named) for day in (20, 21, 22))


def test_a_day_whose_last_old_story_goes_has_no_sitemap_while_others_are_news(desk: Desk) -> None:
    desk.upload(KEY, story().replace("2026-11-20T10", "2026-11-21T10"))
    desk.upload("articles/world/later.md", story("Later").replace("2026-11-20T10", "2026-11-21T18"))
    desk.delete(KEY)

    assert desk.page("/sitemaps/2026-11-21.xml") is None
    assert "/sitemaps/" not in (desk.page("/sitemap.xml") or "")
    assert "Later" in (desk.page("/archive/2026-11-21/") or "")


def test_a_second_claim_on_an_address_is_refused_and_the_first_untouched(desk: Desk) -> None:
    desk.upload(KEY, story())
    before = desk.revs()

    receipt = desk.upload("articles/world/rival.md", story("Rival", slug="harbour"))

    assert receipt["state"] == "refused"
    assert "articles/world/harbour.md" in receipt["errors"][0]["message"]
    assert receipt["errors"][0]["field"] == "slug"
    assert desk.revs() == before


def test_a_refused_claim_is_granted_when_the_address_comes_free(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.upload("articles/world/rival.md", story("Rival", slug="harbour"))

    desk.delete(KEY)

    assert desk.receipt("articles/world/rival.md")["state"] == "published"
    assert "Rival" in (desk.page("/world/harbour/") or "")


@pytest.mark.parametrize("order", [("upload", "delete"), ("delete", "upload")])
def test_a_renamed_file_keeps_its_address_in_whichever_order_the_events_come(
    desk: Desk, order: tuple[str, str]
) -> None:
    desk.upload(KEY, story(slug="kept"))

    for step in order:
        if step == "upload":
            desk.put("articles/world/renamed.md", story(slug="kept"))
        else:
            desk.room.uploads.remove(KEY)
        desk.room.settle()

    assert desk.receipt("articles/world/renamed.md")["state"] == "published"
    assert "The ferries" in (desk.page("/world/kept/") or "")


def test_a_new_story_takes_over_an_address_that_only_led_elsewhere(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.upload(KEY, story(slug="moved"))

    receipt = desk.upload("articles/world/new.md", story("New", "Fresh words.", slug="harbour"))

    assert receipt["state"] == "published"
    assert "Fresh words." in (desk.page("/world/harbour/") or "")


def test_a_broken_edit_leaves_the_page_that_was_live(desk: Desk) -> None:
    desk.upload(KEY, story())
    before = desk.revs()

    receipt = desk.upload(KEY, "---\ntitle: [\n---\nbroken")

    assert receipt["state"] == "refused"
    assert desk.revs() == before


def test_a_withdrawn_story_can_come_back(desk: Desk) -> None:
    desk.upload(KEY, story())
    desk.delete(KEY)

    receipt = desk.upload(KEY, story())

    assert receipt["state"] == "published"
    assert desk.page("/world/harbour/") is not None


def test_a_story_without_a_date_keeps_the_day_it_was_first_seen(desk: Desk) -> None:
    undated = "# Harbour reopens\n\nThe ferries sail."
    desk.upload(KEY, undated)

    desk.wait(days=5)
    receipt = desk.upload(KEY, undated + " Again.", modified=desk.room.clock.now())

    assert receipt["published"] == "2026-11-23T12:00:00Z"


def test_every_page_is_new_when_the_sites_name_changes(desk: Desk) -> None:
    desk.upload(KEY, story())

    receipt = desk.upload("site.toml", 'name = "The Quay"\n[[sections]]\ntitle = "World"\n')

    assert receipt["state"] == "published"
    assert all(
        "The Quay" in (desk.page(p) or "")
        for p in ("/", "/world/", "/world/harbour/", "/404.html", "/rss.xml")
    )


def test_the_page_of_a_month_is_new_even_while_its_story_is_away_for_a_moment(desk: Desk) -> None:
    desk.upload(KEY, story())
    (row,) = desk.room.catalogue.query("LIST#front")
    desk.room.catalogue.write([Delete(row["pk"], row["sk"])])

    desk.upload("site.toml", 'name = "The Quay"\n')

    assert "The Quay" in (desk.page("/archive/2026-11/") or "")


def test_a_wrong_site_file_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.upload(KEY, story())
    before = desk.revs()

    receipt = desk.upload("site.toml", 'name = "The Quay"\ntimezone = "Mars/Base"\n')

    assert receipt["state"] == "refused"
    assert (receipt["errors"][0]["field"], receipt["errors"][0]["line"]) == ("timezone", 2)
    assert desk.revs() == before


def test_a_wrong_section_is_named_by_its_own_line(desk: Desk) -> None:
    receipt = desk.upload("site.toml", '[[sections]]\ntitle = "World"\n\n[[sections]]\ntitle = "Api"\n')

    assert [error["line"] for error in receipt["errors"]] == [4]


def test_dates_without_an_offset_follow_the_sites_time_zone(desk: Desk) -> None:
    desk.upload(KEY, story().replace("T10:00:00Z", " 10:00"))

    desk.upload("site.toml", 'timezone = "Asia/Tokyo"')

    assert desk.receipt(KEY)["published"] == "2026-11-20T01:00:00Z"


def test_comments_that_left_no_mark_stay_under_a_story_from_before_there_were_marks(desk: Desk) -> None:
    id_ = desk.upload(KEY, story())["id"]
    room, [key] = desk.room, [article_key(id_)]
    before = replace(article_from(room.catalogue.get(*key) or {}), marked=False)
    room.catalogue.write([Put(article_row(before))])
    comment = Comment("01", id_, "Rui", "I was there.", posted=NOW)
    room.comments.write([Put(comment_row(comment))])
    room.settle()
    assert "I was there." in (desk.page("/world/harbour/") or "")

    desk.upload(KEY, story(body="Ferries, again."))

    assert "I was there." in (desk.page("/world/harbour/") or "")


def test_a_file_that_can_never_appear_is_refused_whatever_the_time(desk: Desk) -> None:
    text = story(expires="2026-11-23T13:00:00Z").replace("2026-11-20", "2026-11-24")

    assert desk.upload(KEY, text)["state"] == "refused"
    desk.wait(hours=2)
    assert desk.upload(KEY, text + "\nMore.\n")["state"] == "refused"
