"""The uploads, and what the catalogue knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, receipt_key
from broadsheet.domain.media import MediaRecord, is_image, media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Listed
from broadsheet.publishing.ingesting import is_hidden
from broadsheet.publishing.site_settings import KEY as SITE_FILE
from broadsheet.publishing.sweeping.items import ENTRIES, ENTRY, REQUEST, Item, Stretch
from broadsheet.publishing.sweeping.looks import Looks


@dataclass(frozen=True)
class Filed:
    """Stages that go through the uploads bucket."""

    looks: Looks

    def articles(self, cursor: str) -> Stretch:
        listed = self._listed("articles/", cursor)
        known = self._articles_known(entry.key for entry in listed)
        return Stretch((self._article(entry, known.get(entry.key)) for entry in listed), _ends(listed))

    def _article(self, entry: Listed, record: ArticleRecord | None) -> Item:
        if is_hidden(entry.key):
            return Item(entry.key)
        handled = None if record is None or record.unsettled else record.handled
        same = handled and _same(entry, handled.etag, handled.size, handled.modified)
        settled = same and record and self.looks.is_answered(record)
        asked = _asked(entry.key, entry.key, not settled)
        return replace(asked, articles=1, cost=asked.cost + REQUEST)

    def images(self, cursor: str) -> Stretch:
        listed = self._listed("images/", cursor)
        known = self._images_known(entry.key for entry in listed)
        return Stretch((self._image(entry, known.get(entry.key)) for entry in listed), _ends(listed))

    def _image(self, entry: Listed, record: MediaRecord | None) -> Item:
        if not is_image(entry.key):
            return Item(entry.key)
        same = (
            record
            and not record.unsettled
            and _same(entry, record.etag, record.size, record.modified)
            and not self.looks.files_amiss(record)
        )
        asked = _asked(entry.key, entry.key, not same)
        return replace(asked, cost=asked.cost + REQUEST)

    def settings(self, cursor: str) -> Stretch:
        return Stretch([Item("", (("upload", SITE_FILE),), REQUEST)], last=True)

    def receipts(self, cursor: str) -> Stretch:
        """Every upload that was ever answered: some may be gone and nobody has been told."""
        listed = self._listed("receipts/", cursor)
        uploads = {entry.key: _upload_of(entry.key) for entry in listed}
        gone = {*uploads.values()} - self._present(uploads.values())
        articles = self._articles_known(key for key in gone if key.startswith("articles/"))
        images = self._images_known(filter(is_image, gone))
        # A withdrawn story may lack its answer: that is asked for one by one, so that it has its price.
        doubted = {*articles} | {key for key, record in images.items() if record.version or record.former}
        items = (_asked(cursor, key, key in doubted) for cursor, key in uploads.items())
        return Stretch(items, _ends(listed))

    def _present(self, keys: Collection[str]) -> set[str]:
        """What a listing shows of the uploads around these. It may end too soon; then they are asked for."""
        first = min(filter(None, keys), default="")
        return {entry.key for entry in self.looks.uploads.keys("", after=first[:-1], limit=2 * ENTRIES)}

    def _listed(self, prefix: str, cursor: str) -> list[Listed]:
        return self.looks.uploads.keys(prefix, after=cursor, limit=ENTRIES)

    def _articles_known(self, keys: Iterable[str]) -> dict[str, ArticleRecord]:
        found = self.looks.catalogue.get_many([rows.article_key(article_id(key)) for key in keys])
        return {record.key: record for record in map(rows.article_from, found)}

    def _images_known(self, keys: Iterable[str]) -> dict[str, MediaRecord]:
        found = self.looks.catalogue.get_many([media_key(key) for key in keys])
        return {record.key: record for record in map(media_from, found)}


def _ends(listed: list[Listed]) -> bool:
    return len(listed) < ENTRIES


def _same(entry: Listed, etag: str, size: int, modified: datetime | None) -> bool:
    """A head tells the time to the second only, a listing may say more."""
    moment = entry.modified.replace(microsecond=0)
    return (entry.etag, entry.size, moment) == (etag, size, modified and modified.replace(microsecond=0))


def _upload_of(receipt: str) -> str:
    """The upload that is answered there; "" for one whose key is too long to be told."""
    key = receipt.removeprefix("receipts/").removesuffix(".json")
    return key if receipt_key(key) == receipt else ""


def _asked(cursor: str, key: str, doubted: bool) -> Item:
    return Item(cursor, (("upload", key),) if doubted else (), ENTRY + REQUEST * doubted)
