"""What is given on the command line of a benchmark."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """How many of something, one at least."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 1 on")
    return int(text)


def described(what: str | None) -> argparse.ArgumentParser:
    """By the text on top of the benchmark, line by line as it stands there."""
    return argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
