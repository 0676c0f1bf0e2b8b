"""The uploads, and what the catalogue knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id, is_hidden, receipt_key
from broadsheet.domain.media import is_image, is_outworn, media_from, media_key
from broadsheet.publishing.site_settings import KEY as SITE_FILE
from broadsheet.publishing.sweeping.items import ENTRIES, ENTRY, READING, REQUEST, STORIES, Item, Stretch
from broadsheet.publishing.sweeping.looks import Looks


class Filed(NamedTuple):
    """Stages that go through the uploads bucket. Every upload is looked at closely: of what its decision
    hangs on, a listing shows only a part."""

    looks: Looks

    def articles(self, cursor: str) -> Stretch:
        keys = self._listed("articles/", cursor)
        return Stretch(self._articles(keys), _ends(keys))

    def _articles(self, keys: list[str]) -> Iterator[Item]:
        for start in range(0, len(keys), STORIES):
            some = keys[start : start + STORIES]
            self.looks.followed.foresee(map(article_id, some))
            yield from map(_article, some)

    def images(self, cursor: str) -> Stretch:
        keys = self._listed("images/", cursor)
        self._images_known(keys)
        return Stretch(map(self._image, keys), _ends(keys))

    def _image(self, key: str) -> Item:
        if not is_image(key):
            return Item(key)
        row = self.looks.catalogue.get(*media_key(key))
        outworn = key if row and is_outworn(media_from(row), self.looks.rehearsal.moment) else ""
        return Item(key, (("upload", key),), ENTRY + 3 * REQUEST, outworn=outworn)

    def settings(self, cursor: str) -> Stretch:
        return Stretch([Item("", (("upload", SITE_FILE),), 4 * REQUEST)], last=True)

    def receipts(self, cursor: str) -> Stretch:
        """Every upload that was ever answered: some may be gone and nobody has been told."""
        receipts = self._listed("receipts/", cursor)
        uploads = {receipt: _upload_of(receipt) for receipt in receipts}
        gone = {*uploads.values()} - self._present(uploads.values())
        decided = self._articles_known(filter(_is_article, gone)) | self._images_known(filter(is_image, gone))
        return Stretch((_gone(at, key, key in decided) for at, key in uploads.items()), _ends(receipts))

    def _present(self, keys: Collection[str]) -> set[str]:
        """What a listing shows of the uploads around these. It may end too soon; then they are asked for."""
        first = min(filter(None, keys), default="")
        return {entry.key for entry in self.looks.uploads.keys("", after=first[:-1], limit=2 * ENTRIES)}

    def _listed(self, prefix: str, cursor: str) -> list[str]:
        return [entry.key for entry in self.looks.uploads.keys(prefix, after=cursor, limit=ENTRIES)]

    def _articles_known(self, keys: Iterable[str]) -> set[str]:
        """Those of which there is a record: read at once, so that close looks find them at hand."""
        found = self.looks.catalogue.get_many([rows.article_key(article_id(key)) for key in keys])
        return {rows.article_from(row).key for row in found}

    def _images_known(self, keys: Iterable[str]) -> set[str]:
        return {
            media_from(row).key for row in self.looks.catalogue.get_many([media_key(key) for key in keys])
        }


def _ends(keys: list[str]) -> bool:
    return len(keys) < ENTRIES


def _article(key: str) -> Item:
    if is_hidden(key):
        return Item(key)
    return Item(key, (("upload", key),), ENTRY + READING, articles=1)


def _gone(receipt: str, key: str, decided: bool) -> Item:
    return Item(receipt, (("upload", key),), ENTRY + 2 * REQUEST) if decided else Item(receipt)


def _is_article(key: str) -> bool:
    return key.startswith("articles/")


def _upload_of(receipt: str) -> str:
    """The upload that is answered there; "" for one whose key is too long to be told."""
    key = receipt.removeprefix("receipts/").removesuffix(".json")
    return key if receipt_key(key) == receipt else ""
