"""What stands where the internet would: this machine's port, and behind it the distribution."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from broadsheet_cli.local.errors import LocalError

STACK_PATH = "/-/stack.json"
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
LARGEST_BODY = 10 * 1024 * 1024
LOCAL_NAMES = {"127.0.0.1", "localhost"}


class Front:
    """Takes the port at once, so that a busy one is known before anything is started; answers 503
    until it is opened."""

    def __init__(self, port: int) -> None:
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise LocalError(
                f"Port {port} cannot be used ({error.strerror}); choose another one with --port."
            ) from None
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def open(self, engine_port: int, distribution: str, stack: Mapping[str, str]) -> None:
        """From now on pass every request to the distribution, and tell who asks about the stack."""
        self._server.stack = dict(stack)
        self._server.distribution = distribution
        self._server.engine_port = engine_port

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    engine_port = 0
    distribution = ""
    stack: Mapping[str, str] = {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who goes away in the middle is nobody's error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet
    timeout = 75
    server: _Server

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            self._answer(413, [], b"The request is too large.\n")
        elif self.path == STACK_PATH:
            self._tell()
        elif not self.server.engine_port:
            self._answer(503, [("Retry-After", "1")], b"Starting.\n")
        else:
            self._pass_on(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _tell(self) -> None:
        # Asked for under another name, it is a page elsewhere that reaches for this machine.
        if self.headers.get("Host", "").rpartition(":")[0] not in LOCAL_NAMES or not self.server.stack:
            self._answer(404, [], b"")
            return
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        self._answer(200, headers, json.dumps(self.server.stack).encode())

    def _pass_on(self, body: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.engine_port, timeout=60)
        with contextlib.closing(connection):
            try:
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in _forwarded(self.headers, self.server.distribution):
                    connection.putheader(name, value)
                connection.endheaders(body or None)
                reply = connection.getresponse()
                content = reply.read()
            except (OSError, http.client.HTTPException) as error:
                self._answer(502, [], f"The local stack does not answer: {error}\n".encode())
                return
        self._answer(reply.status, reply.getheaders(), content)

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        length = str(len(content))
        for name, value in headers:
            if name.lower() == "content-length":
                length = value if self.command == "HEAD" else length
            elif name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Silent: the terminal is for the newsroom."""


def _forwarded(headers: Message, distribution: str) -> list[tuple[str, str]]:
    kept = [(n, v) for n, v in headers.items() if n.lower() not in HOP_BY_HOP | {"host", "x-forwarded-proto"}]
    return [("Host", distribution), ("X-Forwarded-Proto", "https"), *kept]
