"""Every dependency with its licence, as the packages themselves say: the text of docs/licences.md.

    .venv/bin/python tools/licences.py

Exits with 1 where a licence is unknown, or not one that goes together with MIT.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
ONE_NAME = {
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License (GPL)": "GPL-2.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Whose metadata does not say, or not whether one may choose, read in the licence file that they bring along;
# or which only Windows installs.
READ = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "cookiecutter": "BSD-3-Clause",
    "junit-xml": "MIT",
    "pyromark": "MIT",
    "pywin32": "PSF-2.0",
    "text-unidecode": "Artistic OR GPL-2.0-or-later",
}
# What may be used unchanged in or beside a program under MIT. MPL-2.0 binds the changed files only.
FREE = {
    *("0BSD AFL-2.1 Apache-2.0 Artistic BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MIT-0".split()),
    *("MIT-CMU MPL-2.0 PSF-2.0 Zlib".split()),
}
HEAD = """# Licences

Broadsheet is under the MIT licence. So that it can be, everything that it depends on is under a licence that
goes together with it. This page is written by `make licences`, from what the packages say of themselves, and
a test holds it to the locks.

Not listed are the programs of `tools/peers.lock` and `tools/peers-package-lock.json`: `make peers` runs them
beside Broadsheet to compare, and nothing that is built, tested or shipped has any of them in it.
"""


def main() -> int:
    print(HEAD)
    wrong: list[str] = []
    for title, names, place in groups():
        print(f"## {title}\n\n| package | licence |\n|---|---|")
        for name, licence in sorted(licences(names, place).items()):
            print(f"| {name} | {licence} |")
            if not goes_together(licence):
                wrong.append(f"{name}: {licence}")
        print()
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return int(bool(wrong))


def groups() -> Iterator[tuple[str, set[str], str]]:
    """Title, names of packages, and where they are installed."""
    here = next(path for path in sys.path if path.endswith("site-packages"))
    shipped = locked("layers/core/requirements.txt") | locked("layers/images/requirements.txt")
    yield "Shipped to Lambda", shipped, here
    yield "On a laptop, and for development", locked("requirements.lock") - shipped, here
    for tool in ("sam", "checkov"):
        [place] = (ROOT / ".tools" / tool / "lib").glob("python*/site-packages")
        yield f"The tool `{tool}`", locked(f"tools/{tool}.lock"), str(place)
    yield "The tool `runtime`", locked("tools/runtime.lock"), str(ROOT / ".tools" / "runtime")


def locked(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def licences(names: Iterable[str], place: str) -> dict[str, str]:
    found = {canonical(d.metadata["Name"]): licence_of(d) for d in distributions(path=[place])}
    return {name: READ.get(name) or found.get(name, "not installed") for name in names}


def licence_of(package: Distribution) -> str:
    """An SPDX expression where the package has one. Of several classifiers each counts: none says that one
    may choose."""
    said = package.metadata.json
    if expression := said.get("license_expression"):
        return str(expression)
    classified = [c.split(" :: ")[-1] for c in said.get("classifier", []) if c.startswith("License ::")]
    named = set(classified) - {"OSI Approved"} or {str(said.get("license") or "unknown").strip()}
    return " AND ".join(sorted({ONE_NAME.get(name, _in_short(name)) for name in named}))


def _in_short(name: str) -> str:
    """What is more than a name says of itself that it is: its first line alone would hide what follows."""
    first, _, more = name.partition("\n")
    return f"{first} and more" if more else name


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def goes_together(licence: str) -> bool:
    """Whether all that an SPDX expression asks for is free. What is no expression is refused."""
    words = re.findall(r"[()]|[^\s()]+", licence)
    try:
        return _any(words) and not words
    except (IndexError, ValueError):
        return False


def _any(words: list[str]) -> bool:
    """What is read of the words is taken from them: here, sides of an OR."""
    free = _all(words)
    while words[:1] == ["OR"]:
        words.pop(0)
        free = _all(words) or free
    return free


def _all(words: list[str]) -> bool:
    free = _one(words)
    while words[:1] == ["AND"]:
        words.pop(0)
        free = _one(words) and free
    return free


def _one(words: list[str]) -> bool:
    word = words.pop(0)
    if word != "(":
        return word in FREE
    free = _any(words)
    if words.pop(0) != ")":
        raise ValueError
    return free


if __name__ == "__main__":
    sys.exit(main())
