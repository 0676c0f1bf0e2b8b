"""The two CloudFront functions of template.yaml again, for a machine without Node.

Where Node is installed ministack runs the JavaScript itself; a test holds the two to the same
answers.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

PRIVATE = {"x-amz-version-id", "x-amz-server-side-encryption"}
REDIRECTED = {
    "cache-control": "public, max-age=3600",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "media-src 'self'; manifest-src 'self'; object-src 'none'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
UNESCAPED = "!'()*"  # what encodeURIComponent leaves alone beside letters, digits and -_.~


def evaluate(_code: bytes, event: dict[str, Any]) -> dict[str, Any]:
    """What the function associated with this event answers."""
    if event["context"]["eventType"] == "viewer-request":
        return on_request(event["request"])
    return on_response(event["response"])


def on_request(request: dict[str, Any]) -> dict[str, Any]:
    uri = request["uri"]
    if uri.endswith("/"):
        return request | {"uri": uri + "index.html"}
    if "." in uri.rpartition("/")[2]:
        return request
    target = "/" + uri.lstrip("/\\") + "/" + _search(request["querystring"])
    return {
        "statusCode": 301,
        "statusDescription": "Moved Permanently",
        "headers": {"location": {"value": target}} | {n: {"value": v} for n, v in REDIRECTED.items()},
    }


def on_response(response: dict[str, Any]) -> dict[str, Any]:
    headers = response["headers"]
    kept = {n: v for n, v in headers.items() if not n.startswith("x-amz-meta-") and n not in PRIVATE}
    if "x-amz-meta-tombstone" in headers:
        response = response | {"statusCode": 404, "statusDescription": "Not Found"}
    target = headers.get("x-amz-meta-location")
    if target is None or response["statusCode"] != 200:
        return response | {"headers": kept}
    return response | {
        "statusCode": 301,
        "statusDescription": "Moved Permanently",
        "headers": kept | {"location": {"value": target["value"]}},
    }


def _search(querystring: dict[str, Any]) -> str:
    pairs = [
        _canonical(name) + (f"={_canonical(item['value'])}" if item["value"] else "")
        for name, field in querystring.items()
        for item in field.get("multiValue") or [field]
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _canonical(value: str) -> str:
    try:
        plain = unquote(value.replace("+", " "), errors="strict")
    except UnicodeDecodeError:
        plain = value
    return quote(plain, safe=UNESCAPED)
