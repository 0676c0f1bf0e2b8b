"""What the reader of one kind of file hands over: fields, and a body that is not yet safe."""

from __future__ import annotations

from typing import NamedTuple

from broadsheet.formats.given import Given


class Story(NamedTuple):
    """A file taken apart. `heading` is the title its body begins with, already cut from `html`."""

    given: Given
    html: str
    heading: str = ""
    source: str = ""  # a masthead line above the headline
