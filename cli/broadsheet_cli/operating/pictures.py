"""The pictures of a story: which are its alone, and which are shown by others too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from broadsheet.domain import rows
from broadsheet.domain.addresses import article_id
from broadsheet.domain.media import USED, files_of, media_from, media_key
from broadsheet.domain.record import ArticleRecord
from broadsheet.ports import Span
from broadsheet_cli.target import Target


@dataclass(frozen=True)
class Pictures:
    """`sole` are upload keys with the paths of all their files, old ones too; `shared` are upload keys
    with the files of the other stories that show them."""

    sole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for paths in self.sole.values() for path in paths))


def pictures_of(target: Target, images: Iterable[str], key: str) -> Pictures:
    """The pictures that the story in file `key` shows, as far as they have been uploaded."""
    sole, shared = {}, {}
    for image in images:
        row = target.catalogue.get(*media_key(image))
        if row is None:
            continue
        record = media_from(row)
        if others := _others_with(target, image, key):
            shared[image] = others
        else:
            sole[image] = tuple(f"/{file}" for file in (*files_of(record.picture), *record.former))
    return Pictures(sole, shared)


def _others_with(target: Target, image: str, key: str) -> tuple[str, ...]:
    used = target.catalogue.query(media_key(image)[0], Span(prefix=USED))
    uploads = {row["upload"] for row in used} - {key}
    found = target.catalogue.get_many([rows.article_key(article_id(upload)) for upload in sorted(uploads)])
    return tuple(sorted(other.key for other in map(rows.article_from, found) if _shows(other, image)))


def _shows(record: ArticleRecord, image: str) -> bool:
    """A file that is not public may yet show what it names: what is not certain is kept."""
    return image in record.live.images if record.live else record.handled is not None
