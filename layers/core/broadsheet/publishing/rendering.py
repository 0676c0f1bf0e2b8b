"""A batch of messages with page names -> those pages, each once, and the answers that waited for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from broadsheet.domain.addresses import article_id
from broadsheet.domain.pages import is_page
from broadsheet.domain.record import Heard
from broadsheet.errors import BroadsheetError
from broadsheet.ports import Clock, Edge, Guards, SiteStore, Table, Uploads
from broadsheet.publishing.causes import Cause, add
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.jobs import Printed
from broadsheet.publishing.press import Press, purge
from broadsheet.publishing.receipts import Answered, answer
from broadsheet.publishing.snapshot import Snapshot
from broadsheet.publishing.sources import TableSources
from broadsheet.together import Together, in_turn

LONGEST_NAME = 1024


class Message(NamedTuple):
    """`pages` are names; `receipt` is the upload to answer when they are done, "" for none.

    `rev` is the decision about that upload that the pages follow from. `changed`: a source of the
    pages has changed, or an earlier attempt to print them may have died anywhere. `rows`: of the pages named
    there nothing else has changed, and no attempt has been made yet. `heard` is the receipt before, as the
    decision found it.
    """

    id: str
    pages: tuple[str, ...]
    receipt: str = ""
    rev: int = 0
    changed: bool = False
    rows: Mapping[str, frozenset[tuple[str, str]]] = MappingProxyType({})
    heard: Heard | None = None

    @classmethod
    def parse(cls, id_: str, body: Mapping[str, Any], *, again: bool = False) -> Message:
        """Raises ValueError, LookupError, TypeError or AttributeError for what is no such message."""
        pages, receipt, rev = body["pages"], body.get("receipt", ""), body.get("rev", 0)
        if not isinstance(pages, list):
            raise ValueError("its pages are no list")
        if strange := [page for page in pages if not _is_name(page)]:
            raise ValueError(f"no page is called {strange[0]!r:.100}")
        if not isinstance(receipt, str) or type(rev) is not int:
            raise ValueError("its receipt is no key, or its rev no number")
        rows = {name: frozenset(map(_pair, keys)) for name, keys in body.get("rows", {}).items()}
        heard = Heard(*_pair(body["heard"])) if "heard" in body else None
        if again:
            return cls(id_, tuple(pages), receipt, rev, changed=True)
        return cls(id_, tuple(pages), receipt, rev, bool(body.get("change")), rows, heard)

    def cause(self, page: str) -> Cause:
        return self.changed and (self.rows.get(page) or True)


def _pair(of: Any) -> tuple[str, str]:
    one, other = of
    if not (isinstance(one, str) and isinstance(other, str)):
        raise ValueError("the keys of its rows, or the receipt before, are no pairs of words")
    return one, other


def _is_name(page: object) -> bool:
    """Whether a page may be called that, be there one or not. What is longer than a key in S3, or cannot be
    encoded (a ValueError), would fail everything that is looked up together with it."""
    return isinstance(page, str) and len(page.encode()) <= LONGEST_NAME and is_page(page)


class Rendered(NamedTuple):
    """What came of a batch: why messages should come back, by their ids; and the receipts written."""

    failed: dict[str, BroadsheetError]
    answered: list[Answered]


class Rendering(NamedTuple):
    """The collaborators of this use case. `templates` is the version of those that it prints with."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    site: SiteStore
    guards: Guards
    edge: Edge
    clock: Clock
    base_url: str
    templates: str = ""
    together: Together = in_turn

    def batch(self, messages: Sequence[Message]) -> Rendered:
        """Render every page that the messages name, and answer the uploads that waited for them.

        Safe to repeat. A page that fails leaves the others alone; its messages should come back.
        """
        try:
            names = _names(messages)
            runs = self._press(messages).print(names)
            purge(runs, names, edge=self.edge)
        except BroadsheetError as error:
            return Rendered({message.id: error for message in messages}, [])
        rendered = Rendered({}, [])
        for message in messages:
            try:
                rendered.answered.extend(self._end(message, runs))
            except BroadsheetError as error:
                rendered.failed[message.id] = error
        return rendered

    def _press(self, messages: Sequence[Message]) -> Press:
        stories = {article_id(message.receipt) for message in messages if message.receipt}
        editions = partial(self._editions, {}, stories)
        return Press(editions, self.site, self.guards, self.clock, self.together)

    def _editions(self, holders: dict[str, str], stories: Collection[str]) -> Editions:
        catalogue, comments = Snapshot(self.catalogue), Snapshot(self.comments)
        sources = TableSources(self.uploads, catalogue, comments, holders, stories)
        return Editions(sources, self.base_url, self.templates)

    def _end(self, message: Message, runs: Mapping[str, Printed]) -> Iterator[Answered]:
        """Raises what a page of the message failed with, or its answer."""
        for name in message.pages:
            if error := runs[name].error:
                raise error
        if message.receipt:
            yield from self._answer(message, runs)

    def _answer(self, message: Message, runs: Mapping[str, Printed]) -> Iterator[Answered]:
        written = [path for n in message.pages for path in (*runs[n].written, *runs[n].deleted)]
        answered = answer(
            message.receipt,
            rev=message.rev,
            heard=message.heard,
            written=written,
            base_url=self.base_url,
            uploads=self.uploads,
            catalogue=self.catalogue,
            now=self.clock.now(),
        )
        return iter([answered] if answered else [])


def _names(messages: Sequence[Message]) -> dict[str, Cause]:
    """Every page name, and why the messages want it printed."""
    names: dict[str, Cause] = {}
    for message in messages:
        for name in message.pages:
            add(names, name, message.cause(name))
    return names
