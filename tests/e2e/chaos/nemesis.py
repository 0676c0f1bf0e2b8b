"""Who kills: functions in the middle of their work, and now and then everything."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter

from tests.e2e.chaos.serving import Serving

PAUSE = (1.0, 4.0)  # seconds: a function takes one or two to start, and is to get some work done
GLANCE = 0.05  # seconds in which whoever is at work has used the processor


class Nemesis:
    """A thread of its own, from `start` to `stop`. `deaths` are the moments, in seconds from the start,
    at which everything is killed and started again."""

    def __init__(self, serving: Serving, *, seed: str, deaths: list[float]) -> None:
        self.killed: Counter[str] = Counter()
        self.restarts: list[float] = []
        self._serving = serving
        self._chance = random.Random(f"{seed} nemesis")
        self._deaths = deaths
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._rage)
        self._error: BaseException | None = None

    def __enter__(self) -> Nemesis:
        self._begun = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()
        if self._error:
            raise self._error

    def _rage(self) -> None:
        try:
            while not self._stopped.wait(self._chance.uniform(*PAUSE)):
                if self._deaths and time.monotonic() > self._begun + self._deaths[0]:
                    self._deaths.pop(0)
                    self._kill_everything()
                else:
                    self._kill_a_function()
        except BaseException as error:
            self._error = error

    def _kill_a_function(self) -> None:
        before = {worker.pid: worker.worked for worker in self._serving.workers()}
        time.sleep(GLANCE)
        workers = self._serving.workers()
        at_work = [worker for worker in workers if worker.worked > before.get(worker.pid, 0)]
        if at_work or workers:
            victim = self._chance.choice(at_work or workers)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim.pid, signal.SIGKILL)
                self.killed[victim.function] += 1

    def _kill_everything(self) -> None:
        begun = time.monotonic()
        self._serving.kill(only_parent=len(self.restarts) % 2 == 1)
        self._serving.start()
        self.restarts.append(time.monotonic() - begun)
