"""The queues, with the journal behind them: a message that was accepted is on disk until it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ministack.services import s3, sqs

from broadsheet_cli.local.journal import Journal


class QueueRecorder:
    """`queues` are the lasting names of those that are kept, by the last part of their URLs."""

    def __init__(self, journal: Journal, queues: Mapping[str, str]) -> None:
        self._journal = journal
        self._queues = queues

    def restore(self) -> None:
        """Queue again what was queued or being dealt with when the last stack ended."""
        for queue, lasting in self._queues.items():
            self._restore(sqs._queue_url(queue), lasting)

    def _restore(self, url: str, lasting: str) -> None:
        for identity, body in self._journal.messages(lasting):
            self._journal.forget_messages([identity])
            answer = sqs._act_send_message({"QueueUrl": url, "MessageBody": body}, url)
            self._journal.keep_message(lasting, answer["MessageId"], body)

    def hook(self) -> None:
        """From now on keep what is sent, and forget what a function has dealt with."""
        send, batch = sqs._act_send_message, sqs._act_send_message_batch
        deliver, delete = s3._deliver_event_to_sqs, sqs._delete_messages_for_esm

        def sending(data: dict[str, Any], url: str) -> Any:
            answer = send(data, url)
            if lasting := self._queue(data.get("QueueUrl", url)):
                self._journal.keep_message(lasting, answer["MessageId"], data["MessageBody"])
            return answer

        def sending_batch(data: dict[str, Any], url: str) -> Any:
            with self._journal.whole():
                return batch(data, url)

        def delivering(queue: str, *rest: Any, **more: Any) -> None:
            with sqs._queues_lock:
                deliver(queue, *rest, **more)
                self._keep_newest(queue)

        def deleting(url: str, handles: set[str]) -> None:
            if self._queue(url):
                kept = sqs._get_q(url)["messages"]
                self._journal.forget_messages([m["id"] for m in kept if m.get("receipt_handle") in handles])
            delete(url, handles)

        sqs._act_send_message, sqs._act_send_message_batch = sending, sending_batch
        s3._deliver_event_to_sqs, sqs._delete_messages_for_esm = delivering, deleting
        sqs._HANDLERS.update(SendMessage=sending, SendMessageBatch=sending_batch)

    def _keep_newest(self, arn: str) -> None:
        lasting = self._queues.get(arn.rsplit(":", 1)[-1])
        queued = sqs._queue_by_arn(arn)["messages"]
        if lasting and queued:
            self._journal.keep_message(lasting, queued[-1]["id"], queued[-1]["body"])

    def _queue(self, url: str) -> str | None:
        return self._queues.get(url.rsplit("/", 1)[-1])
