"""Eight who write, edit and delete the same stories at once, and comment on them."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError
from tests.e2e.chaos.ledger import Comment, Ledger, Operation
from tests.e2e.chaos.serving import Serving
from tests.e2e.chaos.stories import IMAGES, SITE, STORIES, Edition, edition_of, mark_in, new_mark

from broadsheet.domain.addresses import article_id

WRITERS = 8
PATIENCE = 60  # seconds in which a request should be answered, restarts of the stack included
NO_ANSWER = (OSError, http.client.HTTPException, BotoCoreError, ClientError)
TO_BE_REPEATED = {429, 500, 502, 503, 504}


@dataclass
class Writer:
    number: int
    chance: random.Random
    serving: Serving
    ledger: Ledger
    finished: threading.Barrier

    def work(self, seconds: float) -> None:
        """For that long whatever comes to mind; then the last editions of this writer's own stories,
        where what follows from them would hang on what was there before."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._act()
            time.sleep(self.chance.uniform(0.2, 1.6))
        self.finished.wait(PATIENCE)
        for key in self._own(STORIES):
            self._make_lasting(key)

    def begin(self) -> None:
        """The first editions, so that there is something to change and to comment on."""
        for key in self._own([*IMAGES, SITE, *STORIES]):
            self._upload(key, clean=True)

    def _own(self, keys: list[str]) -> list[str]:
        return keys[self.number :: WRITERS]

    def _act(self) -> None:
        draw, key = self.chance.random(), self.chance.choice(STORIES)
        if draw < 0.45:
            self._upload(key)
        elif draw < 0.60:
            self._do(Operation(key, None))
        elif draw < 0.68:
            self._change_picture()
        elif draw < 0.70:
            self._upload(SITE)
        else:
            self._comment(key)

    def _change_picture(self) -> None:
        key = self.chance.choice(IMAGES)
        if self.chance.random() < 0.3:
            self._do(Operation(key, None))
        else:
            self._upload(key)

    def _upload(self, key: str, *, clean: bool = False) -> None:
        self._do(Operation(key, edition_of(key, self.chance, clean=clean)))

    def _make_lasting(self, key: str) -> None:
        there = self._read(key)
        mark = mark_in(key, there) if there is not None else ""
        editions = {o.edition.mark: o.edition for o in self.ledger.of(key) if o.edition}
        if there is not None and not editions[mark].lasting:
            self._upload(key, clean=True)

    def _do(self, operation: Operation) -> None:
        """Until it is acknowledged: what was not answered may have been done or not."""
        self.ledger.note(operation)
        end = time.monotonic() + PATIENCE
        while not operation.ended:
            operation.tries += 1
            try:
                operation.version = self._request(operation.key, operation.edition)
                operation.ended = time.monotonic()
            except NO_ANSWER:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _request(self, key: str, edition: Edition | None) -> str:
        s3, bucket = self.serving.client("s3"), self.serving.uploads
        if edition is None:
            return str(s3.delete_object(Bucket=bucket, Key=key)["VersionId"])
        return str(s3.put_object(Bucket=bucket, Key=key, Body=edition.body)["VersionId"])

    def _read(self, key: str) -> bytes | None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.serving.client("s3").get_object(Bucket=self.serving.uploads, Key=key)
                return bytes(found["Body"].read())
            except NO_ANSWER as error:
                if isinstance(error, ClientError) and error.response["Error"]["Code"] == "NoSuchKey":
                    return None
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _comment(self, key: str) -> None:
        """Until there is an answer to it, be it that no comment is wanted there."""
        mark = new_mark(self.chance)
        comment = Comment(article_id(key), mark, f"key-{mark}")
        self.ledger.note_comment(comment)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (not comment.status or comment.status in TO_BE_REPEATED):
            comment.tries += 1
            try:
                self._post(comment)
            except NO_ANSWER:
                comment.status = 0
            if comment.status in {0, *TO_BE_REPEATED}:
                time.sleep(0.2)

    def _post(self, comment: Comment) -> None:
        path = f"/api/articles/{comment.article}/comments"
        words = {"name": "A reader", "comment": f"I say {comment.mark}."}
        comment.status, answer = self.serving.post(path, words, comment.idempotency_key)
        if comment.status == 201:
            comment.id = answer["id"]


def writers(serving: Serving, ledger: Ledger, *, seed: str) -> list[Writer]:
    finished = threading.Barrier(WRITERS)
    return [
        Writer(number, random.Random(f"{seed} writer {number}"), serving, ledger, finished)
        for number in range(WRITERS)
    ]


def all_at_once(calls: Iterable[Callable[[], None]]) -> None:
    """Returns when each has had its last request acknowledged. Raises what one of them failed with."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(call) for call in calls]:
            done.result()
