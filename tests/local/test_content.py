"""Which files of a folder are uploads, under which keys, and when."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from broadsheet_cli.local.content import Changes, ContentFolder


class Bucket:
    """An uploads bucket in memory that counts nothing but what was asked of it."""

    uploads_bucket = "uploads"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def client(self, service: str) -> Any:
        assert service == "s3"
        return self

    def upload_keys(self) -> dict[str, str]:
        return {k: hashlib.md5(v, usedforsecurity=False).hexdigest() for k, v in self.objects.items()}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentType: str) -> dict[str, str]:  # noqa: N803
        assert Bucket == "uploads"
        assert "/" in ContentType
        self.objects[Key] = Body
        return {"ETag": '"v"'}

    def delete_object(self, *, Bucket: str, Key: str) -> None:  # noqa: N803
        assert Bucket == "uploads"
        del self.objects[Key]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def test_a_folder_with_articles_is_taken_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, "articles/world/a.md", "images/b.jpg", "site.toml", "notes.txt")
    assert set(ContentFolder(tmp_path).files()) == {"articles/world/a.md", "images/b.jpg", "site.toml"}


def test_a_folder_without_articles_holds_articles(tmp_path: Path) -> None:
    write(tmp_path, "world/a b+c.md", "images/b.jpg", "site.toml")
    assert set(ContentFolder(tmp_path).files()) == {"articles/world/a b+c.md", "images/b.jpg", "site.toml"}


@pytest.mark.parametrize("name", [".a.md.swp", "a.md~", "#a.md#", ".DS_Store", "a.tmp", "4913", ".git/HEAD"])
def test_what_an_editor_leaves_is_not_published(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"articles/{name}")
    assert ContentFolder(tmp_path).files() == {}


def test_a_name_from_a_mac_is_composed(tmp_path: Path) -> None:
    write(tmp_path, "articles/Ko\u0308ln.md")
    assert list(ContentFolder(tmp_path).files()) == ["articles/K\u00f6ln.md"]


def test_only_what_differs_is_uploaded(tmp_path: Path) -> None:
    bucket, content = Bucket(), ContentFolder(tmp_path)
    write(tmp_path, "articles/a.md", "articles/b.md")
    bucket.objects["articles/a.md"] = b"articles/a.md"
    assert content.publish(bucket).uploaded == {"articles/b.md": "v"}
    assert content.publish(bucket) == Changes()


def test_pictures_go_before_the_articles_that_show_them(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.md", "images/z.jpg")
    assert ContentFolder(tmp_path).publish(Bucket()).uploaded == {"images/z.jpg": "v", "articles/a.md": "v"}


def test_what_is_no_longer_there_is_withdrawn(tmp_path: Path) -> None:
    bucket, content = Bucket(), ContentFolder(tmp_path)
    write(tmp_path, "articles/a.md")
    content.publish(bucket)
    (tmp_path / "articles/a.md").unlink()
    assert content.publish(bucket).deleted == ["articles/a.md"]
    assert bucket.objects == {}


def test_what_went_while_nobody_followed_is_withdrawn_at_the_next_start(tmp_path: Path) -> None:
    bucket, memory = Bucket(), tmp_path / "memory.json"
    write(tmp_path / "content", "articles/a.md", "articles/b.md")
    ContentFolder(tmp_path / "content", memory=memory).publish(bucket)
    (tmp_path / "content/articles/a.md").unlink()
    assert ContentFolder(tmp_path / "content", memory=memory).publish(bucket).deleted == ["articles/a.md"]


def test_what_the_site_began_with_is_withdrawn_when_it_went_while_nobody_followed(tmp_path: Path) -> None:
    bucket, memory = Bucket(), tmp_path / "memory.json"
    write(tmp_path / "content", "articles/a.md", "articles/b.md")
    bucket.objects = {key: key.encode() for key in ("articles/a.md", "articles/b.md")}
    assert ContentFolder(tmp_path / "content", memory=memory).publish(bucket) == Changes()
    (tmp_path / "content/articles/a.md").unlink()
    assert ContentFolder(tmp_path / "content", memory=memory).publish(bucket).deleted == ["articles/a.md"]


def test_what_was_uploaded_right_before_a_kill_is_known_at_the_next_start(tmp_path: Path) -> None:
    bucket, memory = Bucket(), tmp_path / "memory.json"
    write(tmp_path / "content", "site.toml", "articles/a.md")
    content = ContentFolder(tmp_path / "content", memory=memory)
    with pytest.raises(KeyboardInterrupt):
        content.publish(bucket, before_articles=killed)
    (tmp_path / "content/site.toml").unlink()
    assert ContentFolder(tmp_path / "content", memory=memory).publish(bucket).deleted == ["site.toml"]


def killed() -> None:
    raise KeyboardInterrupt


def test_what_was_uploaded_in_another_way_is_left_alone(tmp_path: Path) -> None:
    bucket, content = Bucket(), ContentFolder(tmp_path)
    write(tmp_path, "articles/a.md", "site.toml")
    content.publish(bucket)
    bucket.objects |= {"articles/other.md": b"theirs", "site.toml": b"theirs"}
    assert content.publish(bucket) == Changes()
    assert bucket.objects["site.toml"] == b"theirs"


def test_a_changed_file_is_seen_although_its_size_is_the_same(tmp_path: Path) -> None:
    bucket, content = Bucket(), ContentFolder(tmp_path)
    write(tmp_path, "articles/a.md")
    content.publish(bucket)
    (tmp_path / "articles/a.md").write_text("ARTICLES/A.MD")
    assert content.publish(bucket).uploaded == {"articles/a.md": "v"}
