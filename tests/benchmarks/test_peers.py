"""The comparison with other generators: its archive, files, contestants and table. None is run here."""

from __future__ import annotations

import itertools
import json
import re
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from broadsheet.domain.site import Section
from broadsheet.formats import read
from broadsheet.formats.site_toml import read_site
from peering.archive import AUTHORS, EVERY, SECTIONS, TAGS, TAGS_OF_A_STORY, WORDS, Archive, Story
from peering.contestants import LEFT_OUT, LINES, contestants, installed, missing
from peering.files import (
    ADDRESS,
    TAGLINE,
    THEMES,
    TITLE,
    files_of,
    front_matter,
    pelican_header,
    remove_story,
    write_archive,
    write_story,
)
from peering.measuring import CommandFailed, Cost, measured, median
from peering.table import left_out, machine, table
from peering.trials import Trial, Written, lists_naming, written_in

PROJECT = Path(__file__).parent.parent.parent
HUNDRED = 100
MARKUP = re.compile(r"^(## |- )|\]\([^)]*\)|[*\[]", re.MULTILINE)


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(1)


@pytest.fixture(scope="module")
def stories(archive: Archive) -> list[Story]:
    return list(archive.stories(HUNDRED))


def words_of(story: Story) -> list[str]:
    return MARKUP.sub("", story.body).replace(".", "").lower().split()


# The archive


def test_a_seed_gives_the_same_stories_and_another_gives_others(stories: list[Story]) -> None:
    assert list(Archive(1).stories(HUNDRED)) == stories
    assert Archive(2).story(0).body != stories[0].body


def test_a_story_is_the_same_in_an_archive_of_any_size(archive: Archive, stories: list[Story]) -> None:
    assert [archive.story(7), *archive.stories(3)] == [stories[7], *stories[:3]]


def test_every_story_has_its_words_tags_author_and_place_in_time(
    archive: Archive, stories: list[Story]
) -> None:
    assert {len(words_of(story)) for story in stories} == {WORDS}
    assert {len(set(story.tags)) for story in stories} == {TAGS_OF_A_STORY}
    assert all(set(story.tags) <= set(archive.tags) and story.author in archive.authors for story in stories)
    assert {later.published - story.published for story, later in itertools.pairwise(stories)} == {EVERY}
    assert timedelta(minutes=37) == EVERY


def test_there_are_as_many_tags_authors_and_sections_as_promised(
    archive: Archive, stories: list[Story]
) -> None:
    assert (len(set(archive.tags)), len(set(archive.authors)), len(set(SECTIONS))) == (TAGS, AUTHORS, 6)
    assert {story.section for story in stories} == set(SECTIONS)
    assert len({story.path for story in stories}) == HUNDRED


def test_few_words_are_frequent_and_many_are_rare(stories: list[Story]) -> None:
    counted = [count for _, count in Counter(w for s in stories for w in words_of(s)).most_common()]

    assert len(counted) > 3000
    assert counted[0] > 4 * counted[20] > 4 * 3 * counted[400]
    assert sum(counted[:60]) > 0.35 * sum(counted)


def test_stories_have_paragraphs_headings_lists_emphasis_and_links(stories: list[Story]) -> None:
    text = "\n".join(story.body for story in stories)

    for mark in (r"^## ", r"^- ", r"\*\w+\*", r"\*\*\w+\*\*", r"\[\w+\]\(/"):
        assert re.search(mark, text, re.MULTILINE), mark


def test_links_lead_to_sections_and_to_stories_that_came_before(stories: list[Story]) -> None:
    known = {f"/{section}/" for section in SECTIONS}
    for story in stories:
        assert set(re.findall(r"\]\(([^)]*)\)", story.body)) <= known
        known.add(story.path)


# The files


class AsTheyStand:
    """Links within the site; there are no pictures."""

    def link(self, href: str) -> str:
        return href

    def picture(self, src: str) -> None:
        return None


def test_broadsheet_reads_the_files_without_a_word_of_warning(stories: list[Story]) -> None:
    for story in stories:
        key = f"articles/{story.section}/{story.slug}.md"
        reading = read(key, (front_matter(story) + "\n" + story.body).encode(), resolver=AsTheyStand())

        assert reading.article
        assert (reading.article.title, reading.article.standfirst) == (story.title, story.standfirst)
        assert (reading.errors, reading.warnings) == ((), ())


def test_all_read_the_same_text_and_fields(tmp_path: Path, stories: list[Story]) -> None:
    story = stories[3]
    write_archive(tmp_path, stories[:3])
    write_story(tmp_path, story)
    ours, pelicans = (file.read_text("utf-8") for file in files_of(tmp_path, story))
    fields = yaml.safe_load(ours.split("---\n")[1])

    assert ours.split("---\n\n", 1)[1] == story.body == pelicans.split("\n\n", 1)[1]
    assert (fields["title"], fields["description"]) == (story.title, story.standfirst)
    assert (tuple(fields["tags"]), fields["authors"]) == (story.tags, [story.author])
    assert f"Title: {story.title}\n" in pelican_header(story)
    assert f"Tags: {', '.join(story.tags)}\n" in pelican_header(story)


def test_a_story_goes_as_it_came(tmp_path: Path, stories: list[Story]) -> None:
    write_archive(tmp_path, stories[:3])
    before = sorted(tmp_path.rglob("*"))
    write_story(tmp_path, stories[3])
    remove_story(tmp_path, stories[3])

    assert sorted(tmp_path.rglob("*")) == before


