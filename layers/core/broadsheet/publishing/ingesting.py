"""An uploaded file -> its record in the catalogue, with every row that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, is_hidden
from broadsheet.domain.documents import from_json
from broadsheet.domain.media import MediaRecord
from broadsheet.domain.record import ArticleRecord, Heard, SiteRecord
from broadsheet.domain.site import Site
from broadsheet.errors import Conflict
from broadsheet.formats import Reading
from broadsheet.ports import Clock, Put, Table, Upload, Uploads
from broadsheet.publishing.accepting import MAX_IMAGES
from broadsheet.publishing.claims import Claims, Owner, Shelf, claims_of, united
from broadsheet.publishing.committing import (
    MAX_ACTIONS,
    departure,
    guarded,
    opened_by,
    transaction,
    unheld,
)
from broadsheet.publishing.copies import copied
from broadsheet.publishing.files import File, read_file, standing
from broadsheet.publishing.following import following, settled
from broadsheet.publishing.indexing import index_lists
from broadsheet.publishing.links import picks_key
from broadsheet.publishing.receipts import last_answer
from broadsheet.publishing.relating import pages_showing, settle_links
from broadsheet.publishing.restoring import restored
from broadsheet.publishing.site_settings import ingest_site
from broadsheet.publishing.threads import settle_thread
from broadsheet.together import Together, in_turn


@dataclass
class _Taken:
    """What an upload was decided to be. `picks` is the number under which its links to other stories were
    opened with that, 0 where they were not, or where nobody knows."""

    record: ArticleRecord = field(default_factory=lambda: ArticleRecord("", ""))
    picks: int = 0


class _Case(NamedTuple):
    """A decision to be written, and what it hangs on: on the time zone, too, where it is `zoned`."""

    old: ArticleRecord
    decided: ArticleRecord
    shelf: Shelf
    site: Site
    zoned: bool
    upload: Upload | None  # the file, where there is one

    @property
    def version(self) -> str:
        return self.upload.version if self.upload else ""


class Ingest(NamedTuple):
    """The collaborators of this use case."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    clock: Clock
    together: Together = in_turn

    def key(self, key: str, *, again: bool = False) -> ArticleRecord | SiteRecord | None:
        """Bring the catalogue up to date with whatever is in the bucket at `key`.

        Safe to repeat. `again` asks for all that follows from the record to be worked out and printed
        once more, even where the record is right already. Returns the record of an article or of the site.
        Raises NotConverged or StoreUnavailable: the message should come back. A file that is wrong is no
        failure: it is recorded, and answered with a receipt.
        """
        if key == "site.toml":
            return ingest_site(uploads=self.uploads, catalogue=self.catalogue, comments=self.comments)
        if key.startswith("articles/") and not is_hidden(key):
            return self._article(key, again)
        return None

    def _article(self, key: str, again: bool) -> ArticleRecord:
        id_, taken = article_id(key), _Taken()
        converge(lambda: self._attempt(id_, key, taken), what=key)
        if again:
            converge(lambda: self._restore(taken), what=key)
        if taken.record.unsettled:
            self._follow(taken)
        return taken.record

    def _attempt(self, id_: str, key: str, taken: _Taken) -> Pass:
        old, site = self._record_and_site(id_, key)
        taken.record, taken.picks = old, 0
        file = read_file(old, site, uploads=self.uploads)
        shelf = self._look(old, [file.reading])
        new = file.decided(old, shelf, self.clock.now())
        if new.state == "refused" and new.live:
            shelf, new = self._above_what_stands(old, file, site)
        if new == old and file.upload and not unheld(new, shelf):
            return Pass.SETTLED
        if new == old and not file.upload:
            # Absence has no version: whoever still holds what was read before it must lose.
            unprinted, heard = self._unprinted(old)
            taken.record = self._rewrite(old, replace(old, pages=unprinted, heard=heard))
            return Pass.SETTLED
        zoned = bool(file.reading and file.reading.zoned)
        return self._commit(_Case(old, new, shelf, site, zoned, file.upload), taken)

    def _above_what_stands(self, old: ArticleRecord, file: File, site: Site) -> tuple[Shelf, ArticleRecord]:
        """What is public of a file that is refused now is decided as any other: its pictures, addresses and
        the time zone may have changed since."""
        file = file.with_spell(old, uploads=self.uploads)
        below = standing(old, file, site, uploads=self.uploads)
        shelf, now = self._look(old, [file.reading, below.reading]), self.clock.now()
        base = below.decided(old, shelf, now) if below.upload else old
        # The same bytes once more are known by what was handled, which is the file that is refused.
        new = file.decided(replace(base, handled=old.handled), shelf, now)
        return shelf, replace(new, wants=tuple(dict.fromkeys((*base.wants, *new.wants))))

    def _look(self, old: ArticleRecord, readings: Iterable[Reading | None]) -> Shelf:
        claims = united(claims_of(old.key, reading.article) for reading in readings if reading)
        self._announce_use(old, claims)
        return self._shelf(old, claims)

    def _commit(self, case: _Case, taken: _Taken) -> Pass:
        old, decided = case.old, case.decided
        regained = (f"at{path}" for path in unheld(old, case.shelf))
        unprinted, heard = self._unprinted(old)
        new = following(old, decided, unprinted=(*unprinted, *regained), heard=heard)
        actions = [*transaction(old, new, case.shelf), *copied(old, new, case.upload)]
        if len(actions) > MAX_ACTIONS and old.live:
            # More rows than one transaction takes: leave first, come back in the next round.
            new = following(
                old, replace(old, live=None, due=None, wants=()), unprinted=new.pages, heard=heard
            )
            actions = [*departure(old, new, case.shelf), *copied(old, new, None)]
        self.catalogue.write(actions)
        taken.record, taken.picks = new, opened_by(actions)
        moved = new.live is None and bool(old.live)
        late = moved or self._zone_has_changed(case) or self._is_followed(case)
        return Pass.MOVED if late else Pass.SETTLED

    def _is_followed(self, case: _Case) -> bool:
        """Whether the file has changed while it was judged. To whoever saw to that, the bytes that had been
        handled before may have come back, and there was nothing to write for which this would have lost."""
        head = self.uploads.head(case.old.key)
        return (head.version if head else "") != case.version

    def _zone_has_changed(self, case: _Case) -> bool:
        """Dates without an offset are read in the newsroom's time zone; who changed that could not know of
        this story yet."""
        return case.zoned and self._site().timezone != case.site.timezone

    def _unprinted(self, record: ArticleRecord) -> tuple[tuple[str, ...], Heard | None]:
        """Names of the pages of a decision that has not been answered: nobody knows whether they are done.
        An answer speaks for the next decision too, so it must wait for them. And the last answer."""
        if not record.pages:
            return (), None
        rev, heard = last_answer(record.key, uploads=self.uploads)
        return record.pages if rev < record.rev else (), heard

    def _rewrite(self, old: ArticleRecord, new: ArticleRecord) -> ArticleRecord:
        """Write the record under a new number."""
        new = replace(new, rev=old.rev + 1)
        self.catalogue.write([guarded(old, new), *copied(old, new, None)])
        return new

    def _restore(self, taken: _Taken) -> Pass:
        """Whoever decides anew meanwhile sees to all of that."""
        record = self._record(taken.record.id, taken.record.key)
        if record.rev and not record.unsettled:
            record = restored(record, self.catalogue)
        if record.rev != taken.record.rev:
            taken.record, taken.picks = record, 0
        return Pass.SETTLED

    def _follow(self, taken: _Taken) -> None:
        """See to all that follows from the record within the tables, then have its pages printed."""
        record = taken.record
        gone = record.live is None and record.relinks
        showing = pages_showing(record.id, catalogue=self.catalogue) if gone else ()
        index_lists(record, catalogue=self.catalogue)
        if record.relinks:
            settle_links(record, opened=taken.picks, catalogue=self.catalogue, together=self.together)
        if not record.told:
            settle_thread(record, comments=self.comments)
        converge(lambda: self._settle(record, settled(record, showing)), what=record.key)

    def _settle(self, record: ArticleRecord, done: ArticleRecord) -> Pass:
        try:
            self.catalogue.write([guarded(record, done)])
        except Conflict:
            if self._record(record.id, record.key).rev == record.rev:
                raise
            # A newer decision is under way, and whoever took it will see to all that follows.
        return Pass.SETTLED

    def _announce_use(self, old: ArticleRecord, claims: Claims) -> None:
        """Say which images the story shows before looking at them: whoever changes one from then on
        tells the story."""
        shown = set(old.live.images if old.live else ())
        uses = [rows.use_row(image, old.key) for image in claims.images[:MAX_IMAGES] if image not in shown]
        if uses and old.handled:  # what is not public has said so before: nothing new, nothing written
            said = self.catalogue.get_many([(use["pk"], use["sk"]) for use in uses])
            uses = [use for use in uses if use not in said]
        if uses:
            self.catalogue.write([Put(use) for use in uses])

    def _record(self, id_: str, key: str) -> ArticleRecord:
        row = self.catalogue.get(*rows.article_key(id_))
        return rows.article_from(row) if row else ArticleRecord(id_, key)

    def _record_and_site(self, id_: str, key: str) -> tuple[ArticleRecord, Site]:
        """The guard, with the settings: both from before the file is read."""
        found = {(r["pk"], r["sk"]): r for r in self.catalogue.get_many([rows.article_key(id_), rows.SITE])}
        row = found.get(rows.article_key(id_))
        record = rows.article_from(row) if row else ArticleRecord(id_, key)
        return record, rows.site_from(found.get(rows.SITE)).site

    def _site(self) -> Site:
        return rows.site_from(self.catalogue.get(*rows.SITE)).site

    def _shelf(self, old: ArticleRecord, claims: Claims) -> Shelf:
        known = {*rows.paths_of(old), *old.former, *old.wants}
        paths = known.union(claims.aliases, claims.related, (claims.path,)) - {""}
        wanted = [rows.path_key(path) for path in sorted(paths)]
        wanted += [(f"MEDIA#{image}", "MEDIA") for image in claims.images]
        wanted.append(picks_key(old.id))
        found = self.catalogue.get_many(wanted)
        owners = {
            row["pk"].removeprefix("PATH#"): Owner(row["owner"], row["upload"], row["kind"])
            for row in found
            if row["sk"] == rows.PATH
        }
        media = [from_json(MediaRecord, row["doc"]) for row in found if row["sk"] == "MEDIA"]
        return Shelf(
            owners,
            pictures={image.key: image.picture for image in media if image.picture},
            faults={image.key: image.errors[0].message for image in media if image.errors},
            picks=next((row for row in found if (row["pk"], row["sk"]) == picks_key(old.id)), None),
        )
