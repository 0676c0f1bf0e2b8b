"""The whole stack as editors and readers meet it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from broadsheet.domain.addresses import receipt_key
from broadsheet_cli.local.stack import LocalStack

T = TypeVar("T")


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Site:
    """The stack as editors and readers meet it."""

    def __init__(self, stack: LocalStack) -> None:
        self.stack = stack
        self._opener = build_opener(NoRedirect)

    def put(self, key: str, body: str | bytes) -> str:
        data = body.encode() if isinstance(body, str) else body
        answer = self.stack.client("s3").put_object(Bucket=self.stack.uploads_bucket, Key=key, Body=data)
        return str(answer["VersionId"])

    def delete(self, key: str) -> None:
        self.stack.client("s3").delete_object(Bucket=self.stack.uploads_bucket, Key=key)

    def publish(self, key: str, body: str | bytes) -> dict[str, Any]:
        version = self.put(key, body)
        return (
            eventually(lambda: self.receipt(key), lambda r: r is not None and r["version"] == version) or {}
        )

    def receipt(self, key: str) -> dict[str, Any] | None:
        s3 = self.stack.client("s3")
        try:
            found = s3.get_object(Bucket=self.stack.uploads_bucket, Key=receipt_key(key))
        except s3.exceptions.NoSuchKey:
            return None
        return dict(json.loads(found["Body"].read()))

    def get(self, path: str) -> tuple[int, str]:
        status, _, body = self.send(path)
        return status, body

    def send(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            answer = self._opener.open(Request(self.stack.url + path, body, named), timeout=20)
        except HTTPError as error:
            answer = error
        lowered = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, lowered, answer.read().decode(errors="replace")


def eventually(look: Callable[[], T], good: Callable[[T], bool], seconds: float = 30) -> T:
    """What is seen once it is as it should be, or what was seen last."""
    end = time.monotonic() + seconds
    while not good(seen := look()) and time.monotonic() < end:
        time.sleep(0.1)
    assert good(seen), f"still {seen!r} after {seconds} s"
    return seen
