"""Gaps filled in how messages are queued, taken and given back."""

from __future__ import annotations

import threading
import time
from typing import Any

from ministack.services import lambda_svc, s3, sqs

SINGLE_POLL = 10  # messages that one ReceiveMessage brings
WINDOW = 0.3  # seconds; the template says one
# The same while more uploads wait to be taken in: they ask for many of the same pages, and a laptop takes
# them in one after another. A quarter less time for 300 files (benchmarks/local.py).
BUSY_WINDOW = 3.0
FIRST_RETRY = 3.0  # seconds; twice as long after each further failure


def fill() -> None:
    """Called once in the child process, before ministack serves its first request."""
    for gap in (
        nothing_is_lost_between_threads,
        events_are_queued_with_their_change,
        queues_deliver_whole_batches,
        what_failed_comes_back_soon,
    ):
        gap()


def nothing_is_lost_between_threads() -> None:
    """Whoever takes or deletes messages puts a new list in the queue's place, and a message that was
    appended to the old one meanwhile was gone: senders hold the same lock."""
    sqs._queues_lock = threading.RLock()
    send, deliver = sqs._act_send_message, s3._deliver_event_to_sqs

    def sending(*args: Any) -> Any:
        with sqs._queues_lock:
            return send(*args)

    def delivering(*args: Any, **kwargs: Any) -> Any:
        with sqs._queues_lock:
            return deliver(*args, **kwargs)

    sqs._act_send_message, s3._deliver_event_to_sqs = sending, delivering
    sqs._HANDLERS["SendMessage"] = sending


def events_are_queued_with_their_change() -> None:
    """A bucket's events were sent from a thread of their own, after the answer: a kill between the two
    lost an upload that was acknowledged."""

    def fire(bucket: str, key: str, event: str, *rest: Any, **more: Any) -> None:
        if bucket in s3._bucket_notifications:
            s3._fire_s3_event(bucket, key, event, *rest, sequencer=s3._next_event_sequencer(event), **more)

    s3._fire_s3_event_async = fire


def queues_deliver_whole_batches() -> None:
    """ministack hands a function ten messages at most and waits for no window. A mapping of more
    than ten has a window; here it is short, but long enough for what belongs together."""

    def receive(url: str, most: int) -> Any:
        with sqs._queues_lock:
            queue = sqs._get_q(url)
            sqs._expire_retained(queue)
            sqs._dlq_sweep(queue)
            if most > SINGLE_POLL and _still_gathering(queue, most):
                return []
            return sqs._collect_msgs(queue, most, int(queue["attributes"].get("VisibilityTimeout", "30")))

    sqs._receive_messages_for_esm = receive


def _still_gathering(queue: dict[str, Any], most: int) -> bool:
    ages = _ages(queue)
    window = BUSY_WINDOW if any(map(_ages, _upload_queues())) else WINDOW
    if not ages or len(ages) >= most or max(ages) >= window:
        return False
    wake = threading.Timer(min(WINDOW, window - max(ages)), lambda_svc._esm_wake.set)
    wake.daemon = True
    wake.start()
    return True


def _ages(queue: dict[str, Any]) -> list[float]:
    """For how many seconds each message has been there to be taken."""
    now = time.time()
    return [now - m["visible_at"] for m in queue["messages"] if m["visible_at"] <= now]


def _upload_queues() -> list[dict[str, Any]]:
    return [queue for queue in sqs._queues._data.values() if "-UploadsQueue-" in queue["name"]]


def what_failed_comes_back_soon() -> None:
    """The queues hide a batch for minutes, lest it be worked on twice. Here it is known that a batch
    has ended: what is left of it is given back after seconds, as nobody waits longer at a laptop."""
    run = lambda_svc._run_sqs_batch

    def running(
        mapping: Any, function: Any, event: Any, batch: list[dict[str, Any]], url: str, *rest: Any
    ) -> None:
        handles = {message["receipt_handle"] for message in batch}
        try:
            run(mapping, function, event, batch, url, *rest)
        finally:
            _give_back(url, handles)

    lambda_svc._run_sqs_batch = running


def _give_back(url: str, handles: set[str]) -> None:
    with sqs._queues_lock:
        for message in sqs._get_q(url)["messages"]:
            if message["receipt_handle"] in handles:
                wait = FIRST_RETRY * 2 ** (message["receive_count"] - 1)
                message["visible_at"] = min(message["visible_at"], time.time() + wait)
