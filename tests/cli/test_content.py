"""Which key a file on a disk gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet_cli.content import uploads_of


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def keys(*paths: Path) -> set[str]:
    return set(uploads_of(paths))


def test_a_content_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    files(tmp_path, "articles/world/a.md", "articles/odd.docx", "images/b.jpg", "site.toml", "SOURCE.md")

    assert keys(tmp_path) == {"articles/world/a.md", "articles/odd.docx", "images/b.jpg", "site.toml"}


def test_a_section_of_a_content_folder_keeps_its_place(tmp_path: Path) -> None:
    files(tmp_path, "articles/world/a.md", "articles/world/b/c.html")

    assert keys(tmp_path / "articles" / "world") == {"articles/world/a.md", "articles/world/b/c.html"}


def test_any_other_folder_holds_articles_and_pictures(tmp_path: Path) -> None:
    files(tmp_path, "blog/a.md", "blog/pictures/b.png", "blog/data.csv")

    assert keys(tmp_path / "blog") == {"articles/a.md", "images/pictures/b.png"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("story.md", "articles/story.md"),
        ("articles/world/story.md", "articles/world/story.md"),
        ("photo.JPG", "images/photo.JPG"),
        ("content/images/x/photo.png", "images/x/photo.png"),
        ("images/notes/story.md", "articles/story.md"),
        ("site.toml", "site.toml"),
        ("letter.docx", "articles/letter.docx"),
    ],
)
def test_a_file_named_by_itself_gets_a_key_by_its_place_or_its_kind(
    tmp_path: Path, name: str, key: str
) -> None:
    files(tmp_path, name)

    assert keys(tmp_path / name) == {key}


def test_what_an_editor_leaves_beside_a_file_is_no_upload(tmp_path: Path) -> None:
    files(tmp_path, "articles/.a.md.swp", "articles/a.md~", "articles/.git/x.md", "articles/a.md")

    assert keys(tmp_path) == {"articles/a.md"}


def test_a_link_to_a_file_has_the_key_of_where_it_leads(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "articles" / "world" / "ferry.md"
    kept.parent.mkdir(parents=True)
    kept.write_text("Words.")
    folder = tmp_path / "desk"
    (folder / "town").mkdir(parents=True)
    (folder / "town" / "today.md").symlink_to(kept)
    (folder / "town" / "plain.md").write_text("Words.")

    assert uploads_of([folder]) == {
        "articles/world/ferry.md": folder / "town" / "today.md",
        "articles/town/plain.md": folder / "town" / "plain.md",
    }


def test_a_content_folder_may_be_made_of_links_to_folders(tmp_path: Path) -> None:
    files(tmp_path / "kept", "texts/world/ferry.md", "pictures/ferry.jpg")
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "articles").symlink_to(tmp_path / "kept" / "texts")
    (folder / "images").symlink_to(tmp_path / "kept" / "pictures")
    (tmp_path / "kept" / "texts" / "again").symlink_to(folder)  # and would never end

    assert keys(folder) == {"articles/world/ferry.md", "images/ferry.jpg"}


def test_a_link_that_leads_nowhere_or_to_itself_is_no_file(tmp_path: Path) -> None:
    files(tmp_path, "articles/world/ferry.md")
    (tmp_path / "articles" / "gone.md").symlink_to(tmp_path / "nothing.md")
    (tmp_path / "articles" / "loop.md").symlink_to(tmp_path / "articles" / "loop.md")

    assert keys(tmp_path) == {"articles/world/ferry.md"}