def test_every_theme_is_of_the_same_paper(tmp_path: Path) -> None:
    write_archive(tmp_path, [])
    site = read_site((tmp_path / "site" / "site.toml").read_bytes()).site
    hugo = tomllib.loads((THEMES / "hugo" / "hugo.toml").read_text("utf-8"))
    listed = json.dumps(SECTIONS)
    others = [THEMES / "pelican" / "pelicanconf.py", THEMES / "eleventy" / "eleventy.config.mjs"]

    assert site
    assert (site.name, site.tagline, site.base_url) == (TITLE, TAGLINE, ADDRESS)
    assert site.sections == tuple(Section(slug, slug.capitalize()) for slug in SECTIONS)
    assert (hugo["title"], hugo["baseURL"], hugo["params"]["tagline"]) == (TITLE, f"{ADDRESS}/", TAGLINE)
    assert hugo["params"]["sections"] == [*SECTIONS]
    for file in others:
        text = file.read_text("utf-8")
        assert [word for word in (TITLE, TAGLINE, ADDRESS, listed[1:-1]) if word not in text] == []


# Who takes part

ALL = {name: (name,) for name in LINES}


def test_every_command_says_where_it_writes_and_nobody_shares_a_place() -> None:
    lines = contestants(ALL)
    commands = {line.name: " ".join(line.command(Path("/work"))) for line in lines}

    assert [line.name for line in lines if str(line.out) not in commands[line.name]] == []
    assert len({line.out for line in lines}) == len(lines)
    assert "/work/kept/broadsheet-state" in commands["broadsheet --state"]
    assert "/work/kept/pelican-cached" in commands["pelican, cached"]
    assert not [command for command in commands.values() if "{" in command]


def test_a_machine_without_peers_has_broadsheet(tmp_path: Path) -> None:
    assert [*installed(tmp_path)] == ["broadsheet"]
    assert missing([*LINES], contestants(installed(tmp_path))) == ["hugo", "pelican", "eleventy"]


def test_the_peers_are_locked_by_hashes_and_name_no_registry() -> None:
    tools = PROJECT / "tools"
    packages = json.loads((tools / "peers-package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((tools / "peers-package.json").read_text("utf-8"))["dependencies"]
    locked = (tools / "peers.lock").read_text("utf-8")

    assert packages[""]["dependencies"] == wanted
    assert [name for name, one in packages.items() if name and "integrity" not in one] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [
        one for one in re.split(r"\n(?=\w)", locked) if not re.match(r"[\w-]+==.*\\\n +--hash=", one)
    ] == []
    assert "://" not in locked


# Measuring and printing


def test_a_command_is_measured_by_its_largest_process(tmp_path: Path) -> None:
    child = "import sys; sys.stdout.write('x' * 64_000_000)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], stdout=-3)"
    cost = measured([sys.executable, "-c", parent], tmp_path, tmp_path / "log")

    assert cost.memory > 64_000_000
    assert cost.cpu > 0


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such theme"):
        measured([sys.executable, "-c", "raise SystemExit('no such theme')"], tmp_path, tmp_path / "log")


def test_the_median_is_of_each_value_by_itself() -> None:
    assert median([Cost(1, 9, 5), Cost(2, 8, 6), Cost(30, 7, 400)]) == Cost(2, 8, 6)


def test_pages_files_and_bytes_are_counted(tmp_path: Path) -> None:
    (tmp_path / "tags").mkdir()
    (tmp_path / "index.html").write_bytes(b"12345")
    (tmp_path / "tags" / "rss.xml").write_bytes(b"123")

    assert written_in(tmp_path) == Written(pages=1, files=2, size=8)


def test_a_new_story_is_looked_for_in_every_list_that_it_joins(stories: list[Story]) -> None:
    story = replace(stories[0], section="sport", author="Ana Luz", tags=("ice", "fog"))

    assert lists_naming(story) == [
        *("index.html", "sport/index.html", "authors/ana-luz/index.html", "archive/2015-01/index.html"),
        *("tags/ice/index.html", "tags/fog/index.html", "rss.xml", "sport/rss.xml"),
    ]


def test_the_table_has_a_line_for_each_with_medians_and_what_is_left_out() -> None:
    runs = [
        Trial(Cost(cpu, 20.5, 64_000_000), Written(1260, 1300, 21_500_000), Cost(0.25, 0.5, 32_000_000), 23)
        for cpu in (9.0, 10.125, 30.0)
    ]
    lines = [*table(1000, 3_100_000, {"broadsheet": runs, "hugo": []})]
    numbers = ["10.12", "20.50", "64", "1,260", "1,300", "21.5", "0.25", "0.50", "32", "23"]

    assert lines[0] == "1,000 articles, 3.1 MB of Markdown; medians of 3 runs"
    assert lines[-2].split() == ["broadsheet", *numbers]
    assert len(lines[-2]) == len(lines[-3]), "a column is out of its place"
    assert lines[-1].split(maxsplit=1) == ["hugo", "did not finish"]


def test_whatever_is_left_out_is_said() -> None:
    said = "\n".join(left_out([*LINES], ["broadsheet --state"]))

    assert {*LEFT_OUT} == {*LINES}
    assert all(f"- {name}: {words}" in said for name, words in LEFT_OUT.items())
    assert "- broadsheet --state: not on this machine" in said


def test_the_first_line_names_the_machine_and_the_versions() -> None:
    line = machine({"broadsheet": "0.1.0", "hugo": "0.168.0"})

    assert re.match(r"\d+ cores; .+; .+; Python 3\.\d+\.\d+; broadsheet 0\.1\.0; hugo 0\.168\.0$", line)
