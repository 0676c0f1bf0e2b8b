"""The functions, as their handlers are: the real use cases, which reach every port through a gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.simulation.cloud import Behind, Message
from tests.simulation.gates import Gate
from tests.simulation.plain import printing_with

from broadsheet.commenting.exports import import_comments
from broadsheet.commenting.ids import new_id
from broadsheet.commenting.post import Posted, post_comment
from broadsheet.domain.comment_drafts import Draft
from broadsheet.domain.comments import Comment
from broadsheet.domain.media import is_image
from broadsheet.ports import Hint
from broadsheet.publishing.hints import heed
from broadsheet.publishing.ingesting import Ingest
from broadsheet.publishing.invalidating import Invalidate
from broadsheet.publishing.media import refresh_image
from broadsheet.publishing.rendering import Message as Print
from broadsheet.publishing.rendering import Rendering
from broadsheet.publishing.sweeping import sweep
from broadsheet.publishing.sweeping.notes import SWEEP, must_wait, notes_from
from broadsheet.publishing.ticking import tick

if TYPE_CHECKING:
    from tests.simulation.world import World

BASE = "https://news.example"
BEHIND = 7  # seconds that the clock of every other machine is behind
STEPS = 2  # of the sweep, when it is hasty: it goes on, and takes one thing
Taken = Sequence[tuple[Message, int, bool]]  # message, handle, whether it was there before


@dataclass(frozen=True)
class Functions:
    """Each is one invocation's work; those that take messages return the numbers of what failed."""

    world: World

    def ingest(self, taken: Taken) -> set[int]:
        gate = self._gate
        ingest = Ingest(gate("uploads"), gate("catalogue"), gate("comments"), self.world.clock)
        return _heeded(taken, lambda key, again: ingest.key(key, again=again), cautious=False)

    def media(self, taken: Taken) -> set[int]:
        def refresh(key: str, again: bool) -> None:
            if is_image(key):
                refresh_image(
                    key,
                    uploads=self._gate("uploads"),
                    catalogue=self._gate("catalogue"),
                    site=self._gate("site"),
                    queue=self._gate("uploads_queue"),
                    edge=self._gate("edge"),
                    again=again,
                    now=self.world.clock.now(),
                )

        return _heeded(taken, refresh, cautious=True)

    def render(self, taken: Taken) -> set[int]:
        templates, gate = self.world.templates["render"], self._gate
        printing_with(templates)
        self.world.rendered += 1
        rendering = Rendering(
            gate("uploads"),
            gate("catalogue"),
            gate("comments"),
            gate("site"),
            gate("guards"),
            gate("edge"),
            Behind(self.world.clock, BEHIND * (self.world.rendered % 2)),
            BASE,
            templates,
        )
        hints = [Print.parse(str(m.number), m.body, again=again) for m, _, again in taken]
        return {int(id_) for id_ in rendering.batch(hints).failed}

    def invalidate(self) -> Invalidate:
        return Invalidate(self._gate("catalogue"), self._gate("pages_queue"), self._gate("uploads_queue"))

    def clock(self, version: str) -> None:
        tick(
            self.world.clock.now(),
            catalogue=self._gate("catalogue"),
            uploads=self._gate("uploads_queue"),
            templates=version,
        )

    def sweep(self, version: str, limit: int) -> int:
        """How many repairs it made."""
        printing_with(version)
        gate, counted, asked, now = self._gate, list[int](), count(), self.world.clock.now()
        waits = must_wait(notes_from(self.world.catalogue.get(*SWEEP)), now)

        def waiting() -> int:
            counted.append(len(self.world.messages()))
            return counted[-1]

        swept = sweep.Sweep(
            gate("uploads"),
            gate("catalogue"),
            gate("comments"),
            gate("site"),
            gate("uploads_queue"),
            gate("images_queue"),
            gate("pages_queue"),
            BASE,
            waiting=waiting,
            hurry=lambda: self.world.hasty and next(asked) >= STEPS,
        ).run(now, limit=limit)
        busy = not counted or counted[-1] > sweep.BUSY
        if swept.repairs and busy and waits:
            self.world.watch.found.append("the sweep repaired what may have been under way")
        return swept.repairs

    def comment(self, article: str, words: str, key: str) -> Posted:
        return post_comment(
            Draft("Ana", words, "", ""),
            article=article,
            key=key,
            table=self._gate("comments"),
            clock=self.world.clock,
            new_id=self._new_id,
        )

    def bring_comments(self, brought: Comment) -> None:
        import_comments(self._gate("comments"), [brought])

    def _new_id(self, moment: datetime) -> str:
        return new_id(moment, lambda count: self.world.clock.moment.microsecond.to_bytes(count, "big"))

    def _gate(self, port: str) -> Any:
        queue = port.endswith("_queue")
        real = self.world.queues[port.removesuffix("_queue")] if queue else getattr(self.world, port)
        return Gate(port, real, self.world.watch.after)


def _heeded(taken: Taken, see_to: Callable[[str, bool], object], *, cautious: bool) -> set[int]:
    hints = [
        Hint(str(m.number), tuple(m.body["keys"]), bool(m.body.get("again")) or (cautious and again))
        for m, _, again in taken
    ]
    return {int(id_) for id_ in heed(hints, see_to)}
