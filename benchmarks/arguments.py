"""What is given on the command line of a benchmark."""

from __future__ import annotations

import argparse

MOST = 10_000_000  # the oldest of so many stories, one every 37 minutes, is of the fourteenth century


def count(text: str) -> int:
    """How many of something, one at least."""
    if not text.isdecimal() or not 0 < int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 1 to {MOST:,}")
    return int(text)


def described(what: str | None) -> argparse.ArgumentParser:
    """By the text on top of the benchmark, line by line as it stands there."""
    return argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
