"""The function behind POST /api/articles/{article}/comments, with real HTTP API events."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import comments as function
from broadsheet.adapters.memory.messages import SetClock
from broadsheet.adapters.memory.table import MemoryTable
from broadsheet.commenting.threads import read_thread
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Action, Put, Row
from broadsheet.settings import Settings

EVENTS = Path(__file__).parent.parent / "events"
ARTICLE = "0f1e2d3c4b5a6978"
POSTED = json.loads((EVENTS / "post_comment_json.json").read_text())
SETTINGS = Settings(origin_secret=POSTED["headers"]["x-origin-secret"])
FORM = "application/x-www-form-urlencoded"
Event = dict[str, Any]


class Context(LambdaContext):
    def __init__(self) -> None:
        self._function_name = "comments"
        self._memory_limit_in_mb = 256
        self._invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:comments"
        self._aws_request_id = "11111111-2222-3333-4444-555555555555"


@dataclass(frozen=True)
class Fakes:
    comments: MemoryTable
    clock: SetClock
    settings: Settings = SETTINGS


class BrokenTable(MemoryTable):
    def get(self, pk: str, sk: str) -> Row | None:
        raise StoreUnavailable("get_item: down")

    def get_many(self, keys: Sequence[tuple[str, str]]) -> list[Row]:
        raise StoreUnavailable("batch_get_item: down")

    def write(self, actions: Sequence[Action]) -> None:
        raise StoreUnavailable("transact_write_items: down")


def thread(**changes: object) -> Put:
    row = {"pk": f"T#{ARTICLE}", "sk": "THREAD", "live": True, "policy": None}
    return Put(row | {"path": "/world/story/", "title": "Storm <over> town"} | changes)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> MemoryTable:
    table = MemoryTable()
    table.write([thread()])
    use(monkeypatch, table)
    return table


def use(monkeypatch: pytest.MonkeyPatch, table: MemoryTable) -> None:
    monkeypatch.setattr(function, "services", lambda: Fakes(table, SetClock()))


def event(kind: str = "json") -> Event:
    loaded: Event = json.loads((EVENTS / f"post_comment_{kind}.json").read_text())
    return loaded


def changed(original: Event, *, body: str | None = None, article: str | None = None, **headers: str) -> Event:
    new = copy.deepcopy(original)
    if body is not None:
        new["body"] = base64.b64encode(body.encode()).decode() if new["isBase64Encoded"] else body
    if article is not None:
        new["rawPath"] = new["requestContext"]["http"]["path"] = f"/api/articles/{article}/comments"
    new["headers"] |= {name.replace("_", "-"): value for name, value in headers.items()}
    return new


def as_json(**fields: object) -> Event:
    return changed(event(), body=json.dumps(fields))


def as_form(**fields: str) -> Event:
    return changed(event("form"), body=urlencode(fields))


def answer(of: Event) -> dict[str, Any]:
    result: dict[str, Any] = function.lambda_handler(of, Context())
    assert result["headers"]["cache-control"] == "no-store"
    assert result["headers"]["x-content-type-options"] == "nosniff"
    return result


def problem(of: Event) -> tuple[int, str]:
    result = answer(of)
    body = json.loads(result["body"])
    assert result["headers"]["content-type"] == "application/problem+json"
    assert body["status"] == result["statusCode"]
    assert body["type"] == f"urn:broadsheet:problem:{body['code']}"
    assert body["title"]
    assert body["detail"]
    return result["statusCode"], body["code"]


def page(of: Event) -> tuple[int, str]:
    result = answer(of)
    assert result["headers"]["content-type"] == "text/html; charset=utf-8"
    return result["statusCode"], unescape(result["body"])


def test_a_comment_in_json_is_created(table: MemoryTable) -> None:
    result = answer(event())
    body = json.loads(result["body"])

    [stored], _ = read_thread(table, ARTICLE)
    assert result["statusCode"] == 201
    assert result["headers"]["location"] == f"/world/story/#comment-{stored.id}"
    assert "idempotency-replayed" not in result["headers"]
    assert body == {
        "id": stored.id,
        "article": ARTICLE,
        "name": "Ana María",
        "comment": "First.\nSecond – “quoted” 🎻",
        "parent": "",
        "posted": "2026-11-23T12:00:00Z",
        "url": f"/world/story/#comment-{stored.id}",
    }
    assert stored.email == "ana@example.org"


def test_a_comment_from_a_form_leads_back_to_the_story(table: MemoryTable) -> None:
    result = answer(event("form"))

    [stored], _ = read_thread(table, ARTICLE)
    assert result["statusCode"] == 303
    assert result["headers"]["location"] == f"/world/story/#comment-{stored.id}"
    assert (stored.name, stored.text) == ("Ana María", "First.\nSecond – “quoted” 🎻")


def test_the_same_key_gets_the_same_bytes_again(table: MemoryTable) -> None:
    first, again = answer(event()), answer(event())

    assert (again["statusCode"], again["body"]) == (201, first["body"])
    assert again["headers"]["idempotency-replayed"] == "true"
    assert read_thread(table, ARTICLE)[1] == 1


def test_the_same_key_with_another_comment_is_refused(table: MemoryTable) -> None:
    answer(event())

    assert problem(as_json(name="Ana", comment="Something else")) == (422, "idempotency-key-reused")


def test_a_double_click_on_the_form_is_one_comment(table: MemoryTable) -> None:
    first, again = answer(event("form")), answer(event("form"))

    assert again["statusCode"] == 303
    assert again["headers"]["location"] == first["headers"]["location"]
    assert read_thread(table, ARTICLE)[1] == 1


def test_two_readers_with_the_same_hidden_field_are_two(table: MemoryTable) -> None:
    answer(as_form(name="Ana", comment="Yes", idempotency_key="static"))
    answer(as_form(name="Luis", comment="Yes", idempotency_key="static"))

    assert read_thread(table, ARTICLE)[1] == 2


def test_a_form_that_asks_for_json_gets_json(table: MemoryTable) -> None:
    assert answer(changed(event("form"), accept="application/json"))["statusCode"] == 201
    assert problem(changed(as_form(), accept="application/json")) == (422, "invalid-comment")


def test_what_is_missing_is_pointed_at(table: MemoryTable) -> None:
    body = json.loads(answer(as_json(name=" "))["body"])

    assert body["detail"] == "Please enter your comment! Please enter your name here"
    assert body["errors"] == [
        {
            "field": "comment",
            "pointer": "#/comment",
            "code": "required",
            "detail": "Please enter your comment!",
        },
        {"field": "name", "pointer": "#/name", "code": "required", "detail": "Please enter your name here"},
    ]


def test_a_name_that_is_a_number_is_pointed_at(table: MemoryTable) -> None:
    [error] = json.loads(answer(as_json(name=5, comment="Hi"))["body"])["errors"]

    assert (error["field"], error["code"]) == ("name", "invalid")


def test_an_unknown_parent_is_pointed_at(table: MemoryTable) -> None:
    [error] = json.loads(answer(as_json(name="Ana", comment="Hi", parent="01ARYZ6S41"))["body"])["errors"]

    assert (error["field"], error["code"]) == ("parent", "unknown-parent")


@pytest.mark.parametrize(
    ("bad", "status", "code"),
    [
        (changed(event(), body="{"), 400, "invalid-json"),
        (changed(event(), body='{"comment": "' + "x" * 70_000 + '"}'), 413, "body-too-large"),
        (changed(event(), content_type="text/plain"), 415, "unsupported-media-type"),
        (changed(event(), idempotency_key="a b"), 400, "invalid-idempotency-key"),
        (changed(event(), sec_fetch_site="cross-site"), 400, "cross-site"),
        (changed(event(), article="ffffffffffffffff"), 404, "unknown-article"),
        (changed(event(), article="world-story"), 404, "unknown-article"),
        (changed(event(), article="../../etc"), 404, "not-found"),
        (changed(event(), article="0F1E2D3C4B5A6978"), 404, "unknown-article"),
        (as_json(name="Ana", comment="x" * 5001), 422, "invalid-comment"),
        (event() | {"body": None}, 400, "invalid-json"),
    ],
)
def test_each_refusal_has_its_status_and_code(bad: Event, status: int, code: str, table: MemoryTable) -> None:
    assert problem(bad) == (status, code)
    assert read_thread(table, ARTICLE)[1] == 0


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"policy": "closed"}, 409, "comments-closed"),
        ({"policy": "off"}, 409, "comments-off"),
        ({"live": False}, 404, "unknown-article"),
    ],
)
def test_a_story_that_takes_no_comments_says_so(
    change: dict[str, object], status: int, code: str, table: MemoryTable
) -> None:
    table.write([thread(**change)])

    assert problem(event()) == (status, code)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nothing_else_is_here(method: str, table: MemoryTable) -> None:
    other = event()
    other["requestContext"]["http"]["method"] = method

    assert problem(other) == (404, "not-found")


def test_a_refused_form_is_answered_with_a_page_that_keeps_the_words(table: MemoryTable) -> None:
    status, text = page(
        as_form(
            name="", comment="My long & careful </textarea><script>words", email="ana@", idempotency_key="k-1"
        )
    )

    assert status == 422
    for kept in (
        "Please enter your name here",
        "My long & careful </textarea><script>words",
        "ana@",
        "k-1",
        "Storm <over> town",
        "/world/story/",
    ):
        assert kept in text


def test_markup_in_a_refused_form_is_not_markup_on_its_page(table: MemoryTable) -> None:
    body = answer(as_form(comment="</textarea><script>alert(1)</script>"))["body"]

    assert "<script>alert(1)" not in body


@pytest.mark.parametrize(
    ("change", "status"), [({"policy": "closed"}, 409), ({"policy": "off"}, 409), ({"live": False}, 404)]
)
def test_a_form_keeps_its_words_where_the_story_takes_none(
    change: dict[str, object], status: int, table: MemoryTable
) -> None:
    table.write([thread(**change)])
    got, text = page(as_form(name="Ana", comment="Kept all the same"))

    assert got == status
    assert "Kept all the same" in text


def test_a_withdrawn_storys_title_is_not_told(table: MemoryTable) -> None:
    table.write([thread(live=False)])

    assert "Storm" not in page(as_form(name="Ana", comment="Hi"))[1]


def test_a_form_that_is_too_large_keeps_its_words_too(table: MemoryTable) -> None:
    status, text = page(as_form(name="Ana", comment="word " * 20_000))

    assert status == 413
    assert "word " * 20_000 in text


@pytest.mark.parametrize("body", ["comment=%FF&name=Ana", "%", "&&&", "=", "comment=%00%ED%A0%80"])
def test_a_broken_form_is_the_senders_mistake(body: str, table: MemoryTable) -> None:
    assert page(changed(event("form"), body=body))[0] in (400, 422)


def test_a_form_from_another_sites_page_is_refused(table: MemoryTable) -> None:
    table.write([Put({"pk": "SITE", "sk": "SITE", "base_url": "https://news.example", "policy": "open"})])
    old_browser = changed(event("form"), origin="https://evil.example")
    del old_browser["headers"]["sec-fetch-site"]

    assert page(old_browser)[0] == 400
    assert answer(changed(old_browser, origin="https://news.example"))["statusCode"] == 303


def test_a_store_that_is_down_asks_for_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, BrokenTable())

    assert problem(event()) == (503, "not-available")
    assert answer(event())["headers"]["retry-after"] == "5"


def test_a_form_keeps_its_words_while_the_store_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, BrokenTable())
    status, text = page(as_form(name="Ana", comment="Kept all the same"))

    assert status == 503
    assert "Kept all the same" in text


def test_nothing_about_readers_is_logged(table: MemoryTable, capsys: pytest.CaptureFixture[str]) -> None:
    answer(event())
    answer(as_form(name="Ana María", comment="x" * 6000, email="ana@example.org"))
    written = "".join(capsys.readouterr())

    assert '"outcome":"posted"' in written
    assert '"outcome":"invalid-comment"' in written
    for private in ("Ana", "Second", "xxxx", "example.org", "203.0.113.7", "Firefox"):
        assert private not in written


@pytest.mark.parametrize("shown", ["", "Shown2TheApiBySomebody", "ключ"])
@pytest.mark.parametrize("kind", ["json", "form"])
def test_who_does_not_come_through_the_distribution_is_turned_away_unread(
    monkeypatch: pytest.MonkeyPatch, kind: str, shown: str
) -> None:
    use(monkeypatch, BrokenTable())

    assert problem(changed(event(kind), x_origin_secret=shown)) == (421, "not-through-the-site")


bodies = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode()),
    st.dictionaries(
        st.sampled_from(["name", "comment", "email", "parent"]), st.text() | st.integers() | st.none()
    ).map(json.dumps),
    st.dictionaries(
        st.sampled_from(["name", "comment", "email", "parent"]), st.text(st.characters(codec="utf-8"))
    ).map(urlencode),
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from(["application/json", FORM, FORM + ";charset=utf-8", "text/plain"])
        | st.text(max_size=30),
        "accept": st.sampled_from(["*/*", "text/html", "application/json;q=0.1", ";q=,,"])
        | st.text(max_size=30),
        "idempotency-key": st.text(max_size=10),
        "origin": st.text(max_size=30),
        "sec-fetch-site": st.sampled_from(["same-origin", "cross-site", ""]),
    },
)


@given(body=bodies, sent_headers=headers, in_base64=st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_the_fault_is_never_ours(
    body: str, sent_headers: dict[str, str], in_base64: bool, table: MemoryTable
) -> None:
    sent_headers["x-origin-secret"] = SETTINGS.origin_secret
    result = answer(event() | {"body": body, "isBase64Encoded": in_base64, "headers": sent_headers})

    assert result["statusCode"] in {201, 303, 400, 409, 413, 415, 422}
    result["body"].encode()
