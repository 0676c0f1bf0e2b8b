"""A batch of messages with page names -> those pages, each once, and the answers that waited for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.domain import rows
from broadsheet.errors import BroadsheetError
from broadsheet.ports import Clock, Edge, SiteStore, Table, Uploads
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.press import Press, Printed, purge
from broadsheet.publishing.receipts import answer
from broadsheet.publishing.snapshot import Snapshot


@dataclass(frozen=True)
class Message:
    """`pages` are names; `receipt` is the upload to answer when they are done, "" for none.

    `rev` is the decision about that upload that the pages follow from. `changed`: a source of the
    pages has changed, or an earlier attempt to print them may have died anywhere.
    """

    id: str
    pages: tuple[str, ...]
    receipt: str = ""
    rev: int = 0
    changed: bool = False

    @classmethod
    def parse(cls, id_: str, body: Mapping[str, Any], *, again: bool = False) -> Message:
        changed = again or bool(body.get("change"))
        return cls(id_, tuple(body["pages"]), body.get("receipt", ""), body.get("rev", 0), changed)


@dataclass(frozen=True)
class Rendering:
    """The collaborators of this use case. `templates` is the version of those that it prints with."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    site: SiteStore
    edge: Edge
    clock: Clock
    base_url: str
    templates: str = ""

    def batch(self, messages: Sequence[Message]) -> dict[str, BroadsheetError]:
        """Render every page that the messages name. Returns what failed, by message id.

        Safe to repeat. A page that fails leaves the others alone; its messages should come back.
        """
        try:
            names = _names(messages)
            runs = self._press().print(names)
            purge(runs, names, edge=self.edge)
        except BroadsheetError as error:
            return {message.id: error for message in messages}
        failed = {message.id: self._end(message, runs) for message in messages}
        return {id_: error for id_, error in failed.items() if error}

    def _press(self) -> Press:
        return Press(self._editions, self.site, self.clock)

    def _editions(self) -> Editions:
        return Editions(
            self.uploads, Snapshot(self.catalogue), Snapshot(self.comments), self.base_url, self.templates
        )

    def _end(self, message: Message, runs: Mapping[str, Printed]) -> BroadsheetError | None:
        error = next((e for name in message.pages if (e := runs[name].error)), None)
        return error or self._answer(message, runs)

    def _answer(self, message: Message, runs: Mapping[str, Printed]) -> BroadsheetError | None:
        if not message.receipt:
            return None
        written = [path for n in message.pages for path in (*runs[n].written, *runs[n].deleted)]
        try:
            answer(
                message.receipt,
                rev=message.rev,
                written=written,
                base_url=self._base_url(),
                uploads=self.uploads,
                catalogue=self.catalogue,
                now=self.clock.now(),
            )
        except BroadsheetError as error:
            return error
        return None

    def _base_url(self) -> str:
        return rows.site_from(self.catalogue.get(*rows.SITE)).site.base_url or self.base_url


def _names(messages: Sequence[Message]) -> dict[str, bool]:
    """Every page name, and whether any message says that it has changed."""
    names: dict[str, bool] = {}
    for message in messages:
        for name in message.pages:
            names[name] = names.get(name, False) or message.changed
    return names
