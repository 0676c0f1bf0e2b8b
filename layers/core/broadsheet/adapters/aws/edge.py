"""CloudFront behind the `Edge` port: what is printed is forgotten there with one path, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os.path import commonpath
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from broadsheet.domain.addresses import object_key
from broadsheet.errors import StoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

PATHS = 3000  # that CloudFront invalidates at a time; of wildcards, 15


class CloudFrontEdge:
    def __init__(self, client: CloudFrontClient, distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def purge(self, paths: Sequence[str]) -> None:
        """One wildcard costs as much as one file. While too many are under way, the files are named."""
        if not paths:
            return
        try:
            self._purge(paths)
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailable(f"invalidating {len(paths)} paths: {error}") from error

    def _purge(self, paths: Sequence[str]) -> None:
        try:
            self._invalidate([wildcard(paths)])
        except self._client.exceptions.TooManyInvalidationsInProgress:
            for files in _parts(sorted({name for path in paths for name in _names(path)})):
                self._invalidate(files)

    def _invalidate(self, items: list[str]) -> None:
        # Equal references are answered with the earlier invalidation, so each must be its own.
        self._client.create_invalidation(
            DistributionId=self._distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(items), "Items": items},
                "CallerReference": str(uuid4()),
            },
        )


def wildcard(paths: Sequence[str]) -> str:
    """The narrowest path that stands for all of these, for pages with the file that each is kept under."""
    if len(paths) == 1:
        [path] = paths
        return _quoted(path) + ("*" if object_key(path) != path[1:] else "")
    folder = commonpath([path[: path.rfind("/") + 1] for path in paths]).rstrip("/")
    return f"{_quoted(folder)}/*"


def _names(path: str) -> tuple[str, ...]:
    """A page is cached under the file that the edge's function makes of its address: both are to be named
    (CloudFront developer guide, "Invalidating files")."""
    return _quoted(path), _quoted(f"/{object_key(path)}")


def _quoted(path: str) -> str:
    """As browsers write it: what an address may hold as it is, CloudFront wants so too."""
    return quote(path, safe="/@+")


def _parts(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + PATHS] for start in range(0, len(items), PATHS))
