"""What a function may do: its role says it, and says no more than that."""

from __future__ import annotations

from tests.template.parsed import as_list, deployed, logical_name, of_type, resources, statements


def test_each_function_has_a_role_of_its_own() -> None:
    roles = [logical_name(f["Role"]) for _, f in of_type("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles)
    assert set(roles) <= set(resources())


def test_no_role_has_a_wildcard_or_a_policy_of_somebody_else() -> None:
    for name, role in of_type("AWS::IAM::Role"):
        assert not role.get("ManagedPolicyArns"), name
    for name, statement in statements():
        actions, places = as_list(statement["Action"]), as_list(statement["Resource"])
        assert not [a for a in actions if "*" in a], name
        assert not [p for p in places if p in ("*", "arn:aws:s3:::*")], name


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
    assert writing == {"dynamodb:PutItem", "logs:PutLogEvents"}


def test_a_role_may_find_the_streams_that_are_mapped_to_it() -> None:
    """Lambda asks for it when it makes the mapping; the local stack does not."""
    found = [p for _, s in statements() if "ListStreams" in str(s["Action"]) for p in s["Resource"]]
    streams = [m["EventSourceArn"] for _, m in of_type("AWS::Lambda::EventSourceMapping")]
    tables = [logical_name(s) for s in streams if s["Fn::GetAtt"][1] == "StreamArn"]
    assert found == [{"Fn::Sub": f"${{{table}.Arn}}/stream/*"} for table in tables]
