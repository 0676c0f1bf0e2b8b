"""The answer to one upload, read from the bucket."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from broadsheet.domain.addresses import receipt_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MISSING = ("NoSuchKey", "404")


def read_receipt(s3: S3Client, bucket: str, key: str, etag: str) -> dict[str, Any] | None:
    """The receipt for a file of these bytes, or for whatever has taken its place since: other bytes, or its
    deletion. None while there is none."""
    try:
        answer = s3.get_object(Bucket=bucket, Key=receipt_key(key))
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    receipt: dict[str, Any] = json.loads(answer["Body"].read())
    if receipt.get("etag") == etag or receipt.get("etag") == _current(s3, bucket, key, etag):
        return receipt
    return None


def _current(s3: S3Client, bucket: str, key: str, etag: str) -> str | None:
    """The ETag of what stands there now; None where the file is gone, as its receipt says it."""
    try:
        now = s3.head_object(Bucket=bucket, Key=key)["ETag"].strip('"')
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    return "" if now == etag else now
