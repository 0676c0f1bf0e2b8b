"""`broadsheet serve --state DIR` as a process of its own, to be killed and started again."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import click
from botocore.config import Config
from tests.e2e.chaos import processes

from broadsheet_cli.env import running_stack

START_SECONDS = 60


@dataclass
class Life:
    """One run of the stack, from its start to its end: what `broadsheet env` says of it, and clients."""

    environment: dict[str, str]
    clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        if service not in self.clients:
            env = self.environment
            session = boto3.Session(
                env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], region_name=env["AWS_REGION"]
            )
            config = Config(retries={"max_attempts": 1}, connect_timeout=2, read_timeout=20)
            self.clients[service] = session.client(  # type: ignore[call-overload]
                service, endpoint_url=env["AWS_ENDPOINT_URL"], config=config
            )
        return self.clients[service]


class Serving:
    """The stack as its users meet it: a port, and what `broadsheet env` prints."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.failed_batches = 0
        self._output = folder / "serve.txt"
        self._making = threading.Lock()
        self._life: Life | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it on the same port and the same state, and wait until it answers."""
        command = [sys.executable, "-m", "broadsheet_cli.main", "serve", "--no-demo"]
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), "--state", str(self.state)],
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while self._life is None:
            with contextlib.suppress(click.ClickException):
                self._life = Life(running_stack(self.port))
            assert time.monotonic() < end, f"serve did not start:\n{self._said()}"
            time.sleep(0.05)

    def kill(self, *, only_parent: bool) -> None:
        """SIGKILL to `serve` and to the process group of everything below it, or to `serve` alone."""
        assert self._process
        group = [] if only_parent else processes.groups_below(self._process.pid)
        self._life = None
        os.killpg(self._process.pid, signal.SIGKILL)
        for number in group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(number, signal.SIGKILL)
        self._process.wait()
        self._read_log()

    def stop(self) -> int:
        """End it in order; its exit code."""
        assert self._process
        self._read_log()
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=20)

    def destroy(self) -> None:
        """Whatever is left of it."""
        if self._process and self._process.poll() is None:
            self.kill(only_parent=False)

    @property
    def life(self) -> Life:
        """The present run. Raises ConnectionError while there is none."""
        if (life := self._life) is None:
            raise ConnectionError("it was killed, and is not there again yet")
        assert self._process, "it was never started"
        assert self._process.poll() is None, f"serve ended by itself:\n{self._said()}"
        return life

    def client(self, service: str) -> Any:
        with self._making:
            return self.life.client(service)

    @property
    def uploads(self) -> str:
        return self.life.environment["BROADSHEET_UPLOADS"]

    def outputs(self) -> dict[str, str]:
        """The outputs of its CloudFormation stack."""
        found = self.client("cloudformation").describe_stacks(StackName="broadsheet")["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}

    def post(self, path: str, body: dict[str, str], key: str) -> tuple[int, dict[str, Any]]:
        """A reader's request. Raises OSError or HTTPException where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        with contextlib.closing(connection):
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        with contextlib.suppress(ValueError):
            return answer.status, json.loads(content)
        return answer.status, {}

    def workers(self) -> list[processes.Worker]:
        """The processes in which functions run at this moment."""
        return processes.workers_below(self._process.pid) if self._process else []

    def groups(self) -> list[int]:
        """The process groups of everything that runs for it."""
        return processes.groups_below(self._process.pid) if self._process else []

    def log(self) -> str:
        with contextlib.suppress(OSError):
            return (self.state / "run" / "ministack.log").read_text("utf-8", "replace")
        return ""

    def _said(self) -> str:
        return self._output.read_text()[-4000:]

    def _read_log(self) -> None:
        self.failed_batches += self.log().count(" failed processing ")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
