"""Files that are read together."""

from __future__ import annotations

from broadsheet.formats import Unresolved, read, read_each

FILES = [
    ("articles/world/a.md", b"# A pier\n\nIt stands.\n"),
    ("articles/world/b.md", b"---\ntitle: never closed\n"),
    ("articles/world/c.exe", b"MZ"),
    ("articles/world/d.txt", b"\xff\xfeU\x00"),
    ("articles/world/e.json", b'{"title": "E", "date": "yesterday", "text": "x"}'),
    ("articles/world/2024-03-15-f.html", b"<h1>F</h1><p>It has no date but in its name.</p>"),
    ("articles/world/g.md", b"---\ntitle: G\ndate: 2024-03-15\nlayuot: post\n---\n"),
]


def test_files_that_are_read_together_are_read_as_each_of_them_alone() -> None:
    alone = [read(key, body, resolver=Unresolved(), timezone="Europe/Berlin") for key, body in FILES]

    assert read_each(FILES, resolver=Unresolved(), timezone="Europe/Berlin") == alone
    assert [bool(reading.article) for reading in alone] == [True, False, False, False, False, True, True]
    assert [reading.zoned for reading in alone if reading.article] == [False, True, True]
