"""What the template says, read by the tests beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from broadsheet_cli.local.translation import translate

PROJECT = Path(__file__).parent.parent.parent
TEMPLATE = PROJECT / "template.yaml"
FUNCTIONS = ["IngestFunction", "MediaFunction", "InvalidateFunction", "RenderFunction"]
FUNCTIONS += ["CommentsFunction", "ClockFunction"]


@cache
def resources() -> dict[str, Any]:
    found: dict[str, Any] = yaml_parse(TEMPLATE.read_text("utf-8"))["Resources"]
    return found


@cache
def deployed() -> dict[str, Any]:
    """The resources that CloudFormation sees."""
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    found: dict[str, Any] = deployable.template["Resources"]
    return found


def of_type(kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, r["Properties"]) for name, r in deployed().items() if r["Type"] == kind]


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, role in of_type("AWS::IAM::Role"):
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def logical_name(reference: Any) -> str:
    return str(as_list(reference.get("Fn::GetAtt") or reference["Ref"])[0])
