"""Bytes -> text: one encoding, one kind of line end, no invisible characters."""

from __future__ import annotations

import re

from broadsheet.formats.notes import Refused

MAX_BYTES = 8 * 1024 * 1024

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_PLAINEST = bytes(range(0x20, 0x7F)) + b"\t\n"
# Controls and noncharacters that neither HTML nor XML can carry, and the C1 controls.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def decode(body: bytes) -> str:
    """The text of an upload with `\\n` line ends. Raises Refused if it has none."""
    if len(body) > MAX_BYTES:
        raise Refused(
            f"the file has {_megabytes(len(body))} MB; at most {MAX_BYTES // 1024**2} MB can be read"
        )
    if body.startswith(_UTF16_MARKS):
        raise Refused("the file is in UTF-16; save it as UTF-8")
    text = _utf8(body.removeprefix(_UTF8_MARK))
    text = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Refused("the file is empty; it needs at least a title")
    return text


def printable(text: str) -> str:
    """`text` without characters that cannot be shown.

    C1 controls are what is left of Windows quotation marks and dashes after a careless
    conversion; they become those marks again.
    """
    # Nearly every one is, and no pattern over all of Unicode is to be compiled in a cold start to see it.
    return text if is_shown(text) else _UNPRINTABLE.sub(_repaired, text)


def is_shown(text: str) -> bool:
    """Whether there is nothing in it but what can be seen, plain spaces, tabs and line ends."""
    if text.isprintable():
        return True
    # Of a long text only what is left of its bytes without the plainest is looked at: half the work and less.
    others = text.encode("utf-8", "surrogatepass").translate(None, _PLAINEST)
    return others.decode("utf-8", "surrogatepass").isprintable()


def _repaired(match: re.Match[str]) -> str:
    code = ord(match[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code < 0xA0 else ""


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        message = (
            f"the file is not UTF-8: byte {error.start} is 0x{body[error.start]:02x}; save it again as UTF-8"
        )
        raise Refused(message, line=line) from error


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}"
