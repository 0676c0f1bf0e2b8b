"""Pages in Chromium: rules of accessibility, narrow screens, and the policy they are served under."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from tests.rendering.samples import PAGES, SITE

from broadsheet.rendering import assets, render

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><path d="M0 0h16v9H0z"/></svg>'
HEIGHTS = """() =>
    [...document.querySelectorAll("nav a, button, summary, input:not([type=hidden]), textarea, .tags a")]
        .filter(e => e.checkVisibility()).map(e => [e.textContent, e.getBoundingClientRect().height])"""
SHOWN = [name for name in PAGES if name != "redirect"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield opened
        opened.close()


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(SITE.base_url)
    if path in assets():
        route.fulfill(body=assets()[path].body, content_type=assets()[path].content_type)
    elif path.startswith("/media/"):
        route.fulfill(body=PIXEL, content_type="image/svg+xml")
    else:
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        route.fulfill(body=render(PAGES[path.removeprefix("/")]), headers=headers)


def opened(browser: Browser, name: str, complaints: list[str] | None = None, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    if complaints is not None:
        page.on("console", lambda message: complaints.append(message.text))
    page.route("**/*", answer)
    page.goto(f"{SITE.base_url}/{name}")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing(browser: Browser, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, name, color_scheme=scheme, bypass_csp=True)
    result = Axe().run(page)
    page.context.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_fits_a_narrow_screen_and_keeps_to_its_policy(browser: Browser, name: str) -> None:
    complaints: list[str] = []
    page = opened(browser, name, complaints, viewport={"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert width <= 320
    assert complaints == []


@pytest.mark.parametrize("name", ["article", "front", "section"])
def test_targets_can_be_hit_with_a_thumb(browser: Browser, name: str) -> None:
    page = opened(browser, name, viewport={"width": 360, "height": 640})
    heights = page.evaluate(HEIGHTS)
    page.context.close()
    assert [pair for pair in heights if pair[1] < 24] == []


def test_the_page_can_be_used_without_script(browser: Browser) -> None:
    page = opened(browser, "article", java_script_enabled=False)
    page.locator("summary").first.click()
    assert page.get_by_label("Reply (required)").first.is_visible()
    page.get_by_label("Comment", exact=True).fill("Words")
    page.context.close()
