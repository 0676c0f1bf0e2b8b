"""The child process: ministack on a socket that its parent opened, with our additions.

It lives exactly as long as its standard input stays open. When the parent ends, however it ends,
the pipe closes and the whole process group goes at once: what was acknowledged is in the journal.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack

from broadsheet_cli.local import control
from broadsheet_cli.local.engine import CONTROL, OPENER
from broadsheet_cli.local.gaps import process
from broadsheet_cli.local.journal import Journal

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def main(socket: str, port: str, journal: str, scratch: str) -> None:
    threading.Thread(target=_end_with_parent, args=(Path(scratch),), daemon=True).start()
    logging.getLogger("ministack").setLevel(logging.WARNING)
    process.fill(int(port))
    config = Config()
    config.bind = [f"fd://{socket}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    asyncio.run(serve(_application(Journal(Path(journal))), config))  # type: ignore[arg-type]


def _end_with_parent(scratch: Path) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    shutil.rmtree(scratch, ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _application(journal: Journal) -> Callable[[dict[str, Any], Receive, Send], Awaitable[None]]:
    async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(CONTROL):
            await _answer(scope["path"].removeprefix(CONTROL), journal, receive, send)
        elif scope["type"] == "http" and not (control.OPEN.is_set() or _is_opener(scope)):
            await _respond(send, 503, b"Starting.\n")
        else:
            await ministack.app(scope, receive, send)

    return application


def _is_opener(scope: dict[str, Any]) -> bool:
    """What others write before the journal has been read back would not be kept."""
    return any(name == b"user-agent" and OPENER.encode() in value for name, value in scope["headers"])


async def _answer(command: str, journal: Journal, receive: Receive, send: Send) -> None:
    status = 200
    try:
        result = await control.COMMANDS[command](journal, json.loads(await _body(receive) or b"{}"))
    except Exception as error:
        logging.getLogger("broadsheet").exception("%s failed", command)
        status, result = 500, {"error": f"{type(error).__name__}: {error}"}
    await _respond(send, status, json.dumps(result).encode())


async def _respond(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes:
    parts = b""
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        parts += part
        if not message.get("more_body"):
            return parts


if __name__ == "__main__":
    main(*sys.argv[1:])
