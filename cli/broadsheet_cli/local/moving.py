"""A site found again at another address than it was printed for: its pages name the address."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from broadsheet.adapters.aws.table import DynamoTable
from broadsheet.domain.pages import STANDING
from broadsheet.domain.rows import SITE, site_from

if TYPE_CHECKING:
    from broadsheet_cli.local.stack import LocalStack


def reprint(stack: LocalStack, keys: Iterable[str]) -> None:
    """Have everything printed once more that follows from these uploads. One by one, so that what is
    uploaded now need not wait behind it. Returns when it is done."""
    _send(stack, "PagesQueueUrl", {"pages": [*STANDING, *_pages_of_sections(stack)]})
    for queue, key in _queued(keys):
        _send(stack, queue, {"keys": [key], "again": True})
        while stack.work().pending:
            time.sleep(0.1)


def _pages_of_sections(stack: LocalStack) -> Iterator[str]:
    """Sections that site.toml names have pages even without a story."""
    table = DynamoTable(stack.client("dynamodb"), stack.catalogue_table)
    for section in site_from(table.get(*SITE)).site.sections:
        yield from (f"section/{section.slug}", f"feed/{section.slug}")


def _queued(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The queue that each upload is looked at from. Receipts are no uploads."""
    for key in keys:
        if key.startswith("images/"):
            yield "ImagesQueueUrl", key
        elif key.startswith("articles/") or key == "site.toml":
            yield "UploadsQueueUrl", key


def _send(stack: LocalStack, queue: str, message: Mapping[str, Any]) -> None:
    stack.client("sqs").send_message(QueueUrl=stack.outputs[queue], MessageBody=json.dumps(message))
