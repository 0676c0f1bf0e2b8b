"""Lambda's Runtime API, as small as AWS's own client needs it, and a function under that client.

The interpreter is bare: on its path are the function's folder, its layers, and what the runtime brings along.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

START_SECONDS, ANSWER_SECONDS = 20, 60


class FunctionFailed(Exception):
    """What the function raised, or the runtime's client in its stead."""


class Function:
    """One process of a function. A context manager; `variables` are its environment, and nothing else is."""

    def __init__(
        self,
        handler: str,
        *,
        task: Path,
        layers: Sequence[Path],
        runtime: Path,
        variables: Mapping[str, str],
        log: Path,
        python: Sequence[str] = (getattr(sys, "_base_executable", sys.executable), "-S"),
    ) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        path = [task, *(layer / "python" for layer in layers), runtime]
        self._command = [*python, "-m", "awslambdaric", handler]
        self._variables = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_address[1]}",
            "AWS_LAMBDA_FUNCTION_NAME": handler.partition(".")[0],
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "LAMBDA_TASK_ROOT": str(task),
            "PYTHONPATH": os.pathsep.join(str(folder) for folder in path),
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }
        self._task, self._log = task, log

    def __enter__(self) -> Function:
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, cwd=self._task, env=self._variables, stdout=output, stderr=output
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()

    def call(self, event: Any) -> Any:
        """What the function answers. Raises FunctionFailed."""
        self._server.events.put(json.dumps(event).encode())
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            try:
                kind, body = self._server.answers.get(timeout=0.1)
            except queue.Empty:
                if self._process.poll() is not None and self._server.answers.empty():
                    raise FunctionFailed(self._log.read_text("utf-8", "replace")[-3000:]) from None
                continue
            if kind == "response":
                return json.loads(body or b"null")
            raise FunctionFailed(body.decode())
        raise FunctionFailed(f"no answer in {ANSWER_SECONDS} seconds")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.events: queue.Queue[bytes] = queue.Queue()
        self.answers: queue.Queue[tuple[str, bytes]] = queue.Queue()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        """…/runtime/invocation/next: answered when there is an event."""
        event = self.server.events.get()
        self._answer(
            200,
            event,
            {
                "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + ANSWER_SECONDS) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:123456789012:function:tried",
            },
        )

    def do_POST(self) -> None:
        """…/runtime/invocation/<id>/response or /error, or …/runtime/init/error."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.answers.put((self.path.rsplit("/", 1)[1], body))
        self._answer(202, b'{"status":"OK"}', {})

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        for name, value in {
            **headers,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""
