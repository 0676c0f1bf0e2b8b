"""Where comments are handed in: one HTTP request in, one answer out, whatever the request holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.commenting.answers import Answer, Printer, created, problem, rejected_page, see_comment
from broadsheet.commenting.post import Posted, post_comment
from broadsheet.commenting.refusals import Refused
from broadsheet.commenting.requests import (
    Incoming,
    is_from_elsewhere,
    needs_origin,
    read_submission,
    wants_html,
    words_to_keep,
)
from broadsheet.commenting.threads import read_site, read_state
from broadsheet.domain.comment_drafts import read_draft
from broadsheet.domain.comment_rows import ThreadState
from broadsheet.domain.comments import ARTICLE_ID
from broadsheet.domain.site import Site
from broadsheet.errors import NotConverged, StoreUnavailable
from broadsheet.ports import Clock, Table


@dataclass(frozen=True)
class Desk:
    """`print_page` makes the page that a refused form is answered with; `secret` is what the distribution
    shows."""

    table: Table
    clock: Clock
    new_id: Callable[[datetime], str]
    print_page: Printer
    secret: str = field(repr=False)

    def take(self, incoming: Incoming, article: str) -> Answer:
        """Store the comment or say why not. Never raises for anything a client can send."""
        if not incoming.came_through(self.secret):
            return problem(Refused("not-through-the-site"))
        try:
            posted = self._post(incoming, article)
        except Refused as refused:
            return self._refuse(refused, incoming, article)
        return see_comment(posted) if wants_html(incoming) else created(posted)

    def _post(self, incoming: Incoming, article: str) -> Posted:
        if not ARTICLE_ID.fullmatch(article):
            raise Refused("unknown-article")
        submission = read_submission(incoming)
        try:
            if needs_origin(incoming) and is_from_elsewhere(incoming, read_site(self.table)):
                raise Refused("cross-site")
            draft, wrong = read_draft(submission.fields)
            if wrong:
                raise Refused("invalid-comment", wrong)
            return post_comment(
                draft,
                article=article,
                key=submission.key(draft),
                table=self.table,
                clock=self.clock,
                new_id=self.new_id,
            )
        except (StoreUnavailable, NotConverged) as error:
            raise Refused("not-available") from error

    def _refuse(self, refused: Refused, incoming: Incoming, article: str) -> Answer:
        if not wants_html(incoming):
            return problem(refused)
        thread, site = self._surroundings(article)
        return rejected_page(
            refused,
            words=words_to_keep(incoming),
            article=article,
            thread=thread,
            site=site,
            print_page=self.print_page,
        )

    def _surroundings(self, article: str) -> tuple[ThreadState | None, Site]:
        try:
            return read_state(self.table, article), read_site(self.table)
        except StoreUnavailable:
            return None, Site()  # a plain page that keeps the words is better than none
