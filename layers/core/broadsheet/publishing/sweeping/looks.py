"""A close look at one upload or one page: does what is there differ from what should be?"""

from __future__ import annotations

import hashlib
import json
import posixpath
from typing import Any, NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, object_key, receipt_key
from broadsheet.domain.media import MediaRecord, files_of, media_from, media_key
from broadsheet.domain.record import ArticleRecord, SiteRecord
from broadsheet.errors import StoreUnavailable
from broadsheet.formats import MAX_BYTES
from broadsheet.ports import Row, SiteStore, Table, Upload, Uploads
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.numbering import digest, has_faded
from broadsheet.publishing.site_settings import KEY as SITE_FILE
from broadsheet.publishing.sweeping.followed import Followed
from broadsheet.publishing.sweeping.notes import Kind
from broadsheet.publishing.sweeping.rehearsing import Rehearsal
from broadsheet.publishing.sweeping.strays import Strays

FILES = 60  # of one image: a dozen, as a rule
NOTHING = "nothing"


class Decision(NamedTuple):
    """What has been decided about an upload; `rev` is 0 where nothing has, and `etag` "" where no file is
    left. `answer` is the number that its receipt has at least, `open` says that something is left to do."""

    state: str = ""
    etag: str = ""
    rev: int = 0
    answer: int = 0
    open: bool = False
    record: ArticleRecord | SiteRecord | None = None


class Looks(NamedTuple):
    """Where to look. A difference is told by both of its sides: where either moves, work is under way.

    `faded` are names of pages with tombstones that nobody needs any more, as they are met.
    """

    uploads: Uploads
    catalogue: Table
    site: SiteStore
    editions: Editions
    rehearsal: Rehearsal
    followed: Followed
    strays: Strays
    faded: list[str]

    def difference(self, kind: Kind, name: str) -> str:
        """What stands for the difference, "" where there is none."""
        if kind == "row":
            return self.strays.difference(name)
        return self.of_upload(name) if kind == "upload" else self.of_page(name)

    def of_upload(self, key: str) -> str:
        """Between the file, what has been decided about it, what follows from that, and what has been
        answered."""
        file = self.uploads.read(key, most=MAX_BYTES) if _is_article(key) else self.uploads.head(key)
        decision = self._decision(key)
        amiss = self._amiss(key, file, decision)
        self.strays.look(key)
        version = file.version if file else ""
        return _brief(f"{version} {decision.etag} {decision.rev} {amiss}") if amiss else ""

    def of_page(self, name: str) -> str:
        """Between the page as it should be and the objects at its places."""
        apart = [both for path in self.editions.paths(name) if (both := self._apart(name, path))]
        self.strays.look(name)
        return _brief(" ".join(apart)) if apart else ""

    def _amiss(self, key: str, file: Upload | None, decision: Decision) -> str:
        if (file.etag if file else "") != decision.etag:
            return "not decided"
        if decision.rev and (decision.open or not self._is_answered(key, decision)):
            return "not done"
        objection = self.rehearsal.objection(file) if file and _is_article(key) else ""
        return objection or self._not_followed(decision)

    def _not_followed(self, decision: Decision) -> str:
        """Rows that cannot be read are an objection, too."""
        try:
            if isinstance(decision.record, SiteRecord):
                return self.followed.objection_to_site(decision.record)
            return self.followed.objection(decision.record) if decision.record else ""
        except StoreUnavailable:
            raise
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def _decision(self, key: str) -> Decision:
        if key == SITE_FILE:
            return _of_site(self.catalogue.get(*rows.SITE))
        if key.startswith("images/"):
            row = self.catalogue.get(*media_key(key))
            return self._of_image(media_from(row)) if row else Decision()
        row = self.catalogue.get(*rows.article_key(article_id(key)))
        return _of_article(rows.article_from(row)) if row else Decision()

    def _of_image(self, image: MediaRecord) -> Decision:
        open_ = image.unsettled or self._files_amiss(image)
        return Decision(image.state, image.etag, image.rev, open=open_)

    def _is_answered(self, key: str, decision: Decision) -> bool:
        """Whether the decision has its receipt, and so all of its pages."""
        receipt = self._receipt(key)
        told = (receipt.get("state"), receipt.get("etag") or "") == (decision.state, decision.etag)
        return told and receipt.get("rev", 0) >= decision.answer

    def _receipt(self, key: str) -> dict[str, Any]:
        there = self.uploads.read_receipt(receipt_key(key))
        try:
            receipt = json.loads(there[0]) if there else {}
        except ValueError:  # a hand has written there
            return {}
        return receipt if isinstance(receipt, dict) else {}

    def _files_amiss(self, record: MediaRecord) -> bool:
        """Whether files of a picture are missing, or there are some where there is none."""
        if record.picture is None:
            return bool(self._files(record.former) & {*record.former})
        wanted = files_of(record.picture)
        return not self._files(wanted).issuperset(wanted)

    def _files(self, files: tuple[str, ...]) -> set[str]:
        """What stands in the folders of these files: each has those of one version of one image."""
        folders = {posixpath.dirname(file) + "/" for file in files}
        return {key for folder in folders for key in self.site.keys(after=folder, limit=FILES)}

    def _apart(self, name: str, path: str) -> str:
        found = self.site.find(object_key(path))
        wanted = self._wanted(name, path)
        if found and found.is_tombstone and wanted == NOTHING:
            self.faded.extend([name] if has_faded(found, self.followed.moment) else [])
            return ""
        if (found.digest if found else NOTHING) == wanted:
            return ""
        return f"{path} {wanted} {found.etag if found else NOTHING}"

    def _wanted(self, name: str, path: str) -> str:
        """The digest of what should be there. A page that cannot be made differs from whatever is there."""
        try:
            sheet = self.editions.sheet(name, path)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return digest(sheet) if sheet else NOTHING


def _of_article(record: ArticleRecord) -> Decision:
    etag = record.handled.etag if record.handled else ""
    return Decision(record.state, etag, record.rev, record.rev, record.unsettled, record)


def _of_site(row: Row | None) -> Decision:
    """Of a site that has never had a file nothing has been decided, be its templates noted or not."""
    record = rows.site_from(row)
    handled, gone = record.handled, record.state == "withdrawn"
    rev = record.rev if handled or gone else 0
    return Decision(record.state, handled.etag if handled else "", rev, record=record)


def _is_article(key: str) -> bool:
    return key.startswith("articles/")


def _brief(what: str) -> str:
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:16]
