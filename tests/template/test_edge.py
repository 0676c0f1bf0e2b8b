"""The distribution."""

from __future__ import annotations

from tests.template.parsed import deployed, logical_name, of_type


def test_an_answer_of_the_api_is_never_replaced_by_a_page() -> None:
    (_, distribution), *_ = of_type("AWS::CloudFront::Distribution")
    errors = distribution["DistributionConfig"]["CustomErrorResponses"]
    assert [error["ErrorCode"] for error in errors] == [403]


def test_every_behaviour_has_a_headers_policy_with_a_content_policy() -> None:
    (_, distribution), *_ = of_type("AWS::CloudFront::Distribution")
    config = distribution["DistributionConfig"]
    for behaviour in [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]:
        policy = deployed()[logical_name(behaviour["ResponseHeadersPolicyId"])]["Properties"]
        security = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        csp = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
        assert csp.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in csp
