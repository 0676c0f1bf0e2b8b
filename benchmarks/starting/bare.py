"""A process as Lambda starts one: a bare interpreter, with a function's folder and its layers on its path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).resolve().parents[2] / ".tools"
SAM, RUNTIME = TOOLS / "sam" / "bin" / "sam", TOOLS / "runtime"
PYTHON = getattr(sys, "_base_executable", sys.executable)

# Each of these is the whole program: what it imports, and what its first call is.
FUNCTION = """
import {name}
imported = time.process_time()
import atexit, pickle
from botocore.client import BaseClient
sent, send = [], BaseClient._make_api_call
def noting(client, operation, params):
    sent.append((client.meta.service_model.service_name, operation, params))
    return send(client, operation, params)
BaseClient._make_api_call = noting
atexit.register(lambda: pickle.dump(sent, open({file!r}, "wb")))
{name}.lambda_handler(json.loads(sys.stdin.read()), Context())
"""
FLOOR = """
import boto3
from aws_lambda_powertools import Logger, Metrics
logger, metrics = Logger(), Metrics()
{imports}
imported = time.process_time()
{printing}
import pickle
from botocore.config import Config
from botocore.exceptions import ClientError
clients, config = {{}}, Config(parameter_validation=False)
@logger.inject_lambda_context
@metrics.log_metrics
def handler(event, context):
    for service, operation, params in event:
        client = clients.get(service) or clients.setdefault(service, boto3.client(service, config=config))
        try:
            answer = client._make_api_call(operation, params)
            if "Body" in answer:
                answer["Body"].read()
        except ClientError:
            pass  # what is there already is not put there once more
    metrics.add_metric("Calls", "Count", 1)
    logger.info("called")
handler(pickle.load(open({file!r}, "rb")), Context())
"""
BEGIN = """
import json, sys, time
class Context:
    function_name = "f"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:f"
    aws_request_id = "1"
    def get_remaining_time_in_millis(self):
        return 50_000
"""
END = """
called = time.process_time()
print()
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(imported, called, int(peak) / 1024)
"""


@dataclass(frozen=True)
class Start:
    """CPU milliseconds until all is imported and until the first call is answered, and memory at its peak."""

    imported: float
    called: float
    megabytes: float


@dataclass(frozen=True)
class Bare:
    """`folders` are a function's own and those of its layers."""

    folders: tuple[Path, ...]
    variables: Mapping[str, str]

    def function(self, name: str, event: Any, sent: Path) -> Start:
        """The function's first call; what it asks of AWS is left in the file `sent`."""
        return self._start(FUNCTION.format(name=name, file=str(sent)), json.dumps(event))

    def floor(self, libraries: tuple[str, ...], printing: str, sent: Path) -> Start:
        """The same requests, one by one, by nothing but boto3 and Powertools."""
        imports = "\n".join(f"import {library}" for library in libraries)
        return self._start(FLOOR.format(imports=imports, printing=printing, file=str(sent)), "")

    def _start(self, code: str, given: str) -> Start:
        env = {
            "PYTHONPATH": os.pathsep.join(map(str, (*self.folders, RUNTIME))),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.variables,
        }
        command = [PYTHON, "-S", "-c", BEGIN + code + END]
        done = subprocess.run(command, env=env, input=given, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        imported, called, megabytes = map(float, done.stdout.split()[-3:])
        return Start(imported * 1000, called * 1000, megabytes)
