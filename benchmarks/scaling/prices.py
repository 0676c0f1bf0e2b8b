"""List prices of AWS in us-east-1, on demand, without the free tier, in dollars; looked up in November 2026.

DynamoDB counts units: a consistent read of 4 KB, a write of 1 KB; in a transaction each counts twice. What is
read or written is rounded up to whole units, a query as a whole and everything else row by row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

READ_BYTES, WRITE_BYTES = 4096, 1024
READ_UNIT, WRITE_UNIT = 0.125e-6, 0.625e-6
S3_READ, S3_WRITE, S3_LIST = 0.4e-6, 5e-6, 5e-6
SQS_REQUEST = 0.4e-6
INVOCATION, GB_SECOND = 0.2e-6, 0.0000133334  # Lambda on arm64
GIGABYTES = 1.0  # of render, the largest of the functions a publication goes through
INVALIDATED_PATH = 0.005  # after the first 1,000 of a month

S3 = {"get": S3_READ, "head": S3_READ, "put": S3_WRITE, "list": S3_LIST, "delete": 0.0}
READS = ("get", "batch_get", "query")


def read_units(size: int) -> int:
    return max(1, math.ceil(size / READ_BYTES))


def write_units(size: int) -> int:
    return 2 * max(1, math.ceil(size / WRITE_BYTES))


def dollars(requests: Mapping[str, int], units: Mapping[str, int], cpu_seconds: float) -> float:
    """What these requests cost, and the functions' time if each waits as long again as it works."""
    total = 2 * cpu_seconds * GIGABYTES * GB_SECOND
    for kind, count in requests.items():
        port, _, request = kind.partition(".")
        if port in ("catalogue", "comments", "guards"):
            total += units[kind] * (READ_UNIT if request in READS else WRITE_UNIT)
        elif port in ("uploads", "site"):
            total += count * S3[request]
        elif port.endswith("_queue"):
            # Sent, received and deleted; and somebody is woken by it.
            total += count * (3 * SQS_REQUEST + INVOCATION)
    return total
