"""The distribution: what it keeps, whom it asks and how, and what it says to browsers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.template.headers import headers_of, policy
from tests.template.parsed import deployed, logical_name, of_type

from broadsheet.commenting.requests import ORIGIN_SECRET

[(_, PROPERTIES)] = of_type("AWS::CloudFront::Distribution")
CONFIG: dict[str, Any] = PROPERTIES["DistributionConfig"]
BEHAVIOURS = {
    b.get("PathPattern", "*"): b for b in (CONFIG["DefaultCacheBehavior"], *CONFIG["CacheBehaviors"])
}
POLICIES = [name for name, _ in of_type("AWS::CloudFront::ResponseHeadersPolicy")]
# Where a page's parts may come from. A picture that is opened as a document may bring its own colours.
SOURCES = {("img-src", "data:"), ("style-src", "'unsafe-inline'")}
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
YEAR = 365 * 86400


def test_an_answer_of_the_api_is_never_replaced_by_a_page() -> None:
    assert [error["ErrorCode"] for error in CONFIG["CustomErrorResponses"]] == [403]


def test_an_answer_of_the_api_is_never_kept() -> None:
    api = BEHAVIOURS["/api/*"]
    assert (api["TargetOriginId"], api["CachePolicyId"]) == ("api", CACHING_DISABLED)
    assert api["ViewerProtocolPolicy"] == "https-only"


def test_everything_else_is_read_from_the_bucket_and_over_tls() -> None:
    assert list(BEHAVIOURS) == ["*", "/api/*", "/media/*", "/assets/*"]
    for pattern in set(BEHAVIOURS) - {"/api/*"}:
        assert BEHAVIOURS[pattern]["TargetOriginId"] == "site"
        assert BEHAVIOURS[pattern]["ViewerProtocolPolicy"] == "redirect-to-https"
        assert BEHAVIOURS[pattern]["AllowedMethods"] == ["GET", "HEAD"]


def test_the_bucket_is_asked_in_our_name_always() -> None:
    site, _ = CONFIG["Origins"]
    access = deployed()[logical_name(site["OriginAccessControlId"])]["Properties"]
    assert access["OriginAccessControlConfig"] | {"Name": ""} == {
        "Name": "",
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    assert site["S3OriginConfig"] == {"OriginAccessIdentity": ""}


def test_the_api_is_asked_over_tls_with_a_secret_that_nobody_wrote_down() -> None:
    _, api = CONFIG["Origins"]
    secret = {"Fn::Sub": "{{resolve:secretsmanager:${OriginSecret}:SecretString}}"}
    assert api["CustomOriginConfig"] == {
        "OriginProtocolPolicy": "https-only",
        "OriginSSLProtocols": ["TLSv1.2"],
    }
    assert api["OriginCustomHeaders"] == [{"HeaderName": ORIGIN_SECRET, "HeaderValue": secret}]
    comments = deployed()["CommentsFunction"]["Properties"]["Environment"]["Variables"]
    assert comments["ORIGIN_SECRET"] == secret


def test_the_secret_is_made_by_aws_and_long() -> None:
    [(name, secret)] = of_type("AWS::SecretsManager::Secret")
    assert name == "OriginSecret"
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["PasswordLength"] >= 32
    assert set(secret["GenerateSecretString"]) == {"PasswordLength", "ExcludePunctuation"}


def test_every_behaviour_has_a_headers_policy() -> None:
    given = {pattern: logical_name(b["ResponseHeadersPolicyId"]) for pattern, b in BEHAVIOURS.items()}
    pages = dict.fromkeys(("*", "/api/*", "/assets/*"), "PageHeaders")
    assert given == pages | {"/media/*": "MediaHeaders"}
    assert set(POLICIES) == set(given.values())


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_a_script_and_nothing_comes_from_elsewhere(name: str) -> None:
    rules = directives(headers_of(name)["content-security-policy"])
    used = {(rule, source) for rule, sources in rules.items() for source in sources}
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert not [rule for rule in rules if rule.startswith(("script-src", "worker-src"))]
    assert {(rule, source) for rule, source in used if source not in ("'none'", "'self'")} <= SOURCES


def test_only_a_picture_may_bring_its_own_style_and_it_is_locked_up() -> None:
    pages, media = (
        directives(headers_of(n)["content-security-policy"]) for n in ("PageHeaders", "MediaHeaders")
    )
    assert pages["style-src"] == ["'self'"]
    assert media["sandbox"] == []


def directives(text: str) -> dict[str, list[str]]:
    """A directive that is said twice counts as it was said first, so none may be."""
    rules = [rule.split() for rule in text.split(";")]
    assert len({name for name, *_ in rules}) == len(rules)
    return {name: sources for name, *sources in rules}


@pytest.mark.parametrize("name", POLICIES)
def test_no_origin_can_say_otherwise(name: str) -> None:
    security, custom = policy(name)["SecurityHeadersConfig"], policy(name)["CustomHeadersConfig"]["Items"]
    assert set(security) == {
        "StrictTransportSecurity",
        "ContentTypeOptions",
        "FrameOptions",
        "ReferrerPolicy",
        "ContentSecurityPolicy",
    }
    assert all(header["Override"] is True for header in (*security.values(), *custom))
    assert "CorsConfig" not in policy(name)


@pytest.mark.parametrize("name", POLICIES)
def test_a_browser_comes_back_over_tls_for_a_year_at_least(name: str) -> None:
    transport = policy(name)["SecurityHeadersConfig"]["StrictTransportSecurity"]
    assert transport["AccessControlMaxAgeSec"] >= YEAR
    assert transport["IncludeSubdomains"] is True
