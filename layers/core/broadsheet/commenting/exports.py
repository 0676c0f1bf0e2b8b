"""Comments as JSON lines: one object a line, with what is public of a comment and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from broadsheet.converge import Pass, converge
from broadsheet.domain.comment_rows import (
    COMMENT,
    comment_from,
    comment_key,
    comment_row,
    some_row,
    thread_key,
)
from broadsheet.domain.comments import ARTICLE_ID, COMMENT_ID, Comment
from broadsheet.domain.documents import stamp
from broadsheet.domain.plaintext import one_line, paragraphs
from broadsheet.errors import BroadsheetError, Conflict
from broadsheet.ports import Absent, Put, Span, Table

REQUIRED = ("article", "id", "name", "text", "posted")
OPTIONAL = ("parent", "answers")


class BadExport(BroadsheetError):
    """A file of comments cannot be read; the message names file, line and what is wrong."""


def export_comments(table: Table, articles: Iterable[str]) -> Iterator[str]:
    """The comments on these articles, a line each, oldest first within an article."""
    for article in articles:
        pk, _ = thread_key(article)
        for row in table.query(pk, Span(prefix=COMMENT)):
            yield json.dumps(_public(comment_from(row)), ensure_ascii=False) + "\n"


def read_export(lines: Iterable[str | bytes], source: str) -> list[Comment]:
    """The comments in an export, in its order. `source` names the file in errors. Raises BadExport."""
    comments: dict[tuple[str, str], Comment] = {}
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
            if text.strip():
                comment = _comment(json.loads(text))
                _add(comments, comment)
        except (ValueError, RecursionError) as error:
            raise BadExport(f"{source}, line {number}: {_reason(error)}") from error
    return list(comments.values())


def import_comments(table: Table, comments: Iterable[Comment]) -> int:
    """Store those that are not there yet; how many those were."""
    return sum(_import(table, comment) for comment in comments)


def _import(table: Table, comment: Comment) -> bool:
    stored = list[bool]()

    def attempt() -> Pass:
        try:
            table.write([Put(comment_row(comment), Absent()), Put(some_row(comment.article))])
        except Conflict:
            if table.get(*comment_key(comment.article, comment.id)) is None:
                raise  # a reader's comment was being stored at that moment
        else:
            stored.append(True)
        return Pass.SETTLED

    converge(attempt, what=f"comment {comment.id} on {comment.article}")
    return bool(stored)


def _public(comment: Comment) -> dict[str, str]:
    return {
        "article": comment.article,
        "id": comment.id,
        "name": comment.name,
        "text": comment.text,
        "parent": comment.parent,
        "answers": comment.answers,
        "posted": stamp(comment.posted),
    }


def _comment(value: object) -> Comment:
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    said = {name: value.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
    for name, word in said.items():
        if not isinstance(word, str):
            raise ValueError(f"`{name}` is not text")
        if name in REQUIRED and not word.strip():
            raise ValueError(f"`{name}` is missing")
    return Comment(
        id=_matching("id", said["id"]),
        article=_matching("article", said["article"]),
        name=one_line(said["name"]),
        text=paragraphs(said["text"]),
        posted=_moment(said["posted"]),
        parent=_matching("parent", said["parent"]) if said["parent"] else "",
        answers=one_line(said["answers"]),
    )


def _matching(name: str, word: str) -> str:
    pattern = ARTICLE_ID if name == "article" else COMMENT_ID
    if not pattern.fullmatch(word):
        raise ValueError(f"`{name}` cannot be {word!r}")
    return word


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`posted` is not a time such as 2026-11-23T09:30:00Z: {text!r}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _add(comments: dict[tuple[str, str], Comment], comment: Comment) -> None:
    key = (comment.article, comment.id)
    if key in comments:
        raise ValueError(f"the comment {comment.id} is there twice")
    comments[key] = comment


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg})"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
