"""The whole path on the real template: from a PUT with boto3 to what a reader's browser shows."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, build_opener

import pytest
from click.testing import CliRunner
from tests.e2e.newsdesk import Site, eventually
from tests.e2e.readable import pages

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain.addresses import object_key
from broadsheet.ports import Delete
from broadsheet.publishing.sweeping.notes import SWEEP, Notes, notes_from
from broadsheet_cli.main import main
from broadsheet_cli.newsroom import Newsroom

pytestmark = pytest.mark.stack
T = TypeVar("T")
ODD = [
    "articles/my news/a story.md",
    "articles/a+b/c%20d.md",
    "articles/économie/été.md",
    "articles/world/" + "long-" * 177 + ".md",
]


def story(title: str, body: str = "Some words.", **fields: str) -> str:
    lines = [f"title: {title}", "date: 2026-11-20T10:00:00Z", *(f"{k}: {v}" for k, v in fields.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def test_the_story_this_project_began_with_is_whole_on_its_page(site: Site, shared_data: Path) -> None:
    text = next((shared_data / "seed").glob("*.txt")).read_text()

    receipt = site.publish("articles/news/us-and-japan.txt", text)
    _, page = site.get("/news/us-and-japan/")

    assert receipt["state"] == "published"
    lines = {" ".join(line.split()) for line in text.splitlines() if line.strip()}
    breadcrumb = "Home News US and Japan leaders discuss about security"
    shown = " ".join(_visible(page).split())
    missing = [line for line in lines - {breadcrumb} if line.rstrip(".") not in shown]
    assert missing == []
    assert "Home News US and Japan leaders discuss about security" in shown.replace("›", "").replace(
        "  ", " "
    )


def _visible(page: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(page).body
    return body.text(separator=" ") if body else ""


@pytest.mark.parametrize("key", ODD, ids=["spaces", "plus and percent", "accents", "900 characters"])
def test_keys_of_every_kind_are_published(site: Site, key: str) -> None:
    receipt = site.publish(key, story(f"Story of {key[9:20]}"))

    assert receipt["state"] == "published"
    assert site.get(receipt["url"].removeprefix(site.stack.url))[0] == 200


def test_a_wrong_file_is_refused_and_its_neighbour_published(site: Site) -> None:
    bad = site.publish("articles/world/bad.md", "---\ntitle: [\n---\n")
    good = site.publish("articles/world/good.md", story("Good"))

    assert (bad["state"], good["state"]) == ("refused", "published")
    assert bad["errors"][0]["line"]


def test_edits_in_quick_succession_end_in_the_last_one(site: Site) -> None:
    for number in range(8):
        site.put("articles/world/quick.md", story("Quick", f"Version {number}."))

    eventually(lambda: site.get("/world/quick/")[1], lambda page: "Version 7." in page)


def test_a_deleted_story_is_gone_and_its_address_answers_404(site: Site) -> None:
    site.publish("articles/world/gone.md", story("Unmistakable", "Going."))

    site.delete("articles/world/gone.md")

    eventually(lambda: site.get("/world/gone/")[0], lambda status: status == 404)
    eventually(lambda: site.get("/")[1], lambda page: "Unmistakable" not in page)


def test_a_moved_story_answers_301_at_its_old_address(site: Site) -> None:
    site.publish("articles/world/moving.md", story("Moving"))

    site.publish("articles/world/moving.md", story("Moving", slug="moved"))
    status, headers, _ = site.send("/world/moving/")

    assert (status, headers["location"]) == (301, "/world/moved/")


def test_an_embargoed_story_appears_by_itself(site: Site) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=3)
    receipt = site.publish("articles/world/later.md", story("Later", embargo=moment.isoformat()))
    assert receipt["state"] == "scheduled"
    assert site.get("/world/later/")[0] == 404

    time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
    site.stack.tick()  # the schedule would do so within the minute

    eventually(lambda: site.get("/world/later/")[0], lambda status: status == 200)


def test_a_comment_is_on_the_static_page_within_three_seconds_and_stored_once(site: Site) -> None:
    receipt = site.publish("articles/world/talk.md", story("Talk"))
    body = json.dumps({"name": "Ana", "comment": "Hello <b>there</b>"}).encode()
    address = f"/api/articles/{receipt['id']}/comments"
    headers = {"Content_Type": "application/json", "Idempotency_Key": "one"}

    first = site.send(address, body, **headers)
    page = eventually(lambda: site.get("/world/talk/")[1], lambda p: "Hello &lt;b&gt;there" in p, seconds=3)
    again = site.send(address, body, **headers)

    assert (first[0], again[0]) == (201, 201)
    assert json.loads(first[2]) == json.loads(again[2])
    assert "1 comment" in page


def test_the_api_answers_through_the_distribution_only(site: Site) -> None:
    receipt = site.publish("articles/world/door.md", story("The front door"))
    address, words = f"/api/articles/{receipt['id']}/comments", b'{"name":"A","comment":"B"}'
    as_json = {"Content-Type": "application/json", "X-Origin-Secret": "a guess"}

    host = urlsplit(site.stack.outputs["ApiUrl"]).hostname or ""
    direct = Request(
        site.stack.endpoint + address,
        words,
        as_json | {"Host": f"{host.split('.')[0]}.execute-api.localhost"},
    )
    with pytest.raises(HTTPError) as refused:
        build_opener().open(direct, timeout=20)
    through = site.send(address, words, Content_Type="application/json", X_Origin_Secret="a guess")

    assert (refused.value.status, json.loads(refused.value.read())["code"]) == (421, "not-through-the-site")
    assert through[0] == 201


@pytest.mark.parametrize("policy", ["closed", "off"])
def test_a_thread_that_takes_no_comments_says_so_with_a_code(site: Site, policy: str) -> None:
    receipt = site.publish(f"articles/world/{policy}.md", story("Shut", comments=policy))

    answer = site.send(
        f"/api/articles/{receipt['id']}/comments",
        b'{"name":"A","comment":"B"}',
        Content_Type="application/json",
    )

    assert answer[0] == 409
    assert json.loads(answer[2])["code"] == f"comments-{policy}"


def test_new_settings_are_on_every_page(site: Site) -> None:
    site.publish("articles/world/settled.md", story("Settled"))

    site.publish("site.toml", 'name = "The Quay"\n')

    for path in ("/", "/world/", "/world/settled/", "/rss.xml", "/nowhere/"):
        eventually(lambda path=path: site.get(path)[1], lambda page: "The Quay" in page)  # type: ignore[misc]


def test_publish_waits_for_the_receipt_and_says_where_the_story_is(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.md").write_text(story("By command"))
    (tmp_path / "bad.md").write_text("no title")
    for name, value in site.stack.environment.items():
        monkeypatch.setenv(name, value)
    port = site.stack.url.rpartition(":")[2]

    by_port = CliRunner().invoke(main, ["publish", "--port", port, str(tmp_path / "good.md")])
    by_stack = CliRunner().invoke(main, ["publish", "--stack", "broadsheet", str(tmp_path)])

    assert (by_port.exit_code, by_stack.exit_code) == (0, 1)
    assert f"published {site.stack.url}/news/good/" in by_port.output
    assert "bad.md: refused" in by_stack.output


def test_comments_are_exported_for_a_build(site: Site) -> None:
    receipt = site.publish("articles/world/copied.md", story("Copied"))
    address = f"/api/articles/{receipt['id']}/comments"
    words = json.dumps({"name": "Ana", "comment": "To be copied", "email": "ana@example.org"}).encode()
    site.send(address, words, Content_Type="application/json")

    result = CliRunner().invoke(main, ["comments", "--port", site.stack.url.rpartition(":")[2]])

    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["text"] for line in lines if line["article"] == receipt["id"]] == ["To be copied"]
    assert "ana@example.org" not in result.output


def test_the_stack_and_the_build_make_the_same_site(site: Site, tmp_path: Path) -> None:
    assert site.stack.settle(60)
    s3 = site.stack.client("s3")
    room = Newsroom(now=datetime.now(UTC), base_url=site.stack.url)
    room.tick()
    for key in sorted(site.stack.upload_keys()):
        if not key.startswith("receipts/"):
            found = s3.get_object(Bucket=site.stack.uploads_bucket, Key=key)
            room.uploads.put(key, found["Body"].read(), found["LastModified"])
    for row in site.stack.client("dynamodb").scan(TableName=site.stack.comments_table)["Items"]:
        _copy_comment(room, row)
    room.settle()

    live = pages(s3, site.stack.site_bucket)
    built = {key: page.body.rstrip() for key, page in room.site.pages.items()}
    # A copy of the bucket cannot know the addresses that stories have had.
    live.pop(object_key("/world/moving/"), None)
    assert live == built


def _copy_comment(room: Newsroom, row: Any) -> None:
    from broadsheet.adapters.aws.items import row_from
    from broadsheet.ports import Put

    if row["sk"]["S"].startswith(("C#", "SOME")):
        room.comments.write([Put(row_from(row))])


@pytest.mark.browser
def test_a_reader_without_javascript_can_comment(site: Site) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    from playwright.sync_api import sync_playwright

    site.publish("articles/world/form.md", story("Form"))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(java_script_enabled=False)
        page.goto(site.stack.url + "/world/form/")
        page.get_by_label("Comment", exact=True).fill("From a plain form")
        page.get_by_label("Name", exact=True).fill("Bo")
        page.get_by_role("button", name="Post comment").click()
        assert page.url.startswith(site.stack.url + "/world/form/#comment-")
        browser.close()

    eventually(lambda: site.get("/world/form/")[1], lambda p: "From a plain form" in p, seconds=3)


def test_the_sweep_finds_a_site_that_has_settled_as_it_should_be(site: Site) -> None:
    site.publish(
        "articles/world/swept.md", "---\ntitle: Swept\naliases: [/old/swept.html]\ntags: [brooms]\n---\n"
    )
    site.publish("articles/world/to-go.md", "# To go\n\nSoon.")
    site.delete("articles/world/to-go.md")
    site.stack.settle()
    table = DynamoTable(site.stack.client("dynamodb"), site.stack.catalogue_table)
    table.write([Delete(*SWEEP)])

    def swept() -> Notes:
        site.stack.tick()
        return notes_from(table.get(*SWEEP))

    notes = eventually(swept, lambda notes: notes.finished is not None)
    assert notes.last.articles
    assert [suspect.name for suspect in notes.suspects] == []
