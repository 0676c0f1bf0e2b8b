"""What is named by us, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.template.parsed import deployed

# Fields called a name that name no resource in the account: parts of one, what a service calls its own
# things, and the stage of an API, which is the API's alone.
PARTS = {
    ("AWS::ApiGatewayV2::Stage", "StageName"),
    ("AWS::CloudFront::Distribution", "HeaderName"),
    ("AWS::CloudWatch::Alarm", "Dimensions.Name"),
    ("AWS::CloudWatch::Alarm", "MetricName"),
    ("AWS::DynamoDB::Table", "AttributeName"),
    ("AWS::IAM::Role", "PolicyName"),
    ("AWS::S3::Bucket", "Rules.Name"),
}


@pytest.mark.parametrize("resource", deployed())
def test_no_name_is_anybody_elses(resource: str) -> None:
    """Two sites, or two stages of one, do not get in each other's way, in one region or in two: what is
    named at all, of whatever kind, is named after its stack's own id, or after a resource that is."""
    kind, properties = deployed()[resource]["Type"], deployed()[resource].get("Properties", {})
    for field, value in names_in(properties):
        if (kind, field) not in PARTS and (kind, field.rpartition(".")[2]) not in PARTS:
            assert "AWS::StackId" in str(value) or is_of_another(value), field


def names_in(node: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every field whose name ends in `Name`, with the field that it is in, and its value."""
    if isinstance(node, list):
        for item in node:
            yield from names_in(item, above)
    elif isinstance(node, dict):
        for field, value in node.items():
            if field.endswith("Name"):
                yield f"{above}.{field}".lstrip("."), value
            yield from names_in(value, field)


def is_of_another(value: Any) -> bool:
    """Whether the name is asked of a resource of this stack."""
    if not isinstance(value, dict):
        return False
    [(how, what)] = value.items()
    asked = {"Ref": what, "Fn::GetAtt": what[0], "Fn::Sub": str(what).partition("}")[0].removeprefix("${")}
    return asked[how] in deployed()
