"""From an HTTP request to the fields of a comment, or to a refusal with a code."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlencode

import pytest

from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.requests import (
    BODY_LIMIT,
    FORM,
    Incoming,
    is_from_elsewhere,
    read_submission,
    wants_html,
    words_to_keep,
)
from broadsheet.domain.comment_drafts import read_draft
from broadsheet.domain.site import Site

SITE = Site(base_url="https://news.example")


def sent(
    body: str = "{}", content_type: str = "application/json", *, in_base64: bool = False, **headers: str
) -> Incoming:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text = base64.b64encode(body.encode()).decode() if in_base64 else body
    return Incoming({"content-type": content_type, **named}, text, in_base64)


def form(body: str = "name=Ana&comment=Hi", **headers: str) -> Incoming:
    return sent(body, FORM, in_base64=False, **headers)


def refusal(incoming: Incoming) -> str:
    with pytest.raises(Refused) as caught:
        read_submission(incoming)
    return caught.value.code


def test_json_and_form_say_the_same() -> None:
    fields = {"name": "Ana", "comment": "“One” & two\n🎻 100% +"}

    assert read_submission(sent(json.dumps(fields))).fields == fields
    assert read_submission(sent(urlencode(fields), FORM)).fields == fields
    assert read_submission(sent(urlencode(fields), FORM, in_base64=True)).fields == fields


def test_a_form_may_carry_bare_utf8() -> None:
    assert read_submission(form("name=Ana María")).fields == {"name": "Ana María"}


def test_the_first_of_two_fields_of_one_name_counts() -> None:
    assert read_submission(form("name=Ana&name=Luis")).fields == {"name": "Ana"}


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/json; charset=latin1",
        FORM + "; charset=utf-16",
    ],
)
def test_other_media_types_and_charsets_are_not_taken(content_type: str) -> None:
    assert refusal(sent(content_type=content_type)) == "unsupported-media-type"


@pytest.mark.parametrize(
    "content_type",
    [
        "Application/JSON",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
        "application/json; profile=x",
    ],
)
def test_media_types_are_read_as_they_are_written(content_type: str) -> None:
    assert read_submission(sent(content_type=content_type)).fields == {}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "5",
        "null",
        '"x"',
        "[" * 30_000,
        '{"a":' * 10_000,
        "{'name': 1}",
        '{"n": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_not_a_json_object_is_invalid(body: str) -> None:
    assert refusal(sent(body)) == "invalid-json"


def test_json_that_is_not_utf8_is_invalid() -> None:
    body = base64.b64encode(b'{"name": "\xff"}').decode()

    assert refusal(Incoming({"content-type": "application/json"}, body, base64=True)) == "invalid-json"


def test_base64_that_is_none_is_invalid() -> None:
    assert refusal(Incoming({"content-type": "application/json"}, "***", base64=True)) == "invalid-json"
    assert refusal(Incoming({"content-type": FORM}, "***", base64=True)) == "invalid-form"


@pytest.mark.parametrize(
    "body",
    ["name=%FF", "name=%C3%28", "name=%ED%A0%80", "&".join(f"a{n}=1" for n in range(51)), "name=\ud800"],
)
def test_a_form_that_cannot_be_read_is_invalid(body: str) -> None:
    assert refusal(form(body)) == "invalid-form"


def test_stray_percent_signs_are_read_as_written() -> None:
    assert read_submission(form("comment=100%&name=%ZZ")).fields == {"comment": "100%", "name": "%ZZ"}


@pytest.mark.parametrize("in_base64", [True, False])
def test_a_body_over_the_limit_is_too_large(in_base64: bool) -> None:
    body = json.dumps({"comment": "x" * BODY_LIMIT})

    assert refusal(sent(body, in_base64=in_base64)) == "body-too-large"


def test_size_is_counted_in_bytes() -> None:
    assert refusal(sent("é" * (BODY_LIMIT // 2 + 1))) == "body-too-large"


def test_the_longest_comment_fits_in_its_widest_spelling() -> None:
    fields = {
        "name": "🎻" * 80,
        "comment": "🎻" * 5000,
        "email": "é" * 252 + "@a",
        "idempotency_key": "k" * 64,
    }
    for incoming in (
        sent(json.dumps(fields)),
        sent(urlencode(fields), FORM),
        sent(urlencode(fields), FORM, in_base64=True),
    ):
        assert read_draft(read_submission(incoming).fields)[1] == ()


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "k" * 256, "a\x7f"])
def test_a_key_that_is_no_key_is_refused(key: str) -> None:
    assert refusal(sent(idempotency_key=key)) == "invalid-idempotency-key"
    assert refusal(form(idempotency_key=key)) == "invalid-idempotency-key"


def key_of(incoming: Incoming) -> str:
    submission = read_submission(incoming)
    return submission.key(read_draft(submission.fields)[0])


def test_json_without_a_key_has_none() -> None:
    assert key_of(sent('{"name": "Ana", "idempotency_key": "x"}')) == ""
    assert key_of(sent(idempotency_key="k1")) == "k1"


def test_the_key_of_a_form_goes_with_its_words() -> None:
    same = key_of(form("name=Ana&comment=Hi&idempotency_key=k"))

    assert same
    assert same == key_of(form("comment=Hi%0D%0A&name=Ana&idempotency_key=k&email="))
    assert same != key_of(form("name=Luis&comment=Hi&idempotency_key=k"))
    assert same != key_of(form("name=Ana&comment=Hi&idempotency_key=other"))
    assert same != key_of(form("name=Ana&comment=Hi&idempotency_key=k&parent=01"))


def test_a_form_without_the_hidden_field_has_no_key_but_may_have_the_header() -> None:
    assert key_of(form()) == ""
    assert key_of(form(idempotency_key="k1")) == "k1"


def test_what_another_site_sends_is_refused() -> None:
    assert refusal(sent(sec_fetch_site="cross-site")) == "cross-site"
    assert refusal(form(sec_fetch_site="Cross-Site")) == "cross-site"


@pytest.mark.parametrize("value", ["same-origin", "same-site", "none"])
def test_what_this_site_sends_is_taken(value: str) -> None:
    incoming = form(sec_fetch_site=value, origin="https://elsewhere.example")

    assert read_submission(incoming).fields
    assert not is_from_elsewhere(incoming, SITE)


@pytest.mark.parametrize(
    ("origin", "elsewhere"),
    [("https://news.example", False), ("https://evil.example", True), ("null", True), ("https://[bad", True)],
)
def test_an_old_browser_is_known_by_its_origin(origin: str, elsewhere: bool) -> None:
    assert is_from_elsewhere(form(origin=origin), SITE) is elsewhere


def test_an_origin_is_not_asked_of_programs_or_of_a_site_on_the_desk() -> None:
    assert not is_from_elsewhere(form(), SITE)
    assert not is_from_elsewhere(sent(origin="https://evil.example"), SITE)
    assert not is_from_elsewhere(form(origin="https://evil.example"), Site())


@pytest.mark.parametrize(
    ("content_type", "accept", "html"),
    [
        (FORM, "", True),
        (FORM, "*/*", True),
        (FORM, "text/html,application/xhtml+xml,*/*;q=0.8", True),
        (FORM, "application/json", False),
        (FORM, "application/json, text/plain, */*", False),
        (FORM, "text/html;q=0.5, application/json", False),
        (FORM, "text/html, application/json;q=0.5", True),
        (FORM, "application/json;q=0", True),
        (FORM, "application/json;q=nonsense", True),
        ("application/json", "text/html", False),
        ("application/json", "", False),
        ("multipart/form-data", "text/html,*/*;q=0.8", True),
        ("text/plain", "*/*", False),
    ],
)
def test_forms_get_pages_and_programs_get_json(content_type: str, accept: str, html: bool) -> None:
    assert wants_html(sent(content_type=content_type, accept=accept)) is html


def test_what_can_be_read_of_a_broken_form_is_kept() -> None:
    assert words_to_keep(form("name=%FFAna&comment=Hi")) == {"name": "�Ana", "comment": "Hi"}
    assert words_to_keep(form("comment=" + "x" * BODY_LIMIT)) == {"comment": "x" * BODY_LIMIT}


def test_nothing_is_kept_of_what_is_no_form_or_far_too_large() -> None:
    assert words_to_keep(sent('{"name": "Ana"}')) == {}
    assert words_to_keep(form("comment=" + "x" * 2_000_000)) == {}
    assert words_to_keep(form("&".join(f"a{n}=1" for n in range(51)))) == {}


def test_readers_words_do_not_show_in_what_is_logged() -> None:
    incoming = form("name=Ana&comment=Secret", cookie="x")

    assert "Secret" not in repr(incoming)
    assert "Secret" not in repr(read_submission(incoming))
