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


@dataclass(frozen=True)
class Message:
    """`pages` are names; `receipt` is the upload to answer when they are done, "" for none.

    `rev` is the decision about that upload that the pages follow from. `again`: the message was
    delivered before, and an earlier attempt may have died anywhere.
    """

    id: str
    pages: tuple[str, ...]
    receipt: str = ""
    rev: int = 0
    again: bool = False

    @classmethod
    def parse(cls, id_: str, body: Mapping[str, Any], *, again: bool = False) -> Message:
        return cls(id_, tuple(body["pages"]), body.get("receipt", ""), body.get("rev", 0), again)


@dataclass(frozen=True)
class Rendering:
    """The collaborators of this use case."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    site: SiteStore
    edge: Edge
    clock: Clock
    base_url: str

    def batch(self, messages: Sequence[Message]) -> dict[str, BroadsheetError]:
        """Render every page that the messages name. Returns what failed, by message id.

        Safe to repeat. A page that fails leaves the others alone; its messages should come back.
        """
        seen: set[str] = set()
        results = {n: self._print(n, seen) for n in dict.fromkeys(n for m in messages for n in m.pages)}
        printed = {name: run for name, run in results.items() if isinstance(run, Printed)}
        again = {name for message in messages if message.again for name in message.pages}
        purge([run for name, run in printed.items() if name not in again], edge=self.edge, again=False)
        purge([run for name, run in printed.items() if name in again], edge=self.edge, again=True)
        failed: dict[str, BroadsheetError] = {}
        for message in messages:
            error = next((run for n in message.pages if isinstance(run := results[n], BroadsheetError)), None)
            error = error or self._answer(message, printed)
            if error:
                failed[message.id] = error
        return failed

    def _print(self, name: str, seen: set[str]) -> Printed | BroadsheetError:
        """`seen` are paths that this batch has printed already, under another name."""
        editions = Editions(self.uploads, self.catalogue, self.comments, self.base_url)
        try:
            return Press(editions, self.site).print(name, seen)
        except BroadsheetError as error:
            return error

    def _answer(self, message: Message, printed: Mapping[str, Printed]) -> BroadsheetError | None:
        if not message.receipt:
            return None
        runs = [printed[name] for name in message.pages]
        written = [path for run in runs for path in (*run.written, *run.deleted)]
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
