"""What readers are served, header by header, beside what template.yaml says of the distribution."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from PIL import Image
from samtranslator.yaml_helper import yaml_parse
from tests.e2e.newsdesk import Site
from tests.template.headers import headers_of

from broadsheet.publishing.sheets import ASSET_CACHE, FEED_CACHE, PAGE_CACHE
from broadsheet_cli.local.stack import PROJECT

pytestmark = pytest.mark.stack
# What S3, the API or a web server says of any response; everything else is the template's to say.
PLAIN = {"accept-ranges", "connection", "content-length", "content-type", "date", "etag", "last-modified"}
PLAIN |= {
    "server",
    "x-cache",
    "via",
    "x-amz-cf-id",
    "x-amz-cf-pop",
    "age",
    "vary",
    "x-amz-request-id",
    "x-amz-id-2",
}
PLAIN |= {"apigw-requestid", "x-amzn-requestid"}
STORY = "---\ntitle: Pier\ndate: 2026-11-20T10:00:00Z\nimage: {src: served.png, alt: A pier}\n---\n\nWords.\n"


@cache
def template() -> dict[str, Any]:
    found: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text("utf-8"))["Resources"]
    return found


@cache
def distribution() -> dict[str, Any]:
    found: dict[str, Any] = template()["Distribution"]["Properties"]["DistributionConfig"]
    return found


def behaviour(path: str) -> dict[str, Any]:
    """The first whose pattern the path has, or the default."""
    matching = (b for b in distribution()["CacheBehaviors"] if path.startswith(b["PathPattern"].rstrip("*")))
    return next(matching, distribution()["DefaultCacheBehavior"])


def promised(path: str) -> dict[str, str]:
    """The headers that the policy of a path's behaviour adds."""
    return headers_of(behaviour(path)["ResponseHeadersPolicyId"]["Ref"])


@dataclass(frozen=True)
class Served:
    """One kind of response: where it is found, its status and what else is expected of it."""

    path: Callable[[Site], str]
    status: int = 200
    cache: str = ""
    also: tuple[str, ...] = ()
    body: bytes | None = None


def at(path: str) -> Callable[[Site], str]:
    return lambda _: path


def a_picture(site: Site) -> str:
    return site.get("/world/served/")[1].split('srcset="')[1].split(" ")[0]


def a_style_sheet(site: Site) -> str:
    return site.get("/")[1].split('rel="stylesheet" href="')[1].split('"')[0]


def the_api(site: Site) -> str:
    return f"/api/articles/{(site.receipt('articles/world/served.md') or {})['id']}/comments"


KINDS = {
    "page": Served(at("/world/served/"), cache=PAGE_CACHE),
    "front": Served(at("/"), cache=PAGE_CACHE),
    "feed": Served(at("/atom.xml"), cache=FEED_CACHE),
    "sitemap": Served(at("/sitemap.xml"), cache=FEED_CACHE),
    "picture": Served(a_picture, cache=ASSET_CACHE),
    "style sheet": Served(a_style_sheet, cache=ASSET_CACHE),
    "missing": Served(at("/nowhere/"), 404, cache=PAGE_CACHE),
    "without its slash": Served(at("/world/served"), 301, cache="public, max-age=3600", also=("location",)),
    "moved": Served(at("/old/served/"), 301, cache=PAGE_CACHE, also=("location",)),
    "comment": Served(the_api, 201, cache="no-store", also=("location",), body=b'{"name":"A","comment":"B"}'),
    "refused comment": Served(the_api, 422, cache="no-store", body=b'{"name":"","comment":""}'),
}


@pytest.fixture(scope="module")
def served(site: Site) -> Site:
    photo = io.BytesIO()
    Image.new("RGB", (900, 600), (20, 80, 120)).save(photo, "PNG")
    site.put("images/served.png", photo.getvalue())
    assert site.stack.settle()
    site.publish(
        "articles/world/served.md", STORY.replace("title: Pier", "title: Pier\naliases: [/old/served/]")
    )
    assert site.stack.settle()
    return site


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_served_has_the_headers_that_the_template_gives_it_and_no_others(
    served: Site, kind: str
) -> None:
    expected = KINDS[kind]
    path = expected.path(served)
    status, headers, _ = served.send(path, expected.body, Content_Type="application/json")

    rest = {name: value for name, value in headers.items() if name not in PLAIN | {*expected.also}}
    assert (status, set(expected.also) - set(headers)) == (expected.status, set())
    assert rest == promised(path) | {"cache-control": expected.cache}


def test_every_kind_of_behaviour_is_looked_at(served: Site) -> None:
    seen = {behaviour(kind.path(served)).get("PathPattern", "") for kind in KINDS.values()}

    assert seen == {"", *(b["PathPattern"] for b in distribution()["CacheBehaviors"])}


def test_the_edge_compresses_speaks_http_3_and_sends_readers_to_tls() -> None:
    behaviours = [distribution()["DefaultCacheBehavior"], *distribution()["CacheBehaviors"]]
    pages = template()["PageCache"]["Properties"]["CachePolicyConfig"][
        "ParametersInCacheKeyAndForwardedToOrigin"
    ]

    assert distribution()["HttpVersion"] == "http2and3"
    assert all(behaviour["Compress"] for behaviour in behaviours)
    assert pages["EnableAcceptEncodingBrotli"]
    assert pages["EnableAcceptEncodingGzip"]
    assert {b["ViewerProtocolPolicy"] for b in behaviours} == {"redirect-to-https", "https-only"}
    assert distribution()["ViewerCertificate"]["MinimumProtocolVersion"] >= "TLSv1.2_2021"


def test_a_page_is_kept_at_the_edge_whatever_a_reader_adds_to_its_address(served: Site) -> None:
    """No cookie, header or query string of a reader makes another copy; and none reaches the bucket."""
    keys = template()["PageCache"]["Properties"]["CachePolicyConfig"][
        "ParametersInCacheKeyAndForwardedToOrigin"
    ]

    assert keys["CookiesConfig"] == {"CookieBehavior": "none"}
    assert keys["HeadersConfig"] == {"HeaderBehavior": "none"}
    assert keys["QueryStringsConfig"] == {"QueryStringBehavior": "none"}
    assert served.get("/world/served/?utm_source=feed") == served.get("/world/served/")
