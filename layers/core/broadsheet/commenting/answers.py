"""What a comment is answered with: JSON for programs, a redirect or a page for forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.commenting.post import Posted
from broadsheet.commenting.refusals import Refused
from broadsheet.domain.comment_rows import ThreadState
from broadsheet.domain.documents import stamp
from broadsheet.domain.site import Site

if TYPE_CHECKING:
    from broadsheet.rendering.views import RejectedCommentView

Printer = Callable[["RejectedCommentView"], str]

JSON_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"
HTML_TYPE = "text/html; charset=utf-8"
ALWAYS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
RETRY_AFTER = "5"  # seconds


@dataclass(frozen=True)
class Answer:
    """An HTTP response. For logs: `outcome` is posted, replayed, or the code of the refusal;
    `cause` is what kept the store from answering."""

    status: int
    content_type: str
    body: str = field(repr=False)
    outcome: str
    headers: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""

    @property
    def all_headers(self) -> dict[str, str]:
        return {**ALWAYS, "content-type": self.content_type, **self.headers}


def created(posted: Posted) -> Answer:
    """201 with the comment; word for word the same when it is replayed."""
    headers = {"location": posted.url}
    if posted.replayed:
        headers["idempotency-replayed"] = "true"
    body = {
        "id": posted.id,
        "article": posted.article,
        "name": posted.name,
        "comment": posted.text,
        "parent": posted.parent,
        "posted": stamp(posted.posted),
        "url": posted.url,
    }
    return Answer(201, JSON_TYPE, _json(body), _outcome(posted), headers)


def see_comment(posted: Posted) -> Answer:
    """303 back to the article: reloading it sends nothing again."""
    return Answer(303, HTML_TYPE, "", _outcome(posted), {"location": posted.url})


def problem(refused: Refused) -> Answer:
    """A problem document of RFC 9457."""
    kind = refused.kind
    body = {
        "type": f"urn:broadsheet:problem:{refused.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": refused.detail,
        "code": refused.code,
        "errors": [
            {"field": wrong.field, "pointer": f"#/{wrong.field}", "code": wrong.code, "detail": wrong.detail}
            for wrong in refused.errors
        ],
    }
    return _refusal(refused, PROBLEM_TYPE, _json(body))


def rejected_page(
    refused: Refused,
    *,
    words: Mapping[str, str],
    article: str,
    thread: ThreadState | None,
    site: Site,
    print_page: Printer,
) -> Answer:
    """A page that says what is wrong and keeps what the reader wrote."""
    # No other answer is a page, and what pages are made of takes a tenth of a cold start.
    from broadsheet.rendering.views import RejectedCommentView  # noqa: PLC0415

    public = thread if thread and thread.live else None
    view = RejectedCommentView(
        site=site,
        article=article,
        path=public.path if public else "",
        title=public.title if public else "",
        errors={wrong.field: wrong.detail for wrong in refused.errors} or {"": refused.detail},
        name=words.get("name", ""),
        comment=words.get("comment", ""),
        email=words.get("email", ""),
        parent=words.get("parent", ""),
        idempotency_key=words.get("idempotency_key", ""),
    )
    return _refusal(refused, HTML_TYPE, print_page(view))


def _refusal(refused: Refused, content_type: str, body: str) -> Answer:
    again = refused.code == "not-available"
    headers = {"retry-after": RETRY_AFTER} if again else {}
    cause = str(refused.__cause__) if again else ""
    return Answer(refused.kind.status, content_type, body, refused.code, headers, cause)


def _outcome(posted: Posted) -> str:
    return "replayed" if posted.replayed else "posted"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
