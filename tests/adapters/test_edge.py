"""What CloudFront is asked to forget, and what is asked when it is busy."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from broadsheet.adapters.aws.edge import CloudFrontEdge, wildcard
from broadsheet.errors import StoreUnavailable


@pytest.mark.parametrize(
    ("paths", "asked"),
    [
        (["/world/story/"], "/world/story/*"),
        (["/rss.xml"], "/rss.xml"),
        (["/"], "/*"),
        (["/world/story/", "/", "/rss.xml"], "/*"),
        (["/media/1f/pier-480.webp", "/media/1f/pier-960.webp"], "/media/1f/*"),
        (["/world/a/", "/world/ab/"], "/world/*"),
        (["/old/name"], "/old/name"),
        (["/old/name", "/old/name/again/"], "/old/*"),
        (["/world/", "/world/a/"], "/world/*"),
        (["/old/über uns/"], "/old/%C3%BCber%20uns/*"),
    ],
)
def test_one_path_stands_for_all_that_was_printed(paths: list[str], asked: str) -> None:
    assert wildcard(paths) == asked


class CloudFront:
    """CloudFront as it answers in a test."""

    def __init__(self) -> None:
        self.client = boto3.client(
            "cloudfront", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        self.stub = Stubber(self.client)
        self.edge = CloudFrontEdge(self.client, "EDGE")

    def expects(self, *items: str) -> dict[str, Any]:
        paths = {"Quantity": len(items), "Items": list(items)}
        return {
            "DistributionId": "EDGE",
            "InvalidationBatch": {"Paths": paths, "CallerReference": ANY},
        }

    def answers(self, *items: str, error: str = "") -> None:
        if error:
            self.stub.add_client_error("create_invalidation", error, expected_params=self.expects(*items))
        else:
            self.stub.add_response("create_invalidation", {}, self.expects(*items))


def test_what_is_printed_costs_one_path() -> None:
    cloudfront = CloudFront()
    cloudfront.answers("/*")

    with cloudfront.stub:
        cloudfront.edge.purge(["/", "/world/story/", "/rss.xml"])
        cloudfront.edge.purge([])

    cloudfront.stub.assert_no_pending_responses()


def test_while_too_many_wildcards_are_under_way_every_file_is_named() -> None:
    cloudfront = CloudFront()
    cloudfront.answers("/world/story/*", error="TooManyInvalidationsInProgress")
    cloudfront.answers("/world/story/", "/world/story/index.html")

    with cloudfront.stub:
        cloudfront.edge.purge(["/world/story/"])

    cloudfront.stub.assert_no_pending_responses()


@pytest.mark.parametrize("error", ["AccessDenied", "NoSuchDistribution"])
def test_a_purge_that_fails_is_said_to_have_failed(error: str) -> None:
    cloudfront = CloudFront()
    cloudfront.answers("/*", error=error)

    with cloudfront.stub, pytest.raises(StoreUnavailable, match=error):
        cloudfront.edge.purge(["/"])
