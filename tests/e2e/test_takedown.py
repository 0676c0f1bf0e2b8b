"""A takedown on the real template: from the command to what a reader is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from broadsheet_cli.local.stack import LocalStack
from broadsheet_cli.main import main

pytestmark = pytest.mark.stack
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="{}" height="30"/></svg>'
WORDS = "The tide gate of the harbour was shut by the council before the ferry sailed."
KEY = "articles/town/ledger.md"


@pytest.fixture(scope="module")
def stack() -> Iterator[LocalStack]:
    with LocalStack() as running:
        running.tick()
        put(running, "images/own.svg", SVG.format(10))
        put(running, "images/shared.svg", SVG.format(20))
        body = f"{WORDS} ![b](../../images/shared.svg)"
        head = "aliases: [/2019/ledger/]\nimage: {src: ../../images/own.svg, alt: a}"
        put(running, KEY, f"---\ntitle: The harbour master’s secret ledger\n{head}\n---\n{body}\n")
        sequel = f"[Before](ledger.md), and [here](/town/ledger/). {body}"
        put(running, "articles/town/sequel.md", f"---\ntitle: The sequel\n---\n{sequel}\n")
        assert running.settle(60)
        yield running


def put(stack: LocalStack, key: str, text: str) -> None:
    stack.client("s3").put_object(Bucket=stack.uploads_bucket, Key=key, Body=text.encode())


@pytest.fixture
def run(stack: LocalStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    port = stack.url.rpartition(":")[2]

    def takedown(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(
            main, ["takedown", "--port", port, "--reason", "why", *arguments], **options
        )

    return takedown


def verdicts(file: Path, site: str) -> dict[str, str]:
    found = json.loads(file.read_text())["addresses"]
    return {address["url"].removeprefix(site): address["verdict"] for address in found}


def test_nothing_is_withdrawn_without_a_yes(stack: LocalStack, run: Any, tmp_path: Path) -> None:
    result = run("/town/ledger", input="n\n")

    assert result.exit_code == 1
    assert "stays: images/shared.svg, shown by articles/town/sequel.md" in result.output
    assert list(tmp_path.iterdir()) == []
    stack.client("s3").head_object(Bucket=stack.uploads_bucket, Key=KEY)


def test_what_cannot_be_a_story_here_is_said_with_what_could(run: Any) -> None:
    unknown, elsewhere = run("/town/nothing/", "--yes"), run("https://other.example/town/ledger/", "--yes")

    assert (unknown.exit_code, elsewhere.exit_code) == (1, 1)
    assert "knows no story /town/nothing/: name its upload key" in unknown.output
    assert "is not on this site" in elsewhere.output


def test_a_story_is_withdrawn_everywhere_and_that_is_on_record(
    stack: LocalStack, run: Any, tmp_path: Path
) -> None:
    result = run(f"{stack.url}/2019/ledger/", "--yes", "--report", "report.json")

    assert result.exit_code == 0, result.output
    seen = verdicts(tmp_path / "report.json", stack.url)
    assert (seen["/town/ledger/"], seen["/2019/ledger/"]) == ("gone", "gone")
    assert {verdict for path, verdict in seen.items() if path.startswith("/media/")} == {"gone"}
    assert {seen[path] for path in ("/", "/town/", "/rss.xml", "/news-sitemap.xml")} == {"clean"}
    assert seen["/town/sequel/"] == "in its own text"
    keys = {entry["Key"] for entry in listed(stack, stack.uploads_bucket, "images/")}
    assert keys == {"images/shared.svg"}


def test_a_second_takedown_works_from_the_record_and_erases_what_is_left(
    stack: LocalStack, run: Any, tmp_path: Path
) -> None:
    again = run("/town/ledger/", "--yes", "--erase")
    erased = run(KEY, "--yes")

    assert (again.exit_code, erased.exit_code) == (0, 0), again.output + erased.output
    versions = stack.client("s3").list_object_versions(Bucket=stack.uploads_bucket, Prefix=KEY)
    assert "Versions" not in versions
    assert "DeleteMarkers" not in versions
    assert len(list(tmp_path.glob("takedown-ledger-*.json"))) == 2


def test_a_page_that_was_left_behind_is_mended(
    stack: LocalStack, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet_cli.takedown.AT_FIRST", 0.5)
    leave_a_page(stack)

    result = run(KEY, "--yes")

    assert result.exit_code == 0, result.output


def test_what_is_still_seen_is_named_and_an_error(
    stack: LocalStack, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet_cli.takedown.print_again", lambda *_: None)
    leave_a_page(stack)

    result = run(KEY, "--yes", "--wait", "1", "--report", "left.json")

    assert result.exit_code == 1
    assert "Still seen: /town/ledger/" in result.output
    assert json.loads((tmp_path / "left.json").read_text())["verdict"] == "still seen"


def leave_a_page(stack: LocalStack) -> None:
    """As if something had died at the worst moment of a withdrawal."""
    stack.client("s3").delete_object(Bucket=stack.uploads_bucket, Key=KEY)
    assert stack.settle(30)
    stack.client("s3").put_object(
        Bucket=stack.site_bucket, Key="town/ledger/index.html", Body=b"left", ContentType="text/html"
    )


def listed(stack: LocalStack, bucket: str, prefix: str) -> list[Any]:
    return list(stack.client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", []))
