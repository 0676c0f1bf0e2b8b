"""What the parent may ask of the child, beside everything that AWS can be asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import dynamodb, lambda_svc, sqs

from broadsheet_cli.local.gaps import process
from broadsheet_cli.local.gaps.rights import every_mapping
from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.recording import Places, Recorder

SPAWNERS = 2
OPEN = threading.Event()  # from here on everything that is written is kept, and anybody is served


async def ready(_journal: Journal, _request: dict[str, Any]) -> dict[str, Any]:
    """Answers as soon as anything is answered."""
    return {"ready": True}


async def remember(journal: Journal, request: dict[str, Any]) -> dict[str, Any]:
    """Read the journal back into the stack just made, and keep it from now on. Answers with every
    key that was ever uploaded, of which some may have been on their way."""
    uploads = journal.keys("uploads")
    Recorder(journal, Places.from_json(request)).begin()
    OPEN.set()
    _wake()
    return {"uploads": uploads}


async def warm(_journal: Journal, request: dict[str, Any]) -> dict[str, Any]:
    """Start one process of each of these functions, in this order, two at a time; a function's
    first events wait for it."""
    functions = {f["config"]["FunctionName"]: f for f in lambda_svc._functions._data.values()}
    wanted = [functions[name] for name in request["functions"] if name in functions]
    process.WARMING.update(f["config"]["FunctionName"] for f in wanted)
    with ThreadPoolExecutor(SPAWNERS) as pool:
        loop = asyncio.get_running_loop()
        spawning = [loop.run_in_executor(pool, _spawn, function) for function in wanted]
        await asyncio.gather(*spawning, return_exceptions=True)
    return {"functions": len(wanted)}


async def work(_journal: Journal, request: dict[str, Any]) -> dict[str, Any]:
    """What is left to do: messages to be taken or being dealt with, records of streams, and the
    messages that failed and wait for their next turn."""
    queued = [m for url in request["queues"] for m in sqs._get_q(url)["messages"]]
    ready = sum(m["visible_at"] <= time.time() for m in queued)
    batches = sum(lambda_svc._esm_inflight.values())
    records = sum(_records(mapping) for _, _, mapping in every_mapping())
    failed = 0 if batches else len(queued) - ready
    return {"messages": ready + batches, "records": records, "failed": failed}


def _records(mapping: dict[str, Any]) -> int:
    table = _table(mapping["EventSourceArn"])
    if table is None:
        return 0
    done: int = lambda_svc._dynamodb_stream_positions.get(mapping["UUID"], 0)
    end: int = dynamodb.stream_end_position(table)
    return end - done


def _table(arn: str) -> str | None:
    return arn.split("/")[1] if ":dynamodb:" in arn else None


def _spawn(function: dict[str, Any]) -> None:
    config = function["config"]
    worker, _ = lambda_runtime.acquire_worker(
        config["FunctionName"], config, function["code_zip"], qualifier=config.get("Version", "$LATEST")
    )
    try:
        lambda_runtime.ensure_spawned(worker)
    finally:
        lambda_runtime.release_worker(worker)
        process.WARMING.discard(config["FunctionName"])
        _wake()


def _wake() -> None:
    lambda_svc._ensure_poller()
    lambda_svc._esm_wake.set()


COMMANDS: dict[str, Callable[[Journal, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
    "ready": ready,
    "remember": remember,
    "warm": warm,
    "work": work,
}
