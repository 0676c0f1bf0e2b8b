"""One family of errors; adapters translate what their libraries raise into it."""

from __future__ import annotations


class BroadsheetError(Exception):
    """Anything that goes wrong here and has a name."""


class ConfigError(BroadsheetError):
    """The environment lacks settings; the message names all of them."""


class Conflict(BroadsheetError):
    """A conditional write lost: what is there is not what was read. Read again, decide again."""


class NotConverged(BroadsheetError):
    """The bounded number of rounds is used up; let the message come back."""


class PageFailed(BroadsheetError):
    """A page cannot be made of what is there; the others can."""


class Outdated(BroadsheetError):
    """A newer version of this code is at work; let the message come back to that."""


class StoreUnavailable(BroadsheetError):
    """AWS refused or did not answer; the operation may be tried again."""
