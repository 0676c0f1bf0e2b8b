"""ministack's own write path, with a journal behind it: what it acknowledges is on disk first.

ministack keeps tables over a clean stop only, and its streams not at all. Here every start is a
fresh ministack with a fresh deployment, into which the journal is read back: objects with their
versions and times, items, stream records that no function has answered, messages still queued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ministack.services import dynamodb, lambda_svc, s3

from broadsheet_cli.local.journal import Entry, Journal
from broadsheet_cli.local.queueing import QueueRecorder

RECEIPTS = "receipts/"


@dataclass(frozen=True)
class Places:
    """The names that this deployment gave to what is kept: physical -> lasting."""

    buckets: Mapping[str, str]
    tables: Mapping[str, str]
    queues: Mapping[str, str]  # by the URL's last part

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, str]]) -> Places:
        return cls(data["buckets"], data["tables"], data["queues"])


class Recorder:
    """Reads the journal back into ministack, then keeps it up to date."""

    def __init__(self, journal: Journal, places: Places) -> None:
        self._journal = journal
        self._places = places
        self._queues = QueueRecorder(journal, places.queues)

    def begin(self) -> None:
        with self._journal.whole():
            self._restore()
            self._hook_objects()
            self._hook_items()
            self._hook_streams()
            self._queues.hook()

    # -- reading back

    def _restore(self) -> None:
        for bucket, lasting in self._places.buckets.items():
            for key, entry in self._journal.versions(lasting):
                self._restore_version(bucket, key, entry)
        for table, lasting in self._places.tables.items():
            self._restore_table(dynamodb._tables[table], lasting)
        self._queues.restore()

    @staticmethod
    def _restore_version(bucket: str, key: str, entry: Entry) -> None:
        versions = s3._object_versions.setdefault((bucket, key), [])
        for earlier in versions:
            earlier["is_latest"] = False
        versions.append(entry | {"is_latest": True})
        objects = s3._buckets[bucket]["objects"]
        if entry.get("is_delete_marker"):
            objects.pop(key, None)
        else:
            objects[key] = s3._object_record_from_version(entry)

    def _restore_table(self, table: dict[str, Any], lasting: str) -> None:
        for pk, sk, item in self._journal.items(lasting):
            dynamodb._set_item(table, pk, sk, item)
        records = dynamodb._stream_records.setdefault(table["TableName"], [])
        for record in self._journal.changes(lasting):
            records.append(record | {"eventSourceARN": table["LatestStreamArn"]})

    # -- objects

    def _hook_objects(self) -> None:
        record, mark = s3._record_object_version, s3._record_delete_marker
        remove, answer = s3._delete_object_version, s3.handle_request

        def recording(bucket: str, key: str, *rest: Any) -> Any:
            version = record(bucket, key, *rest)
            self._keep_latest(bucket, key)
            return version

        def marking(bucket: str, key: str, *rest: Any) -> Any:
            version = mark(bucket, key, *rest)
            self._keep_latest(bucket, key)
            return version

        def removing(bucket: dict[str, Any], name: str, key: str, version: str) -> Any:
            result = remove(bucket, name, key, version)
            self._keep_all(name, key)
            return result

        async def answering(*args: Any, **kwargs: Any) -> Any:
            with self._journal.whole():
                return await answer(*args, **kwargs)

        s3._record_object_version, s3._record_delete_marker = recording, marking
        s3._delete_object_version, s3.handle_request = removing, answering

    def _keep_latest(self, bucket: str, key: str) -> None:
        lasting = self._places.buckets.get(bucket)
        if lasting:
            latest = s3._object_versions[(bucket, key)][-1]
            self._journal.keep_version(lasting, key, latest, alone=self._only_latest(lasting, key))

    def _keep_all(self, bucket: str, key: str) -> None:
        lasting = self._places.buckets.get(bucket)
        if not lasting:
            return
        self._journal.forget_versions(lasting, key)
        for entry in s3._object_versions.get((bucket, key), []):
            self._journal.keep_version(lasting, key, entry, alone=False)

    @staticmethod
    def _only_latest(bucket: str, key: str) -> bool:
        # The catalogue may name any version of an article; nobody asks for an old page or receipt.
        return bucket != "uploads" or key.startswith(RECEIPTS)

    # -- items and their streams

    def _hook_items(self) -> None:
        store, remove, answer = dynamodb._set_item, dynamodb._remove_item, dynamodb.handle_request

        def storing(table: dict[str, Any], pk: str, sk: str, item: dict[str, Any]) -> Any:
            if lasting := self._places.tables.get(table["TableName"]):
                self._journal.keep_item(lasting, pk, sk, item)
            return store(table, pk, sk, item)

        def removing(table: dict[str, Any], pk: str, sk: str) -> Any:
            if lasting := self._places.tables.get(table["TableName"]):
                self._journal.forget_item(lasting, pk, sk)
            return remove(table, pk, sk)

        async def answering(*args: Any) -> Any:
            with self._journal.whole():
                return await answer(*args)

        dynamodb._set_item, dynamodb._remove_item = storing, removing
        dynamodb.handle_request = answering

    def _hook_streams(self) -> None:
        build, execute = dynamodb._build_change_record, lambda_svc._execute_function

        def building(table: dict[str, Any], *rest: Any) -> Any:
            record = build(table, *rest)
            if lasting := self._places.tables.get(table["TableName"]):
                self._journal.keep_change(lasting, record["dynamodb"]["SequenceNumber"], record)
            return record

        def executing(function: dict[str, Any], event: Any) -> Any:
            result = execute(function, event)
            if not result.get("error"):
                self._journal.forget_changes(_sequences(event))
            return result

        dynamodb._build_change_record, lambda_svc._execute_function = building, executing


def _sequences(event: Any) -> list[str]:
    records = event.get("Records", []) if isinstance(event, dict) else []
    return [r["dynamodb"]["SequenceNumber"] for r in records if r.get("eventSource") == "aws:dynamodb"]
