"""One address of the site, as a reader's browser gets it."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

TIMEOUT = 20.0
LARGEST = 32 * 2**20  # bytes of a page that are looked at


@dataclass(frozen=True)
class Answer:
    """`status` is None where nobody answered; `error` says why."""

    status: int | None
    text: str = ""
    location: str = ""
    error: str = ""


class _Staying(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_: Any) -> None:
        return None


def fetch(site_url: str, path: str) -> Answer:
    request = urllib.request.Request(  # noqa: S310  the site's own address
        site_url + quote(path), headers={"User-Agent": "broadsheet", "Cache-Control": "no-cache"}
    )
    try:
        with urllib.request.build_opener(_Staying).open(request, timeout=TIMEOUT) as answer:
            return _answer(answer)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error)
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, error=str(error))


def _answer(answer: Any) -> Answer:
    text = answer.read(LARGEST).decode("utf-8", "replace")
    return Answer(answer.status, text, answer.headers.get("Location") or "")
