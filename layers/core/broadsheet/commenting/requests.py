"""A comment as it arrives over HTTP: from the request's bytes to its fields and its key."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from broadsheet.commenting.refusals import Refused
from broadsheet.domain.comment_drafts import Draft
from broadsheet.domain.comments import digest_of
from broadsheet.domain.site import Site

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
HTML = "text/html"
# Room for the longest comment and name in the widest spelling, twelve bytes for one emoji.
BODY_LIMIT = 64 * 1024
KEEPING_LIMIT = 1024 * 1024  # up to here, a form that is too large is still shown to its writer
MOST_FIELDS = 50
ORIGIN_SECRET = "x-origin-secret"  # noqa: S105  the header's name: the distribution shows it
KEY = re.compile(r"[\x21-\x7e]{1,255}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Incoming:
    """One HTTP request. Names of headers are in lower case."""

    headers: Mapping[str, str] = field(repr=False)
    body: str = field(repr=False)
    base64: bool = False

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> Incoming:
        """From an HTTP API event, payload format 2.0."""
        headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
        return cls(headers, event.get("body") or "", bool(event.get("isBase64Encoded")))

    def header(self, name: str) -> str:
        return self.headers.get(name, "").strip()

    def came_through(self, secret: str) -> bool:
        """Whether the distribution sent it on, which alone knows the secret."""
        return hmac.compare_digest(self.header(ORIGIN_SECRET).encode(), secret.encode())

    @property
    def media_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_form(self) -> bool:
        return self.media_type == FORM

    @property
    def size(self) -> int:
        """Bytes of the body, told without decoding it."""
        return len(self.body) * 3 // 4 if self.base64 else len(self.body.encode(errors="surrogatepass"))


@dataclass(frozen=True)
class Submission:
    """The fields of a request as sent, and its idempotency key ("" for none)."""

    fields: Mapping[str, object] = field(repr=False)
    header_key: str = ""
    form_key: str = ""

    def key(self, draft: Draft) -> str:
        """The key that this comment is known by.

        Pages are static, so all readers are served the same hidden field: a form's key includes the
        words, so that a double click is one comment and two readers are two.
        """
        if self.header_key:
            return self.header_key
        return digest_of(self.form_key, draft.digest) if self.form_key else ""


def read_submission(incoming: Incoming) -> Submission:
    """Raises Refused if there is no comment to be read in the request, or it may not be read."""
    if incoming.media_type not in (JSON, FORM) or not _is_utf8(incoming):
        raise Refused("unsupported-media-type")
    if incoming.header("sec-fetch-site").lower() == "cross-site":
        raise Refused("cross-site")
    if incoming.size > BODY_LIMIT:
        raise Refused("body-too-large")
    key = _header_key(incoming)
    if not incoming.is_form:
        return Submission(_json_fields(incoming), key)
    form = _form_fields(_text(incoming, "invalid-form"), errors="strict")
    return Submission(form, key, form.get("idempotency_key", ""))


def is_from_elsewhere(incoming: Incoming, site: Site) -> bool:
    """Whether the Origin of a form says that another site's page sent it.

    The request's Host is of no use: behind a CDN it is the API's. So the site's own address decides,
    where it has one, and only for browsers too old to send Sec-Fetch-Site.
    """
    home = urlsplit(site.base_url).hostname
    if not needs_origin(incoming) or home is None or home in LOOPBACK:
        return False
    return _host(incoming.header("origin")) != home


def needs_origin(incoming: Incoming) -> bool:
    """Whether only the Origin can tell where a request comes from."""
    return incoming.is_form and not incoming.header("sec-fetch-site") and bool(incoming.header("origin"))


def wants_html(incoming: Incoming) -> bool:
    """A form is answered with pages unless it asks for JSON; JSON is answered with JSON."""
    if incoming.media_type == JSON:
        return False
    accepted = _accepted(incoming.header("accept"))
    as_json = max(accepted.get(JSON, 0.0), accepted.get("application/problem+json", 0.0))
    as_html = accepted.get(HTML, 0.0)
    return as_html >= as_json if incoming.is_form else as_html > as_json


def words_to_keep(incoming: Incoming) -> dict[str, str]:
    """What a form that is refused had in its fields, as far as it can be read."""
    if not incoming.is_form or incoming.size > KEEPING_LIMIT:
        return {}
    try:
        return _form_fields(_bytes(incoming).decode(errors="replace"), errors="replace")
    except Refused:
        return {}


def _is_utf8(incoming: Incoming) -> bool:
    header = Message()
    header["content-type"] = incoming.header("content-type").replace("\n", " ").replace("\r", " ")
    charset = header.get_param("charset")
    return charset is None or (isinstance(charset, str) and charset.strip().lower() in ("utf-8", "utf8"))


def _header_key(incoming: Incoming) -> str:
    if "idempotency-key" not in incoming.headers:
        return ""
    key = incoming.header("idempotency-key")
    if not KEY.fullmatch(key):
        raise Refused("invalid-idempotency-key")
    return key


def _bytes(incoming: Incoming, code: str = "invalid-form") -> bytes:
    try:
        if incoming.base64:
            return base64.b64decode(incoming.body, validate=True)
        return incoming.body.encode()
    except (binascii.Error, ValueError) as error:
        raise Refused(code) from error


def _text(incoming: Incoming, code: str) -> str:
    try:
        return _bytes(incoming, code).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(code) from error


def _json_fields(incoming: Incoming) -> dict[str, object]:
    try:
        value = json.loads(_text(incoming, "invalid-json"))
    except (ValueError, RecursionError) as error:
        raise Refused("invalid-json") from error
    if not isinstance(value, dict):
        raise Refused("invalid-json")
    return value


def _form_fields(text: str, *, errors: str) -> dict[str, str]:
    """The first value of each field. Raises Refused where `errors` is strict and something is not UTF-8."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors=errors, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Refused("invalid-form") from error
    return dict(reversed(pairs))


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _accepted(header: str) -> dict[str, float]:
    """Media types by preference, 0 to 1; wildcards stand for no preference."""
    choices: dict[str, float] = {}
    for choice in header.lower().split(","):
        media_type, *parameters = (part.strip() for part in choice.split(";"))
        weights = [p[2:] for p in parameters if p.startswith("q=")]
        choices[media_type] = _weight(weights[0]) if weights else 1.0
    return choices


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](?:\.\d{0,3})?", text) else 0.0
