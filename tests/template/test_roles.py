"""What a function may do: its role says it, and says no more than that."""

from __future__ import annotations

from typing import Any

from tests.template.parsed import as_list, deployed, logical_name, of_type, resources, statements

# Every wildcard that a right may have, each below one resource of ours.
WITHIN_OURS = {
    "${UploadsBucket.Arn}/*",
    "${UploadsBucket.Arn}/images/*",
    "${UploadsBucket.Arn}/receipts/*",
    "${SiteBucket.Arn}/*",
    "${SiteBucket.Arn}/media/*",
    "${CatalogueTable.Arn}/stream/*",
    "${CommentsTable.Arn}/stream/*",
}
# CloudFront::Distribution has no attribute that is its ARN.
THE_DISTRIBUTION = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"


def test_each_function_has_a_role_of_its_own() -> None:
    roles = [logical_name(f["Role"]) for _, f in of_type("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles)
    assert set(roles) <= set(resources())


def test_rights_are_given_by_the_functions_roles_alone() -> None:
    """No policy of AWS's or of anybody else's reaches further than what is written here."""
    assert {kind for kind in kinds() if kind.startswith("AWS::IAM::")} == {"AWS::IAM::Role"}
    for name, role in of_type("AWS::IAM::Role"):
        assert set(role) == {"AssumeRolePolicyDocument", "Policies"}, name


def test_nothing_else_gives_rights_but_buckets_queues_and_the_functions_callers() -> None:
    givers = {
        kind for kind in kinds() if kind.endswith(("Policy", "Permission")) and "CloudFront" not in kind
    }
    assert givers == {"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::Lambda::Permission"}
    callers = {
        (p["Principal"], logical_name(p["FunctionName"])) for _, p in of_type("AWS::Lambda::Permission")
    }
    assert callers == {
        ("apigateway.amazonaws.com", "CommentsFunction"),
        ("events.amazonaws.com", "ClockFunction"),
    }
    assert all(p["SourceArn"] for _, p in of_type("AWS::Lambda::Permission"))


def kinds() -> set[str]:
    return {resource["Type"] for resource in deployed().values()}


def test_only_lambda_takes_a_role_on() -> None:
    for name, role in of_type("AWS::IAM::Role"):
        [statement] = role["AssumeRolePolicyDocument"]["Statement"]
        assert statement == {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }, name


def test_every_right_is_an_action_by_name_on_a_resource_of_ours() -> None:
    for name, statement in statements():
        assert set(statement) == {"Sid", "Effect", "Action", "Resource"}, name
        assert not [a for a in as_list(statement["Action"]) if "*" in a or "?" in a], name
        assert not [p for p in as_list(statement["Resource"]) if not is_ours(p)], name


def is_ours(place: Any) -> bool:
    """The resource itself, or what it holds: nothing is spelled out that could be somebody else's."""
    if list(place) == ["Fn::GetAtt"]:
        name, attribute = place["Fn::GetAtt"]
        return name in resources() and attribute in ("Arn", "StreamArn")
    return list(place) == ["Fn::Sub"] and place["Fn::Sub"] in {*WITHIN_OURS, THE_DISTRIBUTION}


def test_a_role_may_find_the_streams_that_are_mapped_to_it() -> None:
    """Lambda asks for it when it makes the mapping; the local stack does not."""
    found = [p for _, s in statements() if "ListStreams" in str(s["Action"]) for p in s["Resource"]]
    streams = [m["EventSourceArn"] for _, m in of_type("AWS::Lambda::EventSourceMapping")]
    tables = [logical_name(s) for s in streams if s["Fn::GetAtt"][1] == "StreamArn"]
    assert found == [{"Fn::Sub": f"${{{table}.Arn}}/stream/*"} for table in tables]


def test_comments_may_touch_nothing_but_their_table() -> None:
    mine = [s for name, s in statements() if name == "CommentsRole"]
    assert {logical_name(s["Resource"]) for s in mine} == {"CommentsTable", "CommentsLogs"}


def test_a_role_may_receive_from_the_queues_mapped_to_it() -> None:
    for _, mapping in of_type("AWS::Lambda::EventSourceMapping"):
        function = deployed()[logical_name(mapping["FunctionName"])]["Properties"]
        mine = [s for name, s in statements() if name == logical_name(function["Role"])]
        places = [p for s in mine for p in as_list(s["Resource"])]
        assert mapping["EventSourceArn"] in places


def test_the_clock_changes_nothing_but_the_catalogue() -> None:
    mine = [s for name, s in statements() if name == "ClockRole"]
    writing = {a for s in mine for a in as_list(s["Action"]) if "Put" in a or "Delete" in a}
    assert writing == {"dynamodb:PutItem", "dynamodb:DeleteItem", "logs:PutLogEvents"}
