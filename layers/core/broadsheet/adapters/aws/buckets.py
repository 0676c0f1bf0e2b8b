"""The two buckets behind their ports."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.errors import Conflict, StoreUnavailable
from broadsheet.ports import Found, Listed, Page, Spell, Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MISSING = {"404", "NoSuchKey", "NotFound", "NoSuchVersion"}
LISTED = 1000  # objects of one ListObjectsV2
VERSIONS = 10  # requests for the versions of one key, a thousand each: older ones nobody asks for
# 412: the condition failed. 409: another conditional write is under way. 404 on a conditional
# put: the key has gone (S3 user guide, conditional writes).
LOST = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409", *MISSING}


@contextlib.contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise StoreUnavailable(f"{what}: {error}") from error


@contextlib.contextmanager
def _swapping(what: str) -> Iterator[None]:
    with _translated(what):
        try:
            yield
        except ClientError as error:
            if _code(error) in LOST:
                raise Conflict(f"{what}: it is not as it was read") from error
            raise


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _condition(etag: str | None) -> dict[str, str]:
    return {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}


def _head(client: S3Client, bucket: str, key: str) -> Any | None:
    with _translated(f"head of {key}"):
        try:
            return client.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if _code(error) in MISSING:
                return None
            raise


def _list(client: S3Client, bucket: str, prefix: str, after: str, limit: int) -> list[Any]:
    """The first `limit` objects after a key. S3 lists a thousand at a time, in the order of UTF-8 bytes."""
    found: list[Any] = []
    with _translated(f"listing {prefix or bucket}"):
        while len(found) < limit:
            start: Any = {"StartAfter": after} if after else {}
            most = min(LISTED, limit - len(found))
            answer = client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=most, **start)
            found += answer.get("Contents", [])
            if not answer["IsTruncated"]:
                break
            after = found[-1]["Key"]
    return found


def _versions(client: S3Client, bucket: str, key: str, before: str = "") -> tuple[list[Any], list[Any]]:
    """The versions of a key and its delete markers, each newest first, or only those before one of them; to
    the newest marker, with what else its page has."""
    found: tuple[list[Any], list[Any]] = ([], [])
    more: Any = {"KeyMarker": key, "VersionIdMarker": before} if before else {}
    with _translated(f"versions of {key}"):
        for _ in range(VERSIONS):
            page = client.list_object_versions(Bucket=bucket, Prefix=key, MaxKeys=LISTED, **more)
            found[0].extend(entry for entry in page.get("Versions", []) if entry["Key"] == key)
            found[1].extend(entry for entry in page.get("DeleteMarkers", []) if entry["Key"] == key)
            if found[1] or not page["IsTruncated"] or page.get("NextKeyMarker") != key:
                break
            more = {"KeyMarker": key, "VersionIdMarker": page["NextVersionIdMarker"]}
    return found


class S3Uploads:
    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def head(self, key: str) -> Upload | None:
        answer = _head(self._client, self._bucket, key)
        return _upload(key, answer, None) if answer else None

    def read(self, key: str, version: str | None = None, *, most: int | None = None) -> Upload | None:
        which: Any = {"VersionId": version} if version else {}
        with _translated(f"reading {key}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key, **which)
            except ClientError as error:
                # A named version that is a delete marker answers 405 MethodNotAllowed.
                if _code(error) in MISSING | {"MethodNotAllowed", "405"}:
                    return None
                raise
            with contextlib.closing(answer["Body"]) as body:
                too_much = most is not None and answer["ContentLength"] > most
                return _upload(key, answer, None if too_much else body.read())

    def spell(self, key: str) -> Spell | None:
        versions, markers = _versions(self._client, self._bucket, key)
        if not versions or (markers and markers[0]["IsLatest"]):
            return None
        # Times do not tell which came first: what S3 lists after the marker does.
        earlier = _versions(self._client, self._bucket, key, markers[0]["VersionId"])[0] if markers else []
        ended = earlier[0]["VersionId"] if earlier else None
        run = [*itertools.takewhile(lambda entry: entry["VersionId"] != ended, versions)]
        etags = frozenset(entry["ETag"].strip('"') for entry in run)
        return Spell(_modified(run[-1]), _modified(markers[0]) if markers else None, etags)

    def read_receipt(self, key: str) -> tuple[bytes, str] | None:
        upload = self.read(key)
        return None if upload is None or upload.body is None else (upload.body, upload.etag)

    def write_receipt(self, key: str, body: bytes, *, etag: str | None) -> None:
        with _swapping(f"the receipt {key}"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=body,
                ContentType="application/json; charset=utf-8",
                CacheControl="no-store",
                **_condition(etag),  # type: ignore[arg-type]
            )

    def keys(self, prefix: str, *, after: str = "", limit: int) -> list[Listed]:
        found = _list(self._client, self._bucket, prefix, after, limit)
        return [Listed(o["Key"], o["ETag"].strip('"'), o["Size"], _modified(o)) for o in found]


def _modified(answer: Any) -> datetime:
    """To the second: a GET tells no more, while a listing may (ministack's does), and an upload must have the
    same time wherever that was read."""
    found: datetime = answer["LastModified"]
    return found.replace(microsecond=0)


def _upload(key: str, answer: Any, body: bytes | None) -> Upload:
    return Upload(
        key=key,
        version=answer.get("VersionId", "null"),
        etag=answer["ETag"].strip('"'),
        size=answer["ContentLength"],
        modified=_modified(answer),
        body=body,
    )


def metadata_of(page: Page) -> dict[str, str]:
    """What an object of the site says of itself beside its body. A tombstone says that it is one instead of a
    digest; the edge shows it as missing."""
    metadata = {"rev": str(page.rev)} | ({"digest": page.digest} if page.digest else {"tombstone": "1"})
    return metadata | ({"location": page.location} if page.location else {})


class S3Site:
    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def find(self, key: str) -> Found | None:
        answer = _head(self._client, self._bucket, key)
        if answer is None:
            return None
        metadata = answer.get("Metadata", {})
        rev = metadata.get("rev", "")
        return Found(answer["ETag"], int(rev) if rev.isdigit() else 0, metadata.get("digest", ""))

    def write(self, key: str, page: Page, *, etag: str | None) -> str:
        with _swapping(f"the page {key}"):
            answer = self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=page.body,
                ContentType=page.content_type,
                CacheControl=page.cache_control,
                Metadata=metadata_of(page),
                **_condition(etag),  # type: ignore[arg-type]
            )
        return answer["ETag"]

    def delete(self, key: str, *, etag: str) -> None:
        with _translated(f"the page {key}"):
            try:
                self._client.delete_object(Bucket=self._bucket, Key=key, IfMatch=etag)
            except ClientError as error:
                if _code(error) in MISSING:
                    return
                if _code(error) in LOST:
                    raise Conflict(f"the page {key} has changed") from error
                raise

    def keys(self, *, after: str = "", limit: int) -> list[str]:
        return [found["Key"] for found in _list(self._client, self._bucket, "", after, limit)]
