"""Fetch every address as a reader does, and judge whether a withdrawn story is still seen there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from broadsheet.domain import rows
from broadsheet.domain.addresses import section_at
from broadsheet_cli.operating.evidence import Marks, found_in
from broadsheet_cli.operating.reading import Answer, fetch
from broadsheet_cli.operating.traces import Address, Traces
from broadsheet_cli.target import Target

Verdict = Literal["gone", "clean", "another page", "in its own text", "still seen", "not reached"]
MISSING = (404, 410)
WORKERS = 8
POLL = 1.0


@dataclass(frozen=True)
class Seen:
    """What was seen at an address. `found` are the marks of the story that were in it."""

    address: Address
    status: int | None
    verdict: Verdict
    found: tuple[str, ...] = ()
    note: str = ""

    @property
    def good(self) -> bool:
        return self.verdict not in ("still seen", "not reached")


@dataclass(frozen=True)
class Inspector:
    """Judges by what the story was known by before it went."""

    target: Target
    traces: Traces

    def inspect(self, seconds: float, *, done: Callable[[], None] = lambda: None) -> list[Seen]:
        """Every address. One that is not as it should be is fetched again until the time is up: pages
        that others print may come a little later."""
        seen = {address: Seen(address, None, "not reached") for address in self.traces.addresses}
        end = time.monotonic() + seconds
        while True:
            with ThreadPoolExecutor(WORKERS) as pool:
                open_ = [address for address, was in seen.items() if not was.good]
                for found in pool.map(self._look, open_):
                    seen[found.address] = found
                    done()
            if all(found.good for found in seen.values()) or time.monotonic() > end:
                return list(seen.values())
            time.sleep(POLL)

    def _look(self, address: Address) -> Seen:
        answer = fetch(self.target.site_url, address.path)
        if answer.status is None:
            return Seen(address, None, "not reached", note=answer.error)
        if answer.status in MISSING:
            return Seen(address, answer.status, "gone")
        if answer.status >= 400:  # refused or failed: that says nothing about the page
            return Seen(address, answer.status, "not reached", note="the site does not answer this properly")
        if address in self.traces.own:
            return self._taken_over(address, answer)
        return self._without(address, answer)

    def _taken_over(self, address: Address, answer: Answer) -> Seen:
        """Something stands where the story stood: another story, a section, or the story itself."""
        other = self._other_at(address.path)
        if other is None:
            note = f"leads to {answer.location}" if answer.location else ""
            return Seen(address, answer.status, "still seen", note=note)
        seen = self._without(address, answer)
        return replace(seen, verdict="another page", note=f"it is {other} now") if seen.good else seen

    def _without(self, address: Address, answer: Answer) -> Seen:
        found = self._found(f"{answer.location}\n{answer.text}")
        if not found:
            return Seen(address, answer.status, "clean")
        if set(found) <= set(self._written_in(address)):
            note = f"it is part of the text of {address.upload}"
            return Seen(address, answer.status, "in its own text", found, note)
        return Seen(address, answer.status, "still seen", found)

    def _found(self, text: str) -> tuple[str, ...]:
        found = found_in(text, self._marks)
        if found and found == found_in(text, Marks(self._marks.id, self._marks.title)) and self._namesake:
            return found_in(text, Marks(self._marks.id))
        return found

    def _written_in(self, address: Address) -> tuple[str, ...]:
        """What another story's own file says of it: that no withdrawal can take out."""
        upload = self.target.uploads.read(address.upload) if address.upload else None
        text = (upload.body or b"").decode("utf-8", "replace") if upload else ""
        return found_in(text, self._marks)

    @cached_property
    def _marks(self) -> Marks:
        """Without addresses that belong to somebody else by now."""
        marks = self.traces.marks
        return replace(marks, paths=tuple(path for path in marks.paths if self._other_at(path) is None))

    @cached_property
    def _namesake(self) -> bool:
        """Whether another public story has the same title: then nothing follows from it."""
        register = map(rows.teaser_from, self.target.catalogue.query("LIST#front"))
        return any(t.title == self.traces.marks.title and t.id != self.traces.marks.id for t in register)

    def _other_at(self, path: str) -> str | None:
        """What else stands at an address, in words."""
        owner = self.target.catalogue.get(*rows.path_key(path))
        if owner is not None and owner["owner"] != self.traces.record.id:
            return f"the address of {owner['upload']}"
        section = section_at(path)
        if section and self.target.catalogue.query(f"LIST#section/{section}", limit=1):
            return f"the section {section}"
        return None


def still_seen(seen: Iterable[Seen]) -> list[Seen]:
    return [one for one in seen if not one.good]
