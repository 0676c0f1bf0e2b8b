"""How the licences of what we depend on are read."""

from __future__ import annotations

from email.message import Message
from importlib.metadata import Distribution
from typing import Any

import pytest

from licences import HEAD, ROOT, goes_together, licence_of


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "MIT AND BSD-3-Clause",
        "MIT OR GPL-3.0-only",
        "GPL-3.0-only OR MIT",
        "GPL-3.0-only OR MIT AND PSF-2.0",
        "(GPL-3.0-only OR MIT) AND PSF-2.0",
        "((MIT))",
    ],
)
def test_what_leaves_a_free_choice_goes_together_with_ours(licence: str) -> None:
    assert goes_together(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR Apache-2.0) AND GPL-3.0-only",
        "GPL-3.0-only AND (MIT OR Apache-2.0)",
        "MIT AND (GPL-3.0-only OR AGPL-3.0-only)",
        "GPL-3.0-only AND PSF-2.0 OR AGPL-3.0-only",
    ],
)
def test_what_asks_for_more_does_not(licence: str) -> None:
    assert not goes_together(licence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "MIT MIT",
        "MIT WITH Commons-Clause",
        "MIT, but not for war",
        "(MIT",
        "MIT)",
        "MIT OR",
        "()",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    assert not goes_together(text)


class Package(Distribution):
    """One that says no more of itself than its licence."""

    def __init__(self, *said: tuple[str, str]) -> None:
        self._said = Message()
        for name, value in (("Metadata-Version", "2.4"), ("Name", "a"), ("Version", "1"), *said):
            self._said[name] = value

    def read_text(self, filename: str) -> str | None:
        return self._said.as_string() if filename == "METADATA" else None

    def locate_file(self, path: Any) -> Any:
        raise NotImplementedError


def test_an_expression_is_taken_as_it_stands() -> None:
    assert licence_of(Package(("License-Expression", "MIT OR (A AND B)"))) == "MIT OR (A AND B)"


def test_of_several_classifiers_each_counts() -> None:
    free = ("Classifier", "License :: OSI Approved :: MIT License")
    bound = ("Classifier", "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)")
    assert licence_of(Package(free, bound)) == "GPL-2.0-or-later AND MIT"


def test_a_text_that_goes_on_is_not_what_it_begins_with() -> None:
    assert licence_of(Package(("License", "MIT License"))) == "MIT"
    assert not goes_together(licence_of(Package(("License", "MIT\n        with the Commons Clause"))))


def test_every_lock_is_listed_or_named_as_not_shipped() -> None:
    listed = {"sam", "checkov", "runtime"}
    locks = {lock.stem for lock in (ROOT / "tools").glob("*.lock")}
    assert locks - listed == {"peers"}
    assert "`tools/peers.lock`" in HEAD
