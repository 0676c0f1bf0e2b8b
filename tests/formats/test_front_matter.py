"""Fields in every dialect, and what is said where they are broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.domain.article import Article
from broadsheet.formats import Reading

Read = Callable[..., Reading]
Accept = Callable[..., Article]

SAME = {
    "yaml": "---\ntitle: A bridge\ndate: 2024-03-15\ntags: [roads, rivers]\n---\nText.",
    "yaml, closed by dots": "---\ntitle: A bridge\ndate: 2024-03-15\ntags:\n- roads\n- rivers\n...\nText.",
    "toml": '+++\ntitle = "A bridge"\ndate = 2024-03-15\ntags = ["roads", "rivers"]\n+++\nText.',
    "json": '{"title": "A bridge", "date": "2024-03-15", "tags": ["roads", "rivers"]}\n\nText.',
    "json, fenced": ';;;\n"title": "A bridge", "date": "2024-03-15", "tags": "roads, rivers"\n;;;\nText.',
    "header lines": "Title: A bridge\nDate: 2024-03-15\nTags: roads,\n  rivers\n\nText.",
    "blank lines before": "\n\n---\ntitle: A bridge\ndate: 2024-03-15\ntags: [roads, rivers]\n---\n\nText.",
    "zola": '+++\ntitle = "A bridge"\ndate = 2024-03-15T00:00:00Z\n[taxonomies]\n'
    'tags = ["roads", "rivers"]\n+++\nText.',
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_dialects_say_the_same(article: Accept, text: str) -> None:
    found = article(text)

    assert found.title == "A bridge"
    assert found.date is not None
    assert found.date.isoformat() == "2024-03-15T00:00:00+00:00"
    assert found.tags == ("roads", "rivers")
    assert found.body == "<p>Text.</p>"


def test_a_file_needs_no_front_matter(article: Accept) -> None:
    assert article("# A bridge\n\nText.").title == "A bridge"


def test_zola_keeps_fields_in_extra(article: Accept) -> None:
    text = '+++\ntitle = "A"\n[extra]\nauthor = "Ann"\n[extra.image]\nsrc = "a.jpg"\nalt = "x"\n+++\n'

    assert article(text).authors == ("Ann",)


@pytest.mark.parametrize(
    "title", ["2024-01-01", "no", "012", "1_000", "3.0", "190:20:30", "0x1F", "true", "1e3", "=", "12:30"]
)
def test_a_title_stays_the_text_it_is(article: Accept, title: str) -> None:
    assert article(f"---\ntitle: {title}\n---\n").title == title


def test_tags_stay_the_texts_they_are(field: Accept) -> None:
    assert field("tags: [no, 012, 2024-01-01, null, 1.10]").tags == (
        "no",
        "012",
        "2024-01-01",
        "null",
        "1.10",
    )


def test_tabs_around_values_do_no_harm(field: Accept) -> None:
    assert field("section:\tWorld\t\ntags:\t[a, b]").section == "World"


BROKEN = {
    "colon": ("title: Bridge: it opens", 2, "title", 'must stand in quotes: title: "Bridge: it opens"'),
    "quote": ('title: "Bridge\nsection: x', 2, "title", "never closed"),
    "bracket": ("title: x\ntags: [a, b\ndate: 2024-01-01", 3, "tags", "[ and not closed"),
    "at": ("title: x\nauthor: @ann", 3, "author", 'author: "@ann"'),
    "indentation": ("title: x\n  date: 2024-01-01", 3, "date", "indentation"),
    "twice": ("title: x\nDate: 2024-01-01\ntitle: y", 4, "", "“title” is given twice"),
    "anchor": ("title: &t x\nsection: *t", 2, "", "anchors (&)"),
    "merge": ("title: x\n<<: {a: b}", 3, "", "merge keys"),
    "python": ("title: !!python/object/apply:os.system [ls]", 2, "", "!!python/object/apply:os.system"),
    "binary": ("title: !!binary aGk=", 2, "", "!!binary"),
    "no mapping": ("just words", 2, "", "title: A headline"),
    "list as key": ("? [a, b]\n: c", 2, "", "must be a word"),
}


@pytest.mark.parametrize(("block", "line", "name", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_yaml_is_explained_on_its_line(
    reading: Read, block: str, line: int, name: str, message: str
) -> None:
    result = reading(f"---\n{block}\n---\nText.")

    (error,) = result.errors
    assert result.article is None
    assert (error.line, error.field) == (line, name)
    assert message in error.message


BROKEN_TOML = {
    "unquoted": ("title = Bridge", 2, 'text must stand in quotes: title = "Bridge"'),
    "yaml": ("title: Bridge", 2, "looks like title ="),
    "date": ('title = "x"\ndate = 2024-02-30', 3, "February 2024 has 29 days"),
    "twice": ('title = "x"\ntitle = "y"', 3, "not valid TOML"),
    "open list": ('title = "x"\ntags = ["a"', 3, "not valid TOML"),
    "deep key": ("a." * 40 + "b = 1", 2, "more than 20 levels"),
    "long number": ("a = " + "9" * 5000, 2, "not valid TOML"),
}


@pytest.mark.parametrize(("block", "line", "message"), BROKEN_TOML.values(), ids=BROKEN_TOML)
def test_broken_toml_is_explained_on_its_line(reading: Read, block: str, line: int, message: str) -> None:
    (error,) = reading(f"+++\n{block}\n+++\nText.").errors

    assert error.line == line
    assert message in error.message


BROKEN_JSON = {
    "twice": ('{"title": "x",\n"title": "y"}', 2, "given twice"),
    "nan": ('{"title": "x",\n"weight": NaN}', 2, "NaN is not a value"),
    "half a character": ('{"title": "x",\n"summary": "\\ud800"}', 2, "half a character"),
    "comma": ('{"title": "x",\n}', 2, "not valid JSON"),
    "open": ('{"title": "x",\n"a": "b"', 1, "never closed"),
}


@pytest.mark.parametrize(("block", "line", "message"), BROKEN_JSON.values(), ids=BROKEN_JSON)
def test_broken_json_is_explained_on_its_line(reading: Read, block: str, line: int, message: str) -> None:
    (error,) = reading(f"{block}\n\nText.").errors

    assert error.line == line
    assert message in error.message


@pytest.mark.parametrize("mark", ["---", "+++", ";;;"])
def test_front_matter_that_is_never_closed_names_its_first_line(reading: Read, mark: str) -> None:
    (error,) = reading(f"\n{mark}\ntitle: A bridge\n\nText.").errors

    assert error.line == 2
    assert f"put {mark} on a line of its own" in error.message


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_front_matter_of_more_than_16_kb_is_refused(reading: Read, mark: str) -> None:
    (error,) = reading(f"{mark}\n" + "a: b\n" * 4000 + f"{mark}\n").errors

    assert error.line == 2
    assert "16 KB" in error.message


@pytest.mark.parametrize(
    "block",
    ["a: " + "[" * 1000, "- " * 1000, "".join(" " * depth + "a:\n" for depth in range(100)), "? " * 1000],
    ids=["brackets", "lists", "tables", "keys"],
)
def test_front_matter_of_more_than_20_levels_is_refused(reading: Read, block: str) -> None:
    (error,) = reading(f"---\n{block}\n---\n").errors

    assert "20 levels" in error.message


def test_a_name_in_two_spellings_is_given_twice(reading: Read) -> None:
    (error,) = reading("---\ntitle: x\nTitle: y\n---\n").errors

    assert (error.field, error.line) == ("Title", 3)


def test_a_paragraph_with_a_colon_is_no_header_line(article: Accept) -> None:
    assert article("# A\n\nNote: this is text.").body == "<p>Note: this is text.</p>"
    assert article("# A\n\nTitle: still text.").body == "<p>Title: still text.</p>"
