"""YAML front matter -> fields: plain lines at once, everything else by a parser."""

from __future__ import annotations

import re

from broadsheet.formats.given import Given, Path, nearest_line
from broadsheet.formats.limits import check_brackets, check_size
from broadsheet.formats.plainyaml import parse_plain

_LINE_ENDS = re.compile("[\u2028\u2029\x85\ufeff]")


def parse_fields(block: str, first_line: int) -> Given:
    """The fields of a YAML block whose first line is line `first_line` of the file. Raises Refused."""
    check_size(block, first_line)
    check_brackets(block, first_line)
    lines: dict[Path, int] = {}
    values = parse_plain(block, lines) if not _LINE_ENDS.search(block) else None
    if values:
        return Given(values, nearest_line({path: first_line + line for path, line in lines.items()}))
    # Few files need the parser, and it takes a tenth of a cold start to load.
    from broadsheet.formats.yamlblock import parse_yaml  # noqa: PLC0415

    return parse_yaml(block, first_line)
