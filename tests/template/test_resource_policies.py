"""Who may use buckets and queues, as these say themselves."""

from __future__ import annotations

from typing import Any

from tests.template.parsed import logical_name, of_type

from broadsheet.commenting.requests import ORIGIN_SECRET


def test_s3_may_send_only_from_our_bucket() -> None:
    for name, policy in of_type("AWS::SQS::QueuePolicy"):
        for statement in policy["PolicyDocument"]["Statement"]:
            conditions = statement["Condition"]
            assert "aws:SourceArn" in conditions["ArnEquals"], name
            assert conditions["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_a_page_can_only_be_swapped_and_never_just_put() -> None:
    denied = [s for s in bucket_statements("SiteBucket") if s["Sid"] == "ConditionalWritesOnly"]
    assert [(s["Effect"], s["Action"], s["Principal"]) for s in denied] == [("Deny", "s3:PutObject", "*")]
    assert denied[0]["Condition"]["Null"] == {"s3:if-match": "true", "s3:if-none-match": "true"}


def test_the_site_is_read_by_our_distribution_alone() -> None:
    allowed = [s for s in bucket_statements("SiteBucket") if s["Effect"] == "Allow"]
    [(name, distribution)] = of_type("AWS::CloudFront::Distribution")
    assert [s["Principal"] for s in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert f"distribution/${{{name}}}" in str(allowed[0]["Condition"]["StringEquals"]["AWS:SourceArn"])
    site, api = distribution["DistributionConfig"]["Origins"]
    assert logical_name(site["OriginAccessControlId"]) == "OriginAccessControl"
    assert [h["HeaderName"] for h in api["OriginCustomHeaders"]] == [ORIGIN_SECRET]


def bucket_statements(bucket: str) -> list[dict[str, Any]]:
    policies = {logical_name(p["Bucket"]): p for _, p in of_type("AWS::S3::BucketPolicy")}
    found: list[dict[str, Any]] = policies[bucket]["PolicyDocument"]["Statement"]
    return found
