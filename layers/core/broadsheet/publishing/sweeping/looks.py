"""A close look at one upload or one page: does what is there differ from what should be?"""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, object_key
from broadsheet.domain.media import MediaRecord, files_of, media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import SiteStore, Table, Uploads
from broadsheet.publishing.editions import Editions
from broadsheet.publishing.press import digest
from broadsheet.publishing.receipts import answered
from broadsheet.publishing.site_settings import KEY as SITE_FILE
from broadsheet.publishing.sweeping.notes import Kind

FILES = 60  # of one image: a dozen, as a rule
NOTHING = "nothing"


@dataclass(frozen=True)
class Looks:
    """Where to look. A difference is told by both of its sides: where either moves, work is under way."""

    uploads: Uploads
    catalogue: Table
    site: SiteStore
    editions: Editions

    def difference(self, kind: Kind, name: str) -> str:
        """What stands for the difference, "" where there is none."""
        return self.of_upload(name) if kind == "upload" else self.of_page(name)

    def of_upload(self, key: str) -> str:
        """Between the file and what has been decided about it."""
        head = self.uploads.head(key)
        there = head.version if head else ""
        decided, rev, amiss = self._decided(key)
        return "" if there == decided and not amiss else _brief(f"{there} {decided} {rev} {amiss}")

    def of_page(self, name: str) -> str:
        """Between the page as it should be and the objects at its places."""
        apart = [both for path in self.editions.paths(name) if (both := self._apart(name, path))]
        return _brief(" ".join(apart)) if apart else ""

    def files_amiss(self, record: MediaRecord) -> bool:
        """Whether files of a picture are missing, or those of a withdrawn image still there."""
        if record.state == "withdrawn":
            return bool(self._files(record.former) & {*record.former})
        wanted = files_of(record.picture)
        return not self._files(wanted).issuperset(wanted)

    def _decided(self, key: str) -> tuple[str, int, bool]:
        """The version that was decided about, the decision's number, and whether anything is left to do."""
        if key == SITE_FILE:
            site = rows.site_from(self.catalogue.get(*rows.SITE))
            return site.handled.version if site.handled else "", site.rev, False
        if key.startswith("images/"):
            row = self.catalogue.get(*media_key(key))
            image = media_from(row) if row else MediaRecord(key)
            return image.version, image.rev, image.unsettled or self.files_amiss(image)
        row = self.catalogue.get(*rows.article_key(article_id(key)))
        if row is None:
            return "", 0, False
        record = rows.article_from(row)
        amiss = record.unsettled or not self.is_answered(record)
        return record.handled.version if record.handled else "", record.rev, amiss

    def is_answered(self, record: ArticleRecord) -> bool:
        """Whether the decision has its receipt, and so all of its pages."""
        return answered(record.key, uploads=self.uploads) >= record.rev

    def _files(self, files: tuple[str, ...]) -> set[str]:
        """What stands in the folders of these files: each has those of one version of one image."""
        folders = {posixpath.dirname(file) + "/" for file in files}
        return {key for folder in folders for key in self.site.keys(after=folder, limit=FILES)}

    def _apart(self, name: str, path: str) -> str:
        found = self.site.find(object_key(path))
        wanted = self._wanted(name, path)
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


def _brief(what: str) -> str:
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:16]
