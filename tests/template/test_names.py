"""What is named by us, and how."""

from __future__ import annotations

from tests.template.parsed import deployed, resources


def test_no_name_is_anybody_elses() -> None:
    """Two sites, or two stages of one, do not get in each other's way, in one region or in two: what is
    named at all is named after its stack's own id."""
    for name, resource in deployed().items():
        if name not in resources():
            continue  # SAM's own, named by CloudFormation
        properties = resource.get("Properties", {})
        for holder in (properties, *(v for v in properties.values() if isinstance(v, dict))):
            for given in set(holder) & {"BucketName", "FunctionName", "Name", "QueueName", "TableName"}:
                assert "AWS::StackId" in str(holder[given]), name
