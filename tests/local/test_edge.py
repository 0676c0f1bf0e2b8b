"""The distribution's two functions, in JavaScript as in Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse
from tests.template.headers import headers_of

from broadsheet_cli.local import edge
from broadsheet_cli.local.stack import PROJECT

Event = dict[str, Any]


@cache
def code(name: str) -> str:
    template = yaml_parse((PROJECT / "template.yaml").read_text("utf-8"))
    return str(template["Resources"][name]["Properties"]["FunctionCode"])


def in_javascript(name: str, event: Event) -> Event:
    script = f"{code(name)}\nconsole.log(JSON.stringify(handler({json.dumps(event)})));"
    ran = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    result: Event = json.loads(ran.stdout)
    return result


@pytest.fixture(params=["Python", "JavaScript"])
def language(request: pytest.FixtureRequest) -> str:
    if request.param == "JavaScript" and shutil.which("node") is None:
        pytest.skip("needs Node")
    return str(request.param)


def run(language: str, event: Event) -> Event:
    name = "RequestFunction" if event["context"]["eventType"] == "viewer-request" else "ResponseFunction"
    return in_javascript(name, event) if language == "JavaScript" else edge.evaluate(b"", event)


def request(uri: str, **query: Any) -> Event:
    return {"context": {"eventType": "viewer-request"}, "request": {"uri": uri, "querystring": query}}


def response(status: int, **headers: str) -> Event:
    values = {name.replace("_", "-"): {"value": value} for name, value in headers.items()}
    return {
        "context": {"eventType": "viewer-response"},
        "response": {"statusCode": status, "headers": values},
    }


@pytest.mark.parametrize(
    ("uri", "served"),
    [
        ("/", "/index.html"),
        ("/world/a-story/", "/world/a-story/index.html"),
        ("/k%C3%B6ln/", "/k%C3%B6ln/index.html"),
        ("/feed.xml", "/feed.xml"),
        ("/v1.2/", "/v1.2/index.html"),
    ],
)
def test_a_folder_is_its_index_document(language: str, uri: str, served: str) -> None:
    assert run(language, request(uri))["uri"] == served


@pytest.mark.parametrize(
    ("uri", "query", "location"),
    [
        ("/world", {}, "/world/"),
        ("/v1.2/notes", {}, "/v1.2/notes/"),
        ("//evil.example/x", {}, "/evil.example/x/"),
        ("/\\evil", {}, "/evil/"),
        ("/a", {"q": {"value": "x"}, "flag": {"value": ""}}, "/a/?q=x&flag"),
        ("/a", {"q": {"value": "1", "multiValue": [{"value": "1"}, {"value": "2"}]}}, "/a/?q=1&q=2"),
        ("/a", {"q": {"value": "%C3%BC+b"}}, "/a/?q=%C3%BC%20b"),
        ("/a", {"q": {"value": "100%"}}, "/a/?q=100%25"),
        ("/a", {"q": {"value": "\r\nSet-Cookie: x"}}, "/a/?q=%0D%0ASet-Cookie%3A%20x"),
    ],
)
def test_a_missing_slash_is_added_on_this_host(
    language: str, uri: str, query: dict[str, Any], location: str
) -> None:
    answer = run(language, request(uri, **query))
    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (301, location)


def test_a_redirect_that_is_made_at_the_edge_has_the_headers_of_a_page(language: str) -> None:
    """Whether CloudFront applies a policy to it is not said anywhere."""
    answer = run(language, request("/world"))
    said = {name: header["value"] for name, header in answer["headers"].items()}
    assert {name: said[name] for name in headers_of("PageHeaders")} == headers_of("PageHeaders")
    assert set(said) - set(headers_of("PageHeaders")) == {"location", "cache-control"}


def test_an_object_that_says_where_it_moved_becomes_a_redirect(language: str) -> None:
    answer = run(language, response(200, x_amz_meta_location="/new/", etag="x"))
    assert answer["statusCode"] == 301
    assert answer["headers"] == {"location": {"value": "/new/"}, "etag": {"value": "x"}}


def test_a_place_that_is_held_for_a_page_is_shown_as_missing(language: str) -> None:
    answer = run(language, response(200, x_amz_meta_tombstone="1"))
    assert (answer["statusCode"], answer["headers"]) == (404, {})


def test_a_redirect_that_is_not_modified_stays_so(language: str) -> None:
    answer = run(language, response(304, x_amz_meta_location="/new/"))
    assert (answer["statusCode"], answer["headers"]) == (304, {})


def test_what_the_bucket_knows_is_not_passed_on(language: str) -> None:
    answer = run(language, response(200, x_amz_meta_rev="7", x_amz_version_id="v", content_type="text/html"))
    assert answer["headers"] == {"content-type": {"value": "text/html"}}
