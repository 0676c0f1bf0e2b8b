"""Readers' comments: what is kept of them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime

ARTICLE_ID = re.compile(r"[0-9a-f]{16}")
COMMENT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True)
class Comment:
    """A comment as it is kept. Ids sort by time; `parent` is the first of its conversation or "".

    `answers` is the name of whom it answers. `email` is the newsroom's alone and never shown.
    """

    id: str
    article: str
    name: str
    text: str
    posted: datetime
    parent: str = ""
    answers: str = ""
    email: str = field(default="", repr=False)


def digest_of(*words: str) -> str:
    """A digest that tells ("ab", "c") from ("a", "bc")."""
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
