"""Who may use buckets and queues, as these say themselves: every statement, word for word."""

from __future__ import annotations

from typing import Any

import pytest
from tests.template.parsed import logical_name, of_type

STACK = {"Id": {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}}
DISTRIBUTION = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"


def objects_of(bucket: str) -> dict[str, str]:
    return {"Fn::Sub": f"${{{bucket}.Arn}}/*"}


def tls_only(bucket: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, objects_of(bucket)],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


CONDITIONAL_WRITES_ONLY = {
    "Sid": "ConditionalWritesOnly",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:PutObject",
    "Resource": objects_of("SiteBucket"),
    "Condition": {
        "Null": {"s3:if-match": "true", "s3:if-none-match": "true"},
        "Bool": {"s3:ObjectCreationOperation": "true"},
    },
}
OUR_DISTRIBUTION_READS = {
    "Sid": "OurDistributionReads",
    "Effect": "Allow",
    "Principal": {"Service": "cloudfront.amazonaws.com"},
    "Action": "s3:GetObject",
    "Resource": objects_of("SiteBucket"),
    "Condition": {"StringEquals": {"AWS:SourceArn": {"Fn::Sub": DISTRIBUTION}}},
}


def our_uploads_bucket_sends(queue: str) -> dict[str, Any]:
    return {
        "Sid": "OurUploadsBucketSends",
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": {"Fn::GetAtt": [queue, "Arn"]},
        "Condition": {
            "ArnEquals": {"aws:SourceArn": {"Fn::Sub": ["arn:${AWS::Partition}:s3:::uploads-${Id}", STACK]}},
            "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        },
    }


BUCKETS = {
    "UploadsBucket": [tls_only("UploadsBucket")],
    "SiteBucket": [tls_only("SiteBucket"), CONDITIONAL_WRITES_ONLY, OUR_DISTRIBUTION_READS],
}
QUEUES = {queue: [our_uploads_bucket_sends(queue)] for queue in ("UploadsQueue", "ImagesQueue")}


def test_every_bucket_has_its_one_policy_and_every_queue_that_s3_sends_to() -> None:
    buckets = [logical_name(policy["Bucket"]) for _, policy in of_type("AWS::S3::BucketPolicy")]
    queues = [[logical_name(q) for q in policy["Queues"]] for _, policy in of_type("AWS::SQS::QueuePolicy")]
    assert sorted(buckets) == sorted(name for name, _ in of_type("AWS::S3::Bucket")) == sorted(BUCKETS)
    assert sorted(queues) == sorted([queue] for queue in QUEUES)


@pytest.mark.parametrize("bucket", BUCKETS)
def test_a_bucket_says_this_and_nothing_else(bucket: str) -> None:
    [policy] = [p for _, p in of_type("AWS::S3::BucketPolicy") if logical_name(p["Bucket"]) == bucket]
    assert policy["PolicyDocument"] == {"Version": "2012-10-17", "Statement": BUCKETS[bucket]}


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_says_this_and_nothing_else(queue: str) -> None:
    [policy] = [p for _, p in of_type("AWS::SQS::QueuePolicy") if logical_name(p["Queues"][0]) == queue]
    assert policy["PolicyDocument"] == {"Version": "2012-10-17", "Statement": QUEUES[queue]}


def test_s3_tells_those_queues_that_let_it() -> None:
    buckets = dict(of_type("AWS::S3::Bucket"))
    told = buckets["UploadsBucket"]["NotificationConfiguration"]["QueueConfigurations"]
    assert {logical_name(one["Queue"]) for one in told} == set(QUEUES)
    assert buckets["UploadsBucket"]["BucketName"] == {"Fn::Sub": ["uploads-${Id}", STACK]}
