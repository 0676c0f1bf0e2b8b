"""An uploaded image as the catalogue knows it, and how its record changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from broadsheet.domain.documents import from_json, to_json
from broadsheet.domain.pictures import Picture
from broadsheet.domain.problems import Problem
from broadsheet.ports import Row, Upload

MediaState = Literal["published", "refused", "withdrawn"]

MEDIA = "MEDIA"
USED = "USED#"
FORMER_FILES = 60  # about ten versions; older files than these are deleted at once
OUTWORN = timedelta(days=1)  # after that nobody has a page open that shows a picture which was replaced


@dataclass(frozen=True)
class MediaRecord:
    """Everything decided about one file under `images/`. Withdrawn ones stay as tombstones.

    `rev` grows by one with every accepted write. `picture` is what pages show: a new version that is
    refused leaves the last good one in place, whose upload had the ETag `standing`. `former` are the site
    keys of files that are not part of the picture and may exist: pages that a reader still has open show
    them, so they stay for a day, or until the image is withdrawn. `unsettled` means that articles may not
    have been told of the last change.
    """

    key: str
    rev: int = 0
    state: MediaState = "withdrawn"
    version: str = ""
    etag: str = ""
    size: int = 0
    modified: datetime | None = None
    picture: Picture | None = None
    standing: str = ""
    former: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    unsettled: bool = False

    @property
    def url(self) -> str:
        """The path of the file that every browser shows; "" while there is no picture."""
        return self.picture.fallback.path if self.picture else ""

    @property
    def shown(self) -> str:
        """The ETag of the upload that the picture is of."""
        return self.standing or self.etag


def is_image(key: str) -> bool:
    """Whether the upload is the media function's business: under `images/`, no folder marker, not hidden."""
    name = key.rpartition("/")[2]
    return key.startswith("images/") and bool(name) and not name.startswith(".")


def media_key(key: str) -> tuple[str, str]:
    return f"MEDIA#{key}", MEDIA


def media_row(record: MediaRecord) -> Row:
    pk, sk = media_key(record.key)
    return {"pk": pk, "sk": sk, "rev": record.rev, "doc": to_json(record)}


def media_from(row: Row) -> MediaRecord:
    return from_json(MediaRecord, row["doc"])


def files_of(picture: Picture | None) -> tuple[str, ...]:
    """The site keys of a picture's files, each once."""
    return tuple(dict.fromkeys(_site_keys(picture))) if picture else ()


def _site_keys(picture: Picture) -> Iterator[str]:
    for variant in (*picture.variants, picture.fallback):
        yield variant.path.removeprefix("/")


def claiming(record: MediaRecord, files: tuple[str, ...]) -> MediaRecord:
    """Before files are written: whoever withdraws the image from here on deletes them too."""
    known = {*record.former, *files_of(record.picture)}
    return replace(record, former=(*record.former, *(key for key in files if key not in known)))


def published(
    record: MediaRecord, upload: Upload, picture: Picture, warnings: tuple[Problem, ...]
) -> MediaRecord:
    """The upload's picture takes the place of the one before."""
    live = files_of(picture)
    known = dict.fromkeys((*record.former, *files_of(record.picture)))
    return replace(
        _handled(record, upload),
        state="published",
        picture=picture,
        standing="",
        former=tuple(key for key in known if key not in live),
        errors=(),
        warnings=warnings,
        unsettled=record.unsettled or picture != record.picture,
    )


def refused(record: MediaRecord, upload: Upload, error: Problem) -> MediaRecord:
    """Stories that show nothing of it say why."""
    standing = record.shown if record.picture else ""
    handled = _handled(record, upload)
    new = replace(handled, state="refused", standing=standing, errors=(error,), warnings=())
    return replace(new, unsettled=record.unsettled or _said(new) != _said(record))


def withdrawn(record: MediaRecord) -> MediaRecord:
    """The file is gone. Of the picture only the names of its files remain, to be deleted."""
    if record.state == "withdrawn":
        return record
    former = dict.fromkeys((*record.former, *files_of(record.picture)))
    return MediaRecord(
        record.key,
        record.rev,
        former=tuple(former),
        unsettled=record.unsettled or _said(record) != _said(MediaRecord(record.key)),
    )


def _said(record: MediaRecord) -> object:
    """What stories have of an image: its picture, or else the reason why there is none."""
    return record.picture or record.errors[:1]


def _handled(record: MediaRecord, upload: Upload) -> MediaRecord:
    return replace(
        record, version=upload.version, etag=upload.etag, size=upload.size, modified=upload.modified
    )


def is_outworn(record: MediaRecord, now: datetime) -> bool:
    """Whether its former files have had their time."""
    if record.unsettled or not record.picture or not record.former or not record.modified:
        return False
    return record.modified + OUTWORN <= now


def surplus(record: MediaRecord) -> tuple[str, ...]:
    """The oldest former files, beyond those that a record keeps."""
    return record.former[: max(0, len(record.former) - FORMER_FILES)]
