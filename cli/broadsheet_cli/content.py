"""Files on a disk -> upload keys: the same rule for publish, build, check and the watched folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from broadsheet_cli.scan import paths_in, scan

SITE_FILE = "site.toml"
ARTICLE = re.compile(r"\.(md|markdown|mdown|html?|txt|text|json)$", re.IGNORECASE)
IMAGE = re.compile(r"\.(jpe?g|png|webp|gif|svg)$", re.IGNORECASE)
# What editors and operating systems leave beside a file while it is being written.
LEFTOVER = re.compile(
    r"^\.|~$|^#.*#$|\.(sw[a-z]|tmp|part|crdownload|bak)$|^4913$|^(Thumbs\.db|desktop\.ini)$|___jb_\w+___$",
    re.IGNORECASE,
)


def uploads_of(paths: Iterable[Path]) -> dict[str, Path]:
    """The upload key of every file that the paths name: files, or folders with all that is in them."""
    found: dict[str, Path] = {}
    for path in paths:
        found |= folder_uploads(path) if path.is_dir() else {key_of_file(path): path}
    return found


def folder_uploads(folder: Path) -> dict[str, Path]:
    """A folder with `articles/` in it is laid out like the bucket; any other is a folder of articles."""
    return {key: folder / path for key, path in keys_below(folder, paths_in(scan(folder)))}


def is_laid_out(folder: Path) -> bool:
    """Whether it is laid out like the bucket."""
    return (folder / "articles").is_dir()


def keys_below(folder: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The key of each file in a content folder, with its path there; nothing of those that are no uploads."""
    laid_out, real = is_laid_out(folder), folder.resolve()
    for path in sorted(paths):
        if key := _key_below(real, path, laid_out=laid_out):
            # Some file systems keep accents apart from their letters; a bucket is not to have both forms.
            yield key if key.isascii() else unicodedata.normalize("NFC", key), path


def _key_below(folder: Path, path: str, *, laid_out: bool) -> str | None:
    if any(LEFTOVER.search(part) for part in path.split("/")):
        return None
    if path == SITE_FILE:
        return SITE_FILE
    if laid_out:
        return path if path.startswith(("articles/", "images/")) else None
    return _key_by_place(_real_parts(folder, path)) or _key_by_kind(PurePath(path))


def _real_parts(folder: Path, path: str) -> Sequence[str]:
    """Of a file below a real folder. Only its last part may be a link that changes them: a folder `images` is
    called that wherever it leads."""
    if (folder / path).is_symlink():
        return (folder / path).resolve().parts
    return (*folder.parts, *path.split("/"))


def key_of_file(file: Path) -> str:
    """The key of a file named by itself: from its `articles` or `images` folder on, or by its kind."""
    if file.name == SITE_FILE:
        return SITE_FILE
    place = _key_by_place(file.resolve().parts)
    return place or _key_by_kind(PurePath(file.name)) or f"articles/{file.name}"


def _key_by_place(parts: Sequence[str]) -> str | None:
    """The key of a file that lies in a folder named for its kind: `articles`, or `images` for a picture."""
    home = "images" if IMAGE.search(parts[-1]) else "articles"
    starts = [i for i, part in enumerate(parts[:-1]) if part == home]
    return "/".join(parts[starts[-1] :]) if starts else None


def _key_by_kind(relative: PurePath) -> str | None:
    if IMAGE.search(relative.name):
        return f"images/{relative.as_posix().removeprefix('images/')}"
    return f"articles/{relative.as_posix()}" if ARTICLE.search(relative.name) else None
