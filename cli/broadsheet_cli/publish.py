"""`broadsheet publish`: upload files and wait for the answers."""

from __future__ import annotations

import mimetypes
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from botocore.exceptions import BotoCoreError, ClientError

from broadsheet_cli.content import uploads_of
from broadsheet_cli.env import PORT
from broadsheet_cli.receipts import read_receipt
from broadsheet_cli.reporting import Report, progress
from broadsheet_cli.target import Target, find_target

WORKERS = 8
PATIENCE = 120.0  # seconds without any answer
POLL = 0.3
AT_ONCE = 16  # receipts asked for in one round


@dataclass(frozen=True)
class Sent:
    """A file as it was uploaded. `etag` stands for its bytes."""

    key: str
    file: Path
    etag: str


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--stack", help="A deployed CloudFormation stack; without it, the site that runs on this machine."
)
@click.option("--port", type=PORT, default=8000, help="The port that `broadsheet serve` listens on.")
@click.option("--to", "folder", default="", help="The folder in the bucket, such as articles/world/.")
@click.option("--wait", default=PATIENCE, help="Seconds to wait when no answer comes any more.")
def publish(files: tuple[Path, ...], stack: str | None, port: int, folder: str, wait: float) -> None:
    """Upload each FILE (or what is in a folder), wait for the receipts, and print what became of them.

    The exit code is 1 if any file was refused or not answered.
    """
    target = find_target(stack, port)
    uploads = _moved(uploads_of(files), folder)
    if not uploads:
        raise click.ClickException("there is nothing to upload in what you named")
    try:
        sent = list(progress(_send(target, uploads), "Uploading", len(uploads)))
        answers = dict(progress(_answers(target, sent, wait), "Publishing", len(sent)))
    except (ClientError, BotoCoreError) as error:
        raise click.ClickException(f"{target.bucket}: {error}") from error
    reports = [Report(item.file, answers.get(item.key)) for item in sorted(sent, key=lambda item: item.key)]
    for report in reports:
        report.show()
    raise SystemExit(1 if any(report.refused for report in reports) else 0)


def _moved(uploads: dict[str, Path], folder: str) -> dict[str, Path]:
    if not folder:
        return uploads
    return {f"{folder.rstrip('/')}/{key.rsplit('/', 1)[-1]}": file for key, file in uploads.items()}


def _send(target: Target, uploads: Mapping[str, Path]) -> Iterator[Sent]:
    """Images first: a story whose pictures are there is right at the first attempt."""
    order = sorted(
        uploads.items(), key=lambda item: (item[0] != "site.toml", item[0].startswith("articles/"))
    )
    with ThreadPoolExecutor(WORKERS) as pool:
        for future in as_completed([pool.submit(_put, target, key, file) for key, file in order]):
            yield future.result()


def _put(target: Target, key: str, file: Path) -> Sent:
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    answer = target.s3.put_object(
        Bucket=target.bucket, Key=key, Body=file.read_bytes(), ContentType=content_type
    )
    return Sent(key, file, answer["ETag"].strip('"'))


def _answers(target: Target, sent: list[Sent], patience: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """Receipts as they come, until all are there or none has come for `patience` seconds.

    Only a few are asked for at a time: they come about in the order of the uploads.
    """
    waiting = deque(sent)
    deadline = time.monotonic() + patience
    with ThreadPoolExecutor(WORKERS) as pool:
        while waiting and time.monotonic() < deadline:
            asked = [waiting.popleft() for _ in range(min(AT_ONCE, len(waiting)))]
            answers = list(zip(asked, pool.map(lambda item: _receipt(target, item), asked), strict=True))
            waiting.extend(item for item, receipt in answers if receipt is None)
            found = [(item.key, receipt) for item, receipt in answers if receipt is not None]
            yield from found
            if found:
                deadline = time.monotonic() + patience
            else:
                time.sleep(POLL)


def _receipt(target: Target, item: Sent) -> dict[str, Any] | None:
    return read_receipt(target.s3, target.bucket, item.key, item.etag)
