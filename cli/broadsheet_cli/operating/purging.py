"""Have the edge forget addresses, and wait until it has."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from urllib.parse import quote

from broadsheet.domain.addresses import object_key
from broadsheet_cli.target import Target

EVERYTHING = "/*"
PATHS = 3000  # file paths that CloudFront invalidates at a time
POLL = 2.0
COMPLETED = "Completed"


def purge(target: Target, paths: Sequence[str]) -> list[str]:
    """Begin to purge these addresses; returns the ids of the invalidations.

    A page is cached under the file that the edge's function makes of its address, so that CloudFront
    asks for both to be named.
    """
    wanted = sorted({_written(name) for path in paths for name in (path, f"/{object_key(path)}")})
    return [_begin(target, wanted[start : start + PATHS]) for start in range(0, len(wanted), PATHS)]


def _written(path: str) -> str:
    """As browsers write it: what an address may hold as it is, CloudFront wants so too."""
    return quote(path, safe="/@+*")


def _begin(target: Target, paths: list[str]) -> str:
    answer = target.cloudfront.create_invalidation(
        DistributionId=target.distribution,
        InvalidationBatch={
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": f"broadsheet {uuid.uuid4()}",
        },
    )
    return answer["Invalidation"]["Id"]


def wait_until_purged(target: Target, invalidations: Sequence[str], seconds: float) -> dict[str, str]:
    """The status of each invalidation once all are completed, or when the time is up."""
    end = time.monotonic() + seconds
    while True:
        found = {id_: _status(target, id_) for id_ in invalidations}
        if all(status == COMPLETED for status in found.values()) or time.monotonic() > end:
            return found
        time.sleep(POLL)


def _status(target: Target, id_: str) -> str:
    return target.cloudfront.get_invalidation(DistributionId=target.distribution, Id=id_)["Invalidation"][
        "Status"
    ]
