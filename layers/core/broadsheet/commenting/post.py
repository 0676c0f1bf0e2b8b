"""The use case: a reader posts a comment, and it is stored once however often it arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from broadsheet.commenting.refusals import Refused
from broadsheet.converge import Pass, converge, jitter
from broadsheet.domain.comment_drafts import UNKNOWN_PARENT, Draft
from broadsheet.domain.comment_rows import (
    SITE,
    Key,
    comment_from,
    comment_key,
    comment_row,
    idempotency_key,
    site_from,
    some_key,
    some_row,
    thread_from,
    thread_key,
)
from broadsheet.domain.comments import Comment
from broadsheet.domain.documents import from_json, to_json
from broadsheet.errors import StoreUnavailable
from broadsheet.ports import Absent, Action, Check, Clock, Matches, Put, Row, Table

T = TypeVar("T")
LOOKS = 4  # before it is given up to know whether a comment was stored
REMEMBERED = timedelta(hours=24)  # how long the same key gets the same answer
Rows = dict[Key, Row]


@dataclass(frozen=True)
class Posted:
    """The answer to a stored comment: its public part, and its address on the site.

    `replayed`: it had been stored before, by a request with the same key.
    """

    id: str
    article: str
    name: str
    text: str
    posted: datetime
    url: str
    parent: str = ""
    replayed: bool = False


def post_comment(
    draft: Draft,
    *,
    article: str,
    key: str,
    table: Table,
    clock: Clock,
    new_id: Callable[[datetime], str],
    pause: Callable[[int], None] | None = None,
) -> Posted:
    """Store the draft under the article; with a `key` (not ""), once in 24 hours.

    Raises Refused if it cannot be accepted, StoreUnavailable or NotConverged if it may be tried again.
    """
    now = clock.now()
    moment = now.replace(microsecond=now.microsecond // 1000 * 1000)
    posting = _Posting(draft, article, key, moment, new_id(moment), table, pause or jitter)
    answers: list[Posted] = []

    def attempt() -> Pass:
        answers.append(posting.attempt())
        return Pass.SETTLED

    converge(attempt, what=f"comment on {article}", pause=pause)
    return answers[0]


@dataclass
class _Posting:
    """One request. Its comment's id is chosen once, so that it knows its own comment again when the
    reply to a write was lost. `sent`: it may be stored already."""

    draft: Draft
    article: str
    key: str
    moment: datetime
    id: str
    table: Table
    pause: Callable[[int], None]
    sent: bool = False

    def attempt(self) -> Posted:
        rows = self._seen(self._read)
        if self._own in rows:
            path = thread_from(rows.get(thread_key(self.article), {})).path
            return _posted(comment_from(rows[self._own]), path)
        known = rows.get(self._key)
        if known and known["ttl"] > self.moment.timestamp():
            return _replay(known, self.draft)
        row, path = _open_thread(rows, self.article)
        comment = self._comment(rows)
        posted = _posted(comment, path)
        first = [] if some_key(self.article) in rows else [Put(some_row(self.article))]
        self._write([*self._comment_actions(comment, row), *first, *self._key_actions(posted, known)])
        return posted

    @property
    def _own(self) -> Key:
        return comment_key(self.article, self.id)

    @property
    def _key(self) -> Key:
        return idempotency_key(self.article, self.key)

    def _read(self) -> Rows:
        wanted = [thread_key(self.article), SITE, self._own, some_key(self.article)]
        if self.key:
            wanted.append(self._key)
        if self.draft.parent:
            wanted.append(comment_key(self.article, self.draft.parent))
        return {(row["pk"], row["sk"]): row for row in self.table.get_many(wanted)}

    def _comment(self, rows: Rows) -> Comment:
        draft = self.draft
        comment = Comment(self.id, self.article, draft.name, draft.text, self.moment, email=draft.email)
        if not draft.parent:
            return comment
        answered = rows.get(comment_key(self.article, draft.parent))
        if answered is None:
            raise Refused("invalid-comment", (UNKNOWN_PARENT,))
        return replace(comment, parent=answered["parent"] or answered["id"], answers=answered["name"])

    def _comment_actions(self, comment: Comment, thread: Row) -> list[Action]:
        unchanged: Row = {name: thread[name] for name in ("live", "policy") if name in thread}
        return [
            Put(comment_row(comment, self._key[0] if self.key else ""), Absent()),
            Check(thread["pk"], thread["sk"], Matches(unchanged)),
        ]

    def _key_actions(self, posted: Posted, known: Row | None) -> list[Action]:
        if not self.key:
            return []
        row: Row = {
            "pk": self._key[0],
            "sk": self._key[1],
            "digest": self.draft.digest,
            "comment": posted.id,
            "answer": to_json(posted),
            "ttl": int((self.moment + REMEMBERED).timestamp()),
        }
        # DynamoDB drops expired rows when it pleases: one that still stands is written over.
        return [Put(row, Matches({"comment": known["comment"]}) if known else Absent())]

    def _write(self, actions: Sequence[Action]) -> None:
        self.sent = True
        try:
            self.table.write(actions)
        except StoreUnavailable:
            # No reply is no answer to whether it was stored: look before the reader is asked to repeat.
            if self._seen(lambda: self.table.get(*self._own)) is None:
                raise

    def _seen(self, look: Callable[[], T]) -> T:
        """What a look shows; where the comment may be stored already, not seeing at once is no reason to
        have the reader send it again."""
        for round_ in range(LOOKS if self.sent else 0):
            try:
                return look()
            except StoreUnavailable:
                self.pause(round_)
        return look()


def _open_thread(rows: Rows, article: str) -> tuple[Row, str]:
    """The thread's row and the article's path. Raises Refused unless comments are open."""
    row = rows.get(thread_key(article))
    thread = thread_from(row) if row else None
    if row is None or thread is None or not thread.live:
        raise Refused("unknown-article")
    policy = thread.policy or site_from(rows.get(SITE)).comments
    if policy != "open":
        raise Refused("comments-closed" if policy == "closed" else "comments-off")
    return row, thread.path


def _posted(comment: Comment, path: str) -> Posted:
    return Posted(
        id=comment.id,
        article=comment.article,
        name=comment.name,
        text=comment.text,
        posted=comment.posted,
        url=f"{path}#comment-{comment.id}",
        parent=comment.parent,
    )


def _replay(known: Row, draft: Draft) -> Posted:
    if known["digest"] != draft.digest:
        raise Refused("idempotency-key-reused")
    return replace(from_json(Posted, known["answer"]), replayed=True)
