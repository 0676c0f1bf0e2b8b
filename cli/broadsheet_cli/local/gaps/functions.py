"""Gaps filled in how functions are called: the death of one process is nobody else's."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

PROCESSES = os.cpu_count() or 2  # of one function at a time


def fill() -> None:
    """Called once in the child process, before ministack serves its first request."""
    a_process_dies_alone()
    callers_wait_for_a_process()


def a_process_dies_alone() -> None:
    """Where a process ended in its start, ministack ended every other process of the function too, and
    those that were starting did the same in turn: under load there was never one again."""
    invoke = lambda_runtime.Worker.invoke

    def invoking(worker: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return invoke(worker, *args, **kwargs)
        except (RuntimeError, OSError) as error:
            worker.kill()  # what is left of it; the next call starts it anew
            return {"status": "error", "error": str(error)}

    lambda_runtime.Worker.invoke = invoking


def callers_wait_for_a_process() -> None:
    """Each caller of the API who came while others were served had a process started of his own, which
    takes a laptop longer than to wait for one that is free."""
    execute = lambda_svc._execute_function_warm
    free: dict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(PROCESSES))

    def executing(function: dict[str, Any], *rest: Any) -> Any:
        with free[function["config"]["FunctionName"]]:
            return execute(function, *rest)

    lambda_svc._execute_function_warm = executing
