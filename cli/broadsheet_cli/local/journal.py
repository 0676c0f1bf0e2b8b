"""What has been acknowledged, in one SQLite file: it outlives the process however that ends.

Each write is committed, and so with the operating system, before the reply goes out. Keys are kept
as they are, whatever they contain.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    place INTEGER PRIMARY KEY, bucket TEXT, key TEXT, version TEXT, entry TEXT, body BLOB);
CREATE INDEX IF NOT EXISTS versions_of_key ON versions (bucket, key);
CREATE TABLE IF NOT EXISTS items (
    "table" TEXT, pk TEXT, sk TEXT, item TEXT, PRIMARY KEY ("table", pk, sk)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (sequence TEXT PRIMARY KEY, "table" TEXT, record TEXT);
CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, queue TEXT, body TEXT);
"""

Statement = tuple[str, Sequence[Any]]
Entry = dict[str, Any]
"""One version of an object as ministack keeps it, or a delete marker."""


class Journal:
    """Statements of one thread inside `whole()` are committed together; others at once."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        # Without waiting for the disk: this is to survive a killed process, not a power cut.
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + SCHEMA)
        self._lock = threading.Lock()
        self._open = threading.local()
        self._beginning = False

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Gather what this thread writes into one commit at the end, even if it fails half way:
        the journal says what the memory says."""
        if getattr(self._open, "statements", None) is not None:
            yield
            return
        self._open.statements = []
        try:
            yield
        finally:
            statements, self._open.statements = self._open.statements, None
            self._commit(statements)

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Write a great deal in one commit, or nothing: for a journal that nobody else has open."""
        self._db.execute("BEGIN")
        self._beginning = True
        with self._db:
            yield

    def keep_version(self, bucket: str, key: str, entry: Entry, *, alone: bool) -> None:
        """Append a version of an object; `alone` where its history is of no use."""
        if alone:
            self.forget_versions(bucket, key)
        meta = {name: value for name, value in entry.items() if name != "data"}
        self._write(
            "INSERT INTO versions (bucket, key, version, entry, body) VALUES (?, ?, ?, ?, ?)",
            (bucket, key, entry["version_id"], json.dumps(meta), entry.get("data")),
        )

    def forget_versions(self, bucket: str, key: str) -> None:
        self._write("DELETE FROM versions WHERE bucket = ? AND key = ?", (bucket, key))

    def versions(self, bucket: str) -> Iterator[tuple[str, Entry]]:
        """Every key with its versions, oldest first."""
        rows = self._db.execute(
            "SELECT key, entry, body FROM versions WHERE bucket = ? ORDER BY place", (bucket,)
        )
        for key, entry, body in rows:
            yield key, json.loads(entry) | ({} if body is None else {"data": body})

    def keys(self, bucket: str) -> list[str]:
        """Every key that has a version or a delete marker, in order."""
        query = "SELECT DISTINCT key FROM versions WHERE bucket = ? ORDER BY key"
        return [str(key) for (key,) in self._db.execute(query, (bucket,))]

    def keep_item(self, table: str, pk: str, sk: str, item: dict[str, Any]) -> None:
        self._write("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", (table, pk, sk, json.dumps(item)))

    def forget_item(self, table: str, pk: str, sk: str) -> None:
        self._write('DELETE FROM items WHERE "table" = ? AND pk = ? AND sk = ?', (table, pk, sk))

    def items(self, table: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for pk, sk, item in self._db.execute('SELECT pk, sk, item FROM items WHERE "table" = ?', (table,)):
            yield pk, sk, json.loads(item)

    def keep_change(self, table: str, sequence: str, record: dict[str, Any]) -> None:
        """A record of a table's stream that no function has answered yet."""
        self._write("INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", (sequence, table, json.dumps(record)))

    def forget_changes(self, sequences: Sequence[str]) -> None:
        with self.whole():
            for sequence in sequences:
                self._write("DELETE FROM changes WHERE sequence = ?", (sequence,))

    def changes(self, table: str) -> list[dict[str, Any]]:
        query = 'SELECT record FROM changes WHERE "table" = ? ORDER BY sequence'
        return [json.loads(record) for (record,) in self._db.execute(query, (table,))]

    def keep_message(self, queue: str, message: str, body: str) -> None:
        self._write("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", (message, queue, body))

    def forget_messages(self, messages: Sequence[str]) -> None:
        with self.whole():
            for message in messages:
                self._write("DELETE FROM messages WHERE id = ?", (message,))

    def messages(self, queue: str) -> list[tuple[str, str]]:
        query = "SELECT id, body FROM messages WHERE queue = ? ORDER BY rowid"
        return [(str(i), str(body)) for i, body in self._db.execute(query, (queue,))]

    def close(self) -> None:
        self._db.close()

    def _write(self, sql: str, values: Sequence[Any]) -> None:
        if self._beginning:
            self._db.execute(sql, values)
        elif getattr(self._open, "statements", None) is None:
            self._commit([(sql, values)])
        else:
            self._open.statements.append((sql, values))

    def _commit(self, statements: list[Statement]) -> None:
        if not statements:
            return
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            with self._db:  # committed, or taken back: what follows is not to hang on a full disk
                for sql, values in statements:
                    self._db.execute(sql, values)
