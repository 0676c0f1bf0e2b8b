"""Where a local stack keeps its things: a folder of the user's, or one that goes with it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType

from broadsheet_cli.local.errors import LocalError

PATIENCE = 3.0  # seconds in which a stack that was just killed lets go of its folder


class StateFolder:
    """Holds the folder for one stack at a time. The lock is the descriptor's: it ends with the last
    process that keeps it open, so a stack that is still going down is waited for."""

    def __init__(self, folder: Path | None) -> None:
        self._lasting = folder is not None
        self._path = folder or Path(tempfile.mkdtemp(prefix="broadsheet-"))
        self.descriptor = -1

    def __enter__(self) -> StateFolder:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self.descriptor = os.open(self._path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LocalError(f"The state folder {self._path} cannot be used: {error.strerror}.") from None
        self._lock()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.descriptor)
        shutil.rmtree(self.scratch if self._lasting else self._path, ignore_errors=True)

    @property
    def address(self) -> str:
        """Where the site was served when its pages were printed; "" if they name several addresses."""
        return self._address.read_text() if self._address.exists() else ""

    @address.setter
    def address(self, url: str) -> None:
        self._address.write_text(url)

    @property
    def port(self) -> int:
        """Where ministack listened the last time; 0 the first time."""
        noted = self._port.read_text() if self._port.exists() else ""
        return int(noted) if noted.isdigit() else 0

    @port.setter
    def port(self, port: int) -> None:
        self._port.write_text(str(port))

    @property
    def _port(self) -> Path:
        return self._path / "port"

    @property
    def _address(self) -> Path:
        return self._path / "address"

    @property
    def journal(self) -> Path:
        return self._path / "journal.sqlite"

    @property
    def content(self) -> Path:
        """Which files of a followed folder have been published."""
        return self._path / "content.json"

    @property
    def scratch(self) -> Path:
        """What nobody needs after this run: logs, unpacked functions."""
        return self._path / "run"

    def _lock(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    os.close(self.descriptor)
                    raise LocalError(
                        f"Another broadsheet is running on the state folder {self._path}."
                    ) from None
                time.sleep(0.05)
            else:
                return
