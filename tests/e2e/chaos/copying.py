"""The site as it is served, and the site that `broadsheet build` makes of the same uploads and comments."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.chaos.serving import Serving
from tests.e2e.readable import objects

from broadsheet.adapters.aws.buckets import S3Uploads

BROADSHEET = [sys.executable, "-m", "broadsheet_cli.main"]
MANIFEST = ".broadsheet-build"


@dataclass(frozen=True)
class Served:
    """An object of the site bucket; `location` where it is a redirect."""

    body: bytes
    location: str = ""


def served(serving: Serving) -> dict[str, Served]:
    """Every page of the site bucket, without the white space at its end."""
    bucket, s3 = serving.outputs()["SiteBucket"], serving.client("s3")
    return {
        key: Served(found["Body"].read().rstrip(), found["Metadata"].get("location", ""))
        for key, found in objects(s3, bucket)
    }


def built(serving: Serving, folder: Path) -> dict[str, bytes]:
    """What `broadsheet build` makes of a copy of the bucket and of the comments, likewise."""
    content, out, comments = folder / "content", folder / "out", folder / "comments.jsonl"
    (content / "articles").mkdir(parents=True)
    _copy_uploads(serving, content)
    comments.write_bytes(exported_comments(serving))
    command = [*BROADSHEET, "build", str(content), str(out), "--comments", str(comments)]
    done = subprocess.run([*command, "--base-url", serving.url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"build refused something: {done.stdout}{done.stderr}"
    files = (path for path in out.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(out).as_posix(): path.read_bytes().rstrip() for path in files}


def exported_comments(serving: Serving) -> bytes:
    """What `broadsheet comments` prints."""
    command = [*BROADSHEET, "comments", "--port", str(serving.port)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def keys_in(serving: Serving, bucket: str) -> list[str]:
    pages = serving.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def _copy_uploads(serving: Serving, content: Path) -> None:
    """Each file is as old as the first of its versions since it was deleted last."""
    uploads = S3Uploads(serving.client("s3"), serving.uploads)
    for key in keys_in(serving, serving.uploads):
        if not key.startswith("receipts/"):
            found, spell = uploads.read(key), uploads.spell(key)
            assert found, key
            assert found.body is not None
            assert spell
            file = content / key
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(found.body)
            os.utime(file, (spell.begun.timestamp(),) * 2)
