"""One run of a function: it goes on from call to call, when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenlet import greenlet
from tests.simulation.gates import Call, Crash, Fault

from broadsheet.errors import BroadsheetError


class Invocation:
    """`run` is the function; `ended` is told what it returned, or None if the process died or failed. What
    it failed with that has no name in this system is told to `wrong`.

    `pending` is the call that it stands before. `templates` is the version that its code brings along. It has
    `suffered` where a fault has met it.
    """

    def __init__(
        self,
        kind: str,
        run: Callable[[], Any],
        ended: Callable[[Any], None],
        wrong: Callable[[str], None],
    ) -> None:
        self.kind = kind
        self.pending: Call | None = None
        self.over = False
        self.calls = 0
        self.aloud = False
        self.suffered = False
        self._run, self._ended, self._wrong = run, ended, wrong
        self._greenlet = greenlet(self._body)
        self._begun = False

    def step(self, fault: Fault | None = None) -> None:
        """Make the pending call, with that fault, and go on to the next."""
        if not self._begun:
            self._begun = True
            self.pending = self._greenlet.switch()
            return
        self.calls += 1
        self.suffered |= fault is not None
        if self.aloud:
            print(
                f"    {self.kind} {id(self) % 9973}: {self.pending}{' with ' + fault.value if fault else ''}"
            )
        self.pending = self._greenlet.switch(fault)

    @property
    def begun(self) -> bool:
        return self._begun

    def finish(self) -> None:
        while not self.over:
            self.step()

    def kill(self) -> None:
        if self._begun and not self.over:
            self._greenlet.throw(Crash)

    def _body(self) -> None:
        answer: Any = None
        try:
            answer = self._run()
        except Crash:
            answer = None
        except BroadsheetError:
            answer = None  # what Lambda calls a function error
        except Exception as error:
            self._wrong(f"{self.kind} failed: {error!r}")
        self.over = True
        self.pending = None
        self._ended(answer)
