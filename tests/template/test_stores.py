"""Buckets and tables, and what becomes of them."""

from __future__ import annotations

from tests.template.parsed import deployed, of_type


def test_what_holds_content_outlives_the_stack() -> None:
    for name, resource in deployed().items():
        if resource["Type"] in ("AWS::S3::Bucket", "AWS::DynamoDB::Table") and name != "GuardsTable":
            assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


def test_buckets_are_versioned_and_private() -> None:
    for name, bucket in of_type("AWS::S3::Bucket"):
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}, name
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_tables_are_on_demand_streamed_and_recoverable() -> None:
    for name, table in of_type("AWS::DynamoDB::Table"):
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        if name != "GuardsTable":  # which holds hints only
            assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
