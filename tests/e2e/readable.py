"""What readers can see of the site bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TOMBSTONE = "tombstone"  # in the metadata of an object that stands where a page was


def objects(s3: Any, bucket: str) -> Iterator[tuple[str, Any]]:
    """Every key with its object, without tombstones."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", []):
            found = s3.get_object(Bucket=bucket, Key=entry["Key"])
            if TOMBSTONE not in found["Metadata"]:
                yield entry["Key"], found


def pages(s3: Any, bucket: str) -> dict[str, bytes]:
    """Every object by its key, without the white space at its end."""
    return {key: found["Body"].read().rstrip() for key, found in objects(s3, bucket)}
