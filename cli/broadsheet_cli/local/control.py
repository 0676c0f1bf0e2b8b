"""What the parent may ask of the child, beside everything that AWS can be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import dynamodb, lambda_svc, sqs

from broadsheet_cli.local.journal import Journal
from broadsheet_cli.local.recording import Places, Recorder


async def ready(_journal: Journal, _request: dict[str, Any]) -> dict[str, Any]:
    """Answers as soon as anything is answered."""
    return {"ready": True}


async def remember(journal: Journal, request: dict[str, Any]) -> dict[str, Any]:
    """Read the journal back into the stack just made, and keep it from now on. Answers with every
    key that was ever uploaded, of which some may have been on their way."""
    uploads = journal.keys("uploads")
    Recorder(journal, Places.from_json(request)).begin()
    _wake()
    return {"uploads": uploads}


async def warm(_journal: Journal, _request: dict[str, Any]) -> dict[str, Any]:
    """Start one process of every function, so that nobody waits for it later."""
    functions = [f for _, f in lambda_svc._functions._data.items()]
    await asyncio.gather(*(asyncio.to_thread(_spawn, function) for function in functions))
    return {"functions": len(functions)}


async def work(_journal: Journal, request: dict[str, Any]) -> dict[str, Any]:
    """How much is still to be done: messages in these queues, and stream records."""
    messages = sum(len(sqs._get_q(url)["messages"]) for url in request["queues"])
    records = 0
    for _account, _region, mapping in lambda_svc._iter_all_esms():
        table = _table(mapping["EventSourceArn"])
        if table:
            done = lambda_svc._dynamodb_stream_positions.get(mapping["UUID"], 0)
            records += dynamodb.stream_end_position(table) - done
    return {"messages": messages, "records": records}


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


def _wake() -> None:
    lambda_svc._ensure_poller()
    lambda_svc._esm_wake.set()


COMMANDS: dict[str, Callable[[Journal, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
    "ready": ready,
    "remember": remember,
    "warm": warm,
    "work": work,
}
