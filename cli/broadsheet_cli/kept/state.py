"""The files that a build leaves for the next one."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broadsheet.ports import Row
from broadsheet_cli.kept.table import KeptTable
from broadsheet_cli.scan import Scan

FILE = "state.sqlite"


@dataclass(frozen=True)
class Notes:
    """What is known beside the tables. `basis` tells what the state hangs on, `build` which pages belong to
    it. `refused` are keys, `files` and `pages` are how many there are."""

    basis: str
    build: str
    refused: tuple[str, ...]
    files: int
    pages: int


@dataclass
class State:
    """The state in a folder of its own, which needs not be there yet. Whatever is wrong with it, it only
    costs a whole build."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def _file(self) -> Path:
        return self.folder / FILE

    def forget(self) -> None:
        self._file.unlink(missing_ok=True)

    def create(
        self, notes: Notes, scan: Scan, files: Mapping[str, str], tables: Mapping[str, Iterable[Row]]
    ) -> None:
        """Keep what a whole build knows. `files` are their paths by upload key."""
        new = self.folder / f"{FILE}.new"
        new.unlink(missing_ok=True)
        database = _connected(new, "OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE notes (name TEXT PRIMARY KEY, value BLOB)")
        database.execute("CREATE TABLE folders (path TEXT PRIMARY KEY, files BLOB)")
        database.execute("CREATE TABLE files (key TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID")
        for name, rows in tables.items():
            KeptTable.create(database, name, rows)
        opened = OpenState(database, notes, {})
        opened.note_files(files)
        opened.note(notes, scan)
        database.close()
        new.replace(self._file)

    @contextmanager
    def opened(self) -> Iterator[OpenState | None]:
        """The state as the last build left it; None for none, or one that nobody can go on with."""
        if not self._file.is_file():
            yield None
            return
        database = _connected(self._file, "DELETE")
        try:
            yield OpenState.read(database)
        finally:
            database.close()


class OpenState:
    """A state that is being worked on."""

    def __init__(self, database: sqlite3.Connection, notes: Notes, scan: Scan) -> None:
        self.database, self.notes, self.scan = database, notes, scan

    @classmethod
    def read(cls, database: sqlite3.Connection) -> OpenState | None:
        """None where its last user did not come to an end."""
        try:
            notes = dict(database.execute("SELECT name, value FROM notes"))
            folders = dict(database.execute("SELECT path, files FROM folders"))
            scan = {path: marshal.loads(files) for path, files in folders.items()}  # noqa: S302  # nosec B302
            told = Notes(**marshal.loads(notes["notes"]))  # noqa: S302  # nosec B302
            return cls(database, told, scan) if notes["done"] else None
        except (sqlite3.Error, LookupError, ValueError, EOFError, TypeError):
            return None

    def begin(self) -> None:
        """From now on the state is unfinished. Who dies now leaves one that nobody will go on with."""
        self.database.execute("UPDATE notes SET value = 0 WHERE name = 'done'")
        self.database.execute("BEGIN")

    def file_of(self, key: str) -> str | None:
        found = self.database.execute("SELECT path FROM files WHERE key = ?", (key,)).fetchone()
        return found and str(found[0])

    def note_files(self, files: Mapping[str, str] | Mapping[str, str | None]) -> None:
        """Where the files of these keys are; None: nowhere any more."""
        gone = [(key,) for key, path in files.items() if path is None]
        self.database.executemany("DELETE FROM files WHERE key = ?", gone)
        there = ((key, path) for key, path in files.items() if path is not None)
        self.database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?)", there)

    def note(self, notes: Notes, scan: Scan) -> None:
        """With this the state is finished."""
        gone = [(path,) for path in self.scan if path not in scan]
        self.database.executemany("DELETE FROM folders WHERE path = ?", gone)
        new = ((path, marshal.dumps(files)) for path, files in scan.items() if self.scan.get(path) != files)
        self.database.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?)", new)
        told = {"notes": marshal.dumps(vars(notes)), "done": 1}
        self.database.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", told.items())
        self.database.execute("COMMIT")


def _connected(file: Path, journal: str) -> sqlite3.Connection:
    """A state that is lost with the power costs a whole build: nothing waits for the disk."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute(f"PRAGMA journal_mode = {journal}")
    database.execute("PRAGMA synchronous = OFF")
    return database
