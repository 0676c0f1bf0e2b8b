"""An uploaded file -> its record in the catalogue, with every row that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from broadsheet.converge import Pass, converge
from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.documents import from_json
from broadsheet.domain.media import MediaRecord
from broadsheet.domain.problems import Problem
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.site import Site
from broadsheet.errors import Conflict
from broadsheet.formats import MAX_BYTES, Reading, Unresolved, read
from broadsheet.ports import Absent, Action, Clock, Delete, Matches, Put, Table, Upload, Uploads
from broadsheet.publishing.claims import Claims, Owner, Shelf, claims_of
from broadsheet.publishing.deciding import decide
from broadsheet.publishing.indexing import index_lists
from broadsheet.publishing.relating import settle_links
from broadsheet.publishing.site_settings import ingest_site
from broadsheet.publishing.threads import settle_thread

MAX_ACTIONS = 100


@dataclass(frozen=True)
class Ingest:
    """The collaborators of this use case."""

    uploads: Uploads
    catalogue: Table
    comments: Table
    clock: Clock

    def key(self, key: str, *, again: bool = False) -> ArticleRecord | None:
        """Bring the catalogue up to date with whatever is in the bucket at `key`.

        Safe to repeat. `again` says that an earlier attempt may have died half-way: then all that
        follows from the record is worked out once more, even where the record is right already.
        Returns the record of an article. Raises NotConverged or StoreUnavailable: the message should
        come back. A file that is wrong is no failure: it is recorded, and answered with a receipt.
        """
        if key == "site.toml":
            ingest_site(uploads=self.uploads, catalogue=self.catalogue, comments=self.comments)
        elif key.startswith("articles/") and not _hidden(key):
            return self._article(key, again)
        return None

    def _article(self, key: str, again: bool) -> ArticleRecord:
        id_ = article_id(key)
        before = self._record(id_, key).rev
        converge(lambda: self._attempt(id_, key), what=key)
        record = self._record(id_, key)
        if again and record.rev == before:
            record = self._touch(record)
        if record.rev == before:
            return record
        index_lists(record, catalogue=self.catalogue)
        settle_links(record, catalogue=self.catalogue)
        settle_thread(record.id, catalogue=self.catalogue, comments=self.comments)
        self._forget_what_it_left(record)
        return record

    def _attempt(self, id_: str, key: str) -> Pass:
        old = self._record(id_, key)
        upload = self._upload(key)
        if upload is None and old.rev == 0:
            return Pass.SETTLED
        site = self._site()
        reading = _read(upload, site) if upload else None
        claims = claims_of(key, reading.article if reading else None)
        shelf = self._shelf(old, claims)
        new = decide(old, upload, reading, shelf=shelf, now=self.clock.now())
        if new == old:
            return Pass.SETTLED
        self._commit(old, replace(new, rev=old.rev + 1), shelf)
        return Pass.MOVED

    def _touch(self, record: ArticleRecord) -> ArticleRecord:
        """Write the record as it is, so that its stream speaks of it once more."""
        if record.rev == 0:
            return record
        touched = replace(record, rev=record.rev + 1)
        self.catalogue.write([_guarded(record, touched)])
        return touched

    def _record(self, id_: str, key: str) -> ArticleRecord:
        row = self.catalogue.get(*rows.article_key(id_))
        return rows.article_from(row) if row else ArticleRecord(id_, key)

    def _upload(self, key: str) -> Upload | None:
        head = self.uploads.head(key)
        if head is None or head.size > MAX_BYTES:
            return head
        return self.uploads.read(key)

    def _site(self) -> Site:
        return rows.site_from(self.catalogue.get(*rows.SITE)).site

    def _shelf(self, old: ArticleRecord, claims: Claims) -> Shelf:
        paths = {*rows.paths_of(old), *claims.aliases, *claims.related, claims.path} - {""}
        wanted = [rows.path_key(path) for path in sorted(paths)]
        wanted += [(f"MEDIA#{image}", "MEDIA") for image in claims.images]
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
        )

    def _commit(self, old: ArticleRecord, new: ArticleRecord, shelf: Shelf) -> None:
        actions = [_guarded(old, new), *_derived(old, new), *_addresses(old, new, shelf)]
        if len(actions) > MAX_ACTIONS and old.live:
            # More rows than one transaction takes: leave first, come back in the next round.
            gone = replace(old, live=None, due=None, wants=(), rev=new.rev)
            actions = [_guarded(old, gone), *_derived(old, gone)]
        self.catalogue.write(actions)

    def _forget_what_it_left(self, record: ArticleRecord) -> None:
        if not record.left_terms and not record.left_lists:
            return
        # The same rev: this is a note to ourselves and no answer to an upload.
        settled = replace(record, left_terms=(), left_lists=())
        try:
            self.catalogue.write([_guarded(record, settled)])
        except Conflict:
            return  # a newer change is under way, and will see to what is left


def _read(upload: Upload, site: Site) -> Reading:
    if upload.body is None:
        size, limit = upload.size / 2**20, MAX_BYTES // 2**20
        return Reading(
            None,
            (
                Problem(
                    f"the file has {size:.1f} MB; an article may have {limit} MB. Put pictures under images/"
                ),
            ),
        )
    return read(upload.key, upload.body, resolver=Unresolved(), timezone=site.timezone)


def _hidden(key: str) -> bool:
    """Folder markers and what operating systems leave behind are nobody's article."""
    name = key.rsplit("/", 1)[-1]
    return not name or name.startswith(".") or name in ("Thumbs.db", "desktop.ini")


def _guarded(old: ArticleRecord, new: ArticleRecord) -> Action:
    return Put(rows.article_row(new), Matches({"rev": old.rev}) if old.rev else Absent())


def _derived(old: ArticleRecord, new: ArticleRecord) -> list[Action]:
    before, after = rows.derived_rows(old), rows.derived_rows(new)
    puts = [Put(row) for key, row in after.items() if before.get(key) != row]
    deletes = [Delete(*key) for key in before if key not in after]
    return [*puts, *deletes]


def _addresses(old: ArticleRecord, new: ArticleRecord, shelf: Shelf) -> list[Action]:
    """Claims and releases of addresses, each on condition that its owner is still who was seen."""
    actions: list[Action] = []
    before, after = rows.paths_of(old), rows.paths_of(new)
    for path, kind in after.items():
        actions += _claim(path, kind, new, shelf.owners.get(path))
    for path in before.keys() - after.keys():
        owner = shelf.owners.get(path)
        if owner and owner.id == old.id:
            actions.append(Delete(*rows.path_key(path), Matches({"owner": old.id})))
    return actions


def _claim(path: str, kind: str, record: ArticleRecord, owner: Owner | None) -> list[Action]:
    pk, sk = rows.path_key(path)
    row = {"pk": pk, "sk": sk, "owner": record.id, "upload": record.key, "kind": kind}
    if owner is None:
        return [Put(row, Absent())]
    if owner.id == record.id and owner.kind == kind:
        return []
    if owner.id != record.id and kind == "redirect":
        return []  # a story that stands there wins over a redirect
    return [Put(row, Matches({"owner": owner.id, "kind": owner.kind}))]
