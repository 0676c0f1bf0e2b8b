"""What there is to decide about: an uploaded file as it is now, and what is public of it if that is older."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from broadsheet.domain.problems import Problem
from broadsheet.domain.record import ArticleRecord
from broadsheet.domain.site import Site
from broadsheet.formats import MAX_BYTES, Reading, Unresolved, read_each
from broadsheet.ports import Spell, Upload, Uploads
from broadsheet.publishing.claims import Shelf
from broadsheet.publishing.deciding import decide, has_ended, is_undated


class File(NamedTuple):
    """A version of a file and what is in it; both None where there is none. `spell` is since when there has
    been one, where somebody has asked."""

    upload: Upload | None = None
    reading: Reading | None = None
    spell: Spell | None = None

    def decided(self, old: ArticleRecord, shelf: Shelf, now: datetime) -> ArticleRecord:
        return decide(old, self.upload, self.reading, shelf=shelf, now=now, spell=self.spell)

    def with_spell(self, old: ArticleRecord, *, uploads: Uploads) -> File:
        """What was decided about this very version knows its spell already."""
        known = old.first and old.handled and self.upload and old.handled.version == self.upload.version
        return self if known or self.spell else self._replace(spell=uploads.spell(old.key))


def read_file(old: ArticleRecord, site: Site, *, uploads: Uploads) -> File:
    """The file as it is now. Since when it has been there is asked only where its date hangs on that."""
    upload = uploads.read(old.key, most=MAX_BYTES)
    if upload is None:
        return File()
    file = File(upload, reading_of(upload, site))
    return file.with_spell(old, uploads=uploads) if is_undated(file.reading) else file


def standing(old: ArticleRecord, file: File, site: Site, *, uploads: Uploads) -> File:
    """What is public of a file that is refused now; nothing where that was deleted in between."""
    ended = file.spell and has_ended(old, file.spell)
    upload = uploads.read(old.key, old.live.version) if old.live and not ended else None
    return File(upload, reading_of(upload, site), file.spell) if upload else File()


def reading_of(upload: Upload, site: Site) -> Reading:
    """What is in a file, by itself."""
    return readings_of([upload], site)[0]


def readings_of(uploads: Sequence[Upload], site: Site) -> list[Reading]:
    """What is in each of these."""
    files = [(upload.key, upload.body) for upload in uploads if upload.body is not None]
    readings = iter(read_each(files, resolver=Unresolved(), timezone=site.timezone))
    return [_too_large(upload) if upload.body is None else next(readings) for upload in uploads]


def _too_large(upload: Upload) -> Reading:
    size, limit = upload.size / 2**20, MAX_BYTES // 2**20
    message = f"the file has {size:.1f} MB; an article may have {limit} MB. Put pictures under images/"
    return Reading(None, (Problem(message),))
