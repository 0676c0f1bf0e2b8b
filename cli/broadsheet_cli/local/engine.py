"""The parent's hold on the child process."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from broadsheet_cli.local.errors import LocalError

REGION = "eu-west-1"
ACCOUNT = "111122223333"
ACCESS_KEY = "broadsheet"
SECRET_KEY = "only-on-this-machine"  # noqa: S105  it opens nothing but this process
START_SECONDS = 30
CONTROL = "/_broadsheet/"  # where the child takes commands of its own
OPENER = "broadsheet-opens"  # in the user agent of whoever may deploy before anybody else is served


class Engine:
    """ministack in one child process on a port of its own, reachable from this machine only."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self._process = process
        self._log = log
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"

    @classmethod
    def start(cls, *, journal: Path, scratch: Path, port: int = 0, holding: tuple[int, ...] = ()) -> Engine:
        """Start the child, on `port` if that is free; `holding` are descriptors that it keeps open until
        its end."""
        log = scratch / "ministack.log"
        with _listener(port) as listener, log.open("wb") as output:
            port = listener.getsockname()[1]
            command = [sys.executable, "-m", "broadsheet_cli.local.child"]
            process = subprocess.Popen(  # noqa: S603  our own module
                [*command, str(listener.fileno()), str(port), str(journal), str(scratch)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(port, scratch),
                pass_fds=(listener.fileno(), *holding),
                start_new_session=True,  # Ctrl-C is for the parent, which ends the child in order
            )
        return cls(process, port, log)

    def ask(self, command: str, request: Any = None) -> dict[str, Any]:
        """One of the child's commands. Waits for the child where it is still starting."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        with contextlib.closing(connection):
            try:
                connection.request("POST", CONTROL + command, json.dumps(request or {}))
                answer = connection.getresponse()
                result: dict[str, Any] = json.loads(answer.read())
            except OSError as error:
                raise LocalError(
                    f"ministack does not answer ({error}). Its last words:\n{self._tail()}"
                ) from None
        if answer.status != 200:
            raise LocalError(f"ministack could not {command}: {result.get('error')}\n{self._tail()}")
        return result

    @property
    def process_id(self) -> int:
        """The child's, and of the group that all functions' processes belong to."""
        return self._process.pid

    def running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End the child and every function's process with it."""
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _tail(self) -> str:
        try:
            return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-20:])
        except OSError:
            return "(no log)"


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port), backlog=256)
    except OSError:
        return socket.create_server(("127.0.0.1", 0), backlog=256)


def _environment(port: int, scratch: Path) -> dict[str, str]:
    """The caller's environment without its AWS account, which must stay out of this."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return inherited | {
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "BIND_HOST": "127.0.0.1",
        "DOCKER_HOST": "unix:///nonexistent",  # containers are nobody's business here
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "PYTHONUNBUFFERED": "1",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(scratch),
    }
