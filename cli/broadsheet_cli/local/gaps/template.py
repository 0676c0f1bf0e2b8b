"""Gaps filled in the template."""

from __future__ import annotations

from typing import Any

Template = dict[str, Any]


def expand_api_bodies(template: Template) -> Template:
    """ministack ignores an HTTP API's OpenAPI `Body`: spell it out as routes and integrations."""
    resources = template["Resources"]
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and "Body" in resource["Properties"]:
            body = resource["Properties"].pop("Body")
            resource["Properties"] |= {"Name": body["info"]["title"], "ProtocolType": "HTTP"}
            resources |= _routes(name, body["paths"])
    return template


def _routes(api: str, paths: dict[str, Any]) -> dict[str, Any]:
    operations = [(path, method, spec) for path, methods in paths.items() for method, spec in methods.items()]
    routes: dict[str, Any] = {}
    for number, (path, method, spec) in enumerate(operations):
        integration = f"{api}Integration{number}"
        routes[integration] = _integration(api, spec["x-amazon-apigateway-integration"])
        routes[f"{api}Route{number}"] = {
            "Type": "AWS::ApiGatewayV2::Route",
            "Properties": {
                "ApiId": {"Ref": api},
                "RouteKey": _route_key(path, method),
                "Target": {"Fn::Sub": f"integrations/${{{integration}}}"},
            },
        }
    return routes


def _integration(api: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGatewayV2::Integration",
        "Properties": {
            "ApiId": {"Ref": api},
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": spec["uri"],
            "PayloadFormatVersion": spec["payloadFormatVersion"],
        },
    }


def _route_key(path: str, method: str) -> str:
    if path == "/$default":
        return "$default"
    verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
    return f"{verb} {path}"
