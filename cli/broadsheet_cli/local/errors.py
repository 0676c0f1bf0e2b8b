"""What can go wrong on this machine, in sentences for whoever sits at it."""

from __future__ import annotations


class LocalError(Exception):
    """The local stack cannot start or go on; the message says why and what would help."""
