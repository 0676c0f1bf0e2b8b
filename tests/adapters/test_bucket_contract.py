"""One suite for every implementation of the bucket ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

from broadsheet.adapters.aws.buckets import S3Site, S3Uploads
from broadsheet.adapters.memory.buckets import MemorySite, MemoryUploads
from broadsheet.errors import Conflict
from broadsheet.ports import Page, SiteStore, Uploads

ODD_KEYS = ["articles/a b.md", "articles/a+b%20.md", "articles/é/日本.md", "articles/" + "x" * 900 + ".md"]
Editor = tuple[Uploads, Callable[[str, bytes], object], Callable[[str], object]]


def _bucket(name: str) -> None:
    client = boto3.client("s3")
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


@pytest.fixture(params=["memory", "s3"])
def editor(request: pytest.FixtureRequest) -> Iterator[Editor]:
    """The port, and what an editor can do behind its back."""
    if request.param == "memory":
        memory = MemoryUploads()
        yield memory, memory.put, memory.remove
        return
    request.getfixturevalue("moto_aws")
    _bucket("uploads")
    client = boto3.client("s3")
    yield (
        S3Uploads(client, "uploads"),
        lambda key, body: client.put_object(Bucket="uploads", Key=key, Body=body),
        lambda key: client.delete_object(Bucket="uploads", Key=key),
    )


@pytest.fixture(params=["memory", "s3"])
def site(request: pytest.FixtureRequest) -> SiteStore:
    if request.param == "memory":
        return MemorySite()
    request.getfixturevalue("moto_aws")
    _bucket("site")
    return S3Site(boto3.client("s3"), "site")


@pytest.mark.parametrize("key", ODD_KEYS, ids=["space", "plus", "accents", "long"])
def test_an_upload_is_read_as_it_was_written(editor: Editor, key: str) -> None:
    uploads, put, _ = editor

    put(key, b"body")
    upload = uploads.read(key)

    assert upload is not None
    assert (upload.key, upload.body, upload.size) == (key, b"body", 4)
    assert upload.modified.tzinfo is not None


def test_the_head_of_an_upload_has_everything_but_the_body(editor: Editor) -> None:
    uploads, put, _ = editor

    put("articles/a.md", b"body")
    head, full = uploads.head("articles/a.md"), uploads.read("articles/a.md")

    assert head is not None
    assert full is not None
    assert head.body is None
    assert (head.version, head.etag, head.size) == (full.version, full.etag, full.size)


def test_an_upload_that_is_too_large_is_told_without_its_body(editor: Editor) -> None:
    uploads, put, _ = editor
    put("articles/a.md", b"body")

    large, small = uploads.read("articles/a.md", most=3), uploads.read("articles/a.md", most=4)

    assert large is not None
    assert small is not None
    assert (large.body, large.size, large.version) == (None, 4, small.version)
    assert small.body == b"body"


def test_an_older_version_stays_readable(editor: Editor) -> None:
    uploads, put, _ = editor
    put("articles/a.md", b"old")
    old = uploads.head("articles/a.md")
    assert old is not None

    put("articles/a.md", b"new")
    again = uploads.read("articles/a.md", old.version)

    assert again is not None
    assert again.body == b"old"


def test_a_deleted_upload_is_gone(editor: Editor) -> None:
    uploads, put, remove = editor
    put("articles/a.md", b"body")

    remove("articles/a.md")

    assert uploads.head("articles/a.md") is None
    assert uploads.read("articles/a.md") is None


def test_a_spell_begins_with_the_first_version_since_the_last_deletion(editor: Editor) -> None:
    uploads, put, remove = editor
    key, etags = "articles/a.md", []
    for body in (b"before", b"one", b"two"):
        put(key, body)
        head = uploads.head(key)
        assert head
        etags.append(head.etag)
        if body == b"before":
            remove(key)

    spell = uploads.spell(key)

    assert spell is not None
    assert spell.etags == set(etags[1:])
    assert spell.after is not None
    assert spell.after <= spell.begun


@pytest.mark.parametrize("deleted", [False, True])
def test_a_spell_begins_at_the_very_time_that_its_first_version_tells(editor: Editor, deleted: bool) -> None:
    uploads, put, remove = editor
    if deleted:
        put("articles/a.md", b"before")
        remove("articles/a.md")
    put("articles/a.md", b"one")
    first = uploads.read("articles/a.md")
    put("articles/a.md", b"two")

    spell = uploads.spell("articles/a.md")

    assert first
    assert spell
    assert first.modified == spell.begun


@pytest.mark.usefixtures("moto_aws")
def test_the_times_of_a_spell_are_whole_seconds_even_where_a_listing_tells_more() -> None:
    client = boto3.client("s3")
    told = {"Key": "articles/a.md", "VersionId": "v", "ETag": '"e"', "IsLatest": True}
    version = told | {"LastModified": datetime(2026, 11, 26, 12, 0, 43, 595_000, UTC)}
    marker = told | {"LastModified": datetime(2026, 11, 26, 12, 0, 41, 250_000, UTC), "IsLatest": False}
    del marker["ETag"]
    with Stubber(client) as stub:
        listing = {"IsTruncated": False, "Versions": [version], "DeleteMarkers": [marker]}
        stub.add_response("list_object_versions", listing)
        stub.add_response("list_object_versions", {"IsTruncated": False})
        spell = S3Uploads(client, "uploads").spell("articles/a.md")

    assert spell
    assert spell.begun == datetime(2026, 11, 26, 12, 0, 43, tzinfo=UTC)
    assert spell.after == datetime(2026, 11, 26, 12, 0, 41, tzinfo=UTC)


def test_a_spell_after_no_deletion_says_so(editor: Editor) -> None:
    uploads, put, _ = editor
    put("articles/a.md", b"one")
    put("articles/a.md", b"two")
    put("articles/a.md.txt", b"of another key")
    put("articles/a", b"of another key")

    spell = uploads.spell("articles/a.md")

    assert spell is not None
    assert (len(spell.etags), spell.after) == (2, None)


def test_the_versions_of_another_key_are_no_part_of_a_spell(editor: Editor) -> None:
    uploads, put, remove = editor
    put("articles/a.md", b"one")
    put("articles/a.md.txt", b"of another key")
    remove("articles/a.md.txt")

    assert uploads.spell("articles/a.md.txt") is None
    spell = uploads.spell("articles/a.md")
    assert spell is not None
    assert (len(spell.etags), spell.after) == (1, None)


def test_there_is_no_spell_where_there_is_no_file(editor: Editor) -> None:
    uploads, put, remove = editor
    put("articles/a.md", b"one")
    remove("articles/a.md")

    assert uploads.spell("articles/a.md") is None
    assert uploads.spell("articles/b.md") is None


def test_a_spell_of_many_versions_begins_with_the_oldest(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.adapters.aws.buckets.LISTED", 2)
    uploads, put, remove = editor
    for body in (b"before", b"one", b"two", b"three", b"four"):
        put("articles/a.md", body)
        if body == b"before":
            remove("articles/a.md")

    spell = uploads.spell("articles/a.md")

    assert spell is not None
    assert len(spell.etags) == 4


def test_a_receipt_is_swapped_only_for_the_one_that_was_read(editor: Editor) -> None:
    uploads, _, _ = editor
    uploads.write_receipt("receipts/a.json", b"1", etag=None)
    there = uploads.read_receipt("receipts/a.json")
    assert there is not None

    with pytest.raises(Conflict):
        uploads.write_receipt("receipts/a.json", b"2", etag=None)
    uploads.write_receipt("receipts/a.json", b"2", etag=there[1])
    with pytest.raises(Conflict):
        uploads.write_receipt("receipts/a.json", b"3", etag=there[1])

    now = uploads.read_receipt("receipts/a.json")
    assert now is not None
    assert now[0] == b"2"


def test_uploads_are_listed_in_the_order_of_their_keys_from_where_one_left_off(editor: Editor) -> None:
    uploads, put, _ = editor
    for key in [*ODD_KEYS, "articles/Z.md", "images/a.png", "site.toml"]:
        put(key, b"body")

    listed = uploads.keys("articles/", limit=10)
    keys = [entry.key for entry in listed]

    assert keys == sorted(["articles/Z.md", *ODD_KEYS], key=str.encode)
    assert [entry.key for entry in uploads.keys("articles/", after=keys[1], limit=2)] == keys[2:4]
    assert uploads.keys("articles/", after=keys[-1], limit=10) == []
    assert [entry.key for entry in uploads.keys("site.toml", limit=1)] == ["site.toml"]


def test_a_listing_says_of_an_upload_what_its_head_says(editor: Editor) -> None:
    uploads, put, _ = editor
    put("articles/a.md", b"old")
    put("articles/a.md", b"body")
    head = uploads.head("articles/a.md")
    assert head is not None

    (entry,) = uploads.keys("articles/", limit=10)

    assert (entry.etag, entry.size) == (head.etag, head.size)
    assert entry.modified == head.modified


def test_a_deleted_upload_is_not_listed(editor: Editor) -> None:
    uploads, put, remove = editor
    put("articles/a.md", b"body")
    remove("articles/a.md")

    assert uploads.keys("articles/", limit=10) == []


def test_receipts_are_listed_by_their_own_keys(editor: Editor) -> None:
    uploads, _, _ = editor
    uploads.write_receipt("receipts/articles/a.md.json", b"1", etag=None)

    assert [entry.key for entry in uploads.keys("receipts/", limit=10)] == ["receipts/articles/a.md.json"]


def page(text: bytes, rev: int = 1, location: str = "") -> Page:
    return Page(text, "text/html; charset=utf-8", "max-age=0", rev, "digest", location)


def test_a_page_is_found_with_its_number_and_digest(site: SiteStore) -> None:
    site.write("a/index.html", page(b"x", rev=7), etag=None)

    found = site.find("a/index.html")

    assert found is not None
    assert (found.rev, found.digest) == (7, "digest")
    assert site.find("b/index.html") is None


def test_a_page_that_is_there_is_not_written_as_new(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)

    with pytest.raises(Conflict):
        site.write("a", page(b"y"), etag=None)


def test_a_page_is_swapped_only_for_the_one_that_was_read(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)
    seen = site.find("a")
    assert seen is not None

    site.write("a", page(b"y"), etag=seen.etag)
    with pytest.raises(Conflict):
        site.write("a", page(b"z"), etag=seen.etag)


def test_a_swap_of_a_page_that_has_gone_is_a_conflict(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)
    seen = site.find("a")
    assert seen is not None
    site.delete("a", etag=seen.etag)

    with pytest.raises(Conflict):
        site.write("a", page(b"y"), etag=seen.etag)


def test_a_page_is_deleted_only_as_it_was_read(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)
    seen = site.find("a")
    assert seen is not None
    site.write("a", page(b"y"), etag=seen.etag)

    with pytest.raises(Conflict):
        site.delete("a", etag=seen.etag)

    assert site.find("a") is not None


def test_deleting_a_page_that_has_gone_is_no_error(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)
    seen = site.find("a")
    assert seen is not None

    site.delete("a", etag=seen.etag)
    site.delete("a", etag=seen.etag)

    assert site.find("a") is None


def test_pages_are_listed_in_the_order_of_their_keys_from_where_one_left_off(site: SiteStore) -> None:
    keys = ["404.html", "a b/index.html", "index.html", "tags/é/index.html", "world/a/index.html"]
    for key in reversed(keys):
        site.write(key, page(b"x"), etag=None)

    assert site.keys(limit=10) == keys
    assert site.keys(after=keys[1], limit=2) == keys[2:4]
    assert site.keys(after="media/~~~", limit=10) == keys[3:]


def test_a_tombstone_is_found_as_one_and_is_swapped_like_a_page(site: SiteStore) -> None:
    etag = site.write("a", page(b"x"), etag=None)
    etag = site.write("a", page(b"y")._replace(digest=""), etag=etag)

    found = site.find("a")

    assert found is not None
    assert (found.etag, found.is_tombstone) == (etag, True)
    with pytest.raises(Conflict):
        site.write("a", page(b"z"), etag=None)
    site.write("a", page(b"z"), etag=etag)
    assert not (site.find("a") or found).is_tombstone


def test_a_page_that_was_deleted_is_not_listed(site: SiteStore) -> None:
    site.write("a", page(b"x"), etag=None)
    seen = site.find("a")
    assert seen is not None
    site.delete("a", etag=seen.etag)

    assert site.keys(limit=10) == []


def test_a_long_listing_is_read_to_its_end(site: SiteStore) -> None:
    keys = [f"{number:04d}" for number in range(1005)]
    for key in keys:
        site.write(key, page(b"x"), etag=None)

    assert site.keys(limit=2000) == keys
    assert site.keys(limit=1002) == keys[:1002]
