"""What readers and editors did on the stack, and what the functions have logged of it: nobody."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from tests.e2e.newsdesk import Site

pytestmark = pytest.mark.stack
FORM = "application/x-www-form-urlencoded"
READER = {
    "name": "Wilhelmina Quistgaard",
    "comment": "The tide-table is wrong on Thursdays, and so was my uncle.",
    "email": "wilhelmina.q@letterbox.example",
}
BROWSER = {"User-Agent": "Mozilla/5.0 (Netscape Wren)", "X-Forwarded-For": "198.51.100.77"}
BROWSER |= {"Cookie": "visitor=peregrine", "Referer": "https://elsewhere.example/private?me=1"}
PRIVATE = [*READER.values(), *BROWSER.values(), "Quistgaard", "letterbox", "Thursdays", "Wren", "peregrine"]
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")


def all_lines(site: Site) -> list[str]:
    """Everything that any function has logged since the stack began."""
    logs = site.stack.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    pages = (
        page
        for group in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    )
    return [event["message"] for page in pages for event in page["events"]]


@pytest.fixture(scope="module")
def lines(site: Site) -> list[str]:
    """After a reader has commented in every way there is, well and badly."""
    receipt = site.publish("articles/world/read.md", "---\ntitle: Tides\ndate: 2026-11-20\n---\nWords.\n")
    address = f"/api/articles/{receipt['id']}/comments"
    headers = {name.replace("-", "_"): value for name, value in BROWSER.items()}
    bodies: list[tuple[str, bytes]] = [
        ("application/json", json.dumps(READER).encode()),
        (FORM, urlencode(READER).encode()),
        ("application/json", json.dumps(READER | {"comment": READER["comment"] * 200}).encode()),
        ("application/json", json.dumps(READER | {"parent": READER["name"]}).encode()),
        ("application/json", json.dumps(READER).encode()[:-9]),
        (FORM, urlencode(READER | {"comment": ""}).encode()),
        ("text/plain", READER["comment"].encode()),
    ]
    statuses = {site.send(address, body, Content_Type=kind, **headers)[0] for kind, body in bodies}
    assert {201, 303, 400, 415, 422} <= statuses
    assert site.stack.settle()
    return all_lines(site)


def test_the_functions_have_logged_all_that_they_did(lines: list[str]) -> None:
    told = [json.loads(line) for line in lines if line.startswith("{")]
    services = {line.get("service") for line in told}
    assert services >= {"ingest", "invalidate", "render", "comments", "clock"}
    assert [line for line in told if line.get("outcome") == "posted"]


@pytest.mark.parametrize("words", PRIVATE)
def test_nothing_of_a_reader_is_in_any_line(lines: list[str], words: str) -> None:
    assert [line for line in lines if words in line] == []


def test_no_line_holds_an_address_of_anybody(lines: list[str]) -> None:
    """Neither of mail nor of a machine, but for this one's own."""
    mail = [found for line in lines for found in E_MAIL.findall(line)]
    machines = {found for line in lines for found in ADDRESS.findall(line)}
    assert mail == []
    assert machines <= {"127.0.0.1"}


def test_a_line_of_a_failure_names_the_file_and_not_its_words(site: Site, lines: list[str]) -> None:
    """What goes wrong is told with a traceback: it must not quote what was uploaded."""
    before = len(lines)
    secret = "unpublished-under-embargo"
    site.put("articles/world/broken.md", f"---\ntitle: [{secret}\n---\n{secret}\n")
    site.put("images/broken.png", secret.encode())
    assert site.stack.settle()
    told = all_lines(site)
    assert len(told) > before
    assert [line for line in told if secret in line] == []
