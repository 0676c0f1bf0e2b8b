"""The headers that a policy of the template gives to what is served under it."""

from __future__ import annotations

from typing import Any

from tests.template.parsed import resources


def policy(name: str) -> dict[str, Any]:
    found: dict[str, Any] = resources()[name]["Properties"]["ResponseHeadersPolicyConfig"]
    return found


def headers_of(name: str) -> dict[str, str]:
    security = policy(name)["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    assert transport["IncludeSubdomains"]
    return {
        "strict-transport-security": f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains",
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "content-security-policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        **{item["Header"].lower(): item["Value"] for item in policy(name)["CustomHeadersConfig"]["Items"]},
    }
