"""Rules that every resource of the deployment keeps."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from broadsheet import wiring
from broadsheet.commenting.requests import ORIGIN_SECRET
from broadsheet.settings import Settings
from broadsheet.telemetry import NAMESPACE
from broadsheet_cli.local.translation import translate

PROJECT = Path(__file__).parent.parent
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


def test_the_functions_are_these() -> None:
    assert sorted(name for name, _ in of_type("AWS::Lambda::Function")) == sorted(FUNCTIONS)


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


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_logs_to_a_group_of_its_own_that_forgets(function: str) -> None:
    group = logical_name(deployed()[function]["Properties"]["LoggingConfig"]["LogGroup"])
    assert group == function.replace("Function", "Logs")
    assert deployed()[group]["Properties"]["RetentionInDays"]


def test_every_mapping_reports_partial_failures() -> None:
    for name, mapping in of_type("AWS::Lambda::EventSourceMapping"):
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name


def test_every_stream_gives_up_in_the_end_and_says_so() -> None:
    streams = [m for _, m in of_type("AWS::Lambda::EventSourceMapping") if "StartingPosition" in m]
    assert len(streams) == 2
    for mapping in streams:
        assert mapping["BisectBatchOnFunctionError"]
        assert mapping["MaximumRetryAttempts"] > 0
        assert mapping["DestinationConfig"]["OnFailure"]["Destination"]


def test_a_message_is_invisible_for_six_timeouts_and_the_window() -> None:
    queues = [m for _, m in of_type("AWS::Lambda::EventSourceMapping") if "StartingPosition" not in m]
    assert len(queues) == 3
    for mapping in queues:
        queue = deployed()[logical_name(mapping["EventSourceArn"])]["Properties"]
        function = deployed()[logical_name(mapping["FunctionName"])]["Properties"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queue["VisibilityTimeout"] >= 6 * function["Timeout"] + window


def test_a_role_may_receive_from_the_queues_mapped_to_it() -> None:
    for _, mapping in of_type("AWS::Lambda::EventSourceMapping"):
        function = deployed()[logical_name(mapping["FunctionName"])]["Properties"]
        mine = [s for name, s in statements() if name == logical_name(function["Role"])]
        places = [p for s in mine for p in as_list(s["Resource"])]
        assert mapping["EventSourceArn"] in places


def watched(metric: str) -> set[str]:
    """What has an alarm on this metric."""
    alarms = [a for _, a in of_type("AWS::CloudWatch::Alarm") if a["MetricName"] == metric]
    return {logical_name(dimension["Value"]) for alarm in alarms for dimension in alarm["Dimensions"]}


def test_streams_and_the_api_have_alarms_too() -> None:
    assert watched("IteratorAge") == {"InvalidateFunction"}
    assert watched("5xx") == {"CommentsApi"}


def test_every_queue_has_dead_letters_that_keep_longer_and_an_alarm() -> None:
    queues = dict(of_type("AWS::SQS::Queue"))
    letter_boxes = {name for name in queues if name.endswith("DeadLetters")}
    assert watched("ApproximateNumberOfMessagesVisible") == letter_boxes
    assert watched("ApproximateAgeOfOldestMessage") == set(queues) - letter_boxes
    for name, queue in queues.items():
        assert queue["SqsManagedSseEnabled"], name
        if name not in letter_boxes:
            letters = queues[logical_name(queue["RedrivePolicy"]["deadLetterTargetArn"])]
            assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5
            assert letters["MessageRetentionPeriod"] == 14 * 86400 > queue["MessageRetentionPeriod"]


def test_every_alarm_is_told_to_whoever_asked_for_it() -> None:
    for name, alarm in of_type("AWS::CloudWatch::Alarm"):
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}], name


def test_one_repair_by_the_sweep_is_an_alarm_on_the_metric_that_the_clock_writes() -> None:
    alarm = deployed()["SweepAlarm"]["Properties"]
    clock = deployed()["ClockFunction"]["Properties"]["Environment"]["Variables"]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["Namespace"] == NAMESPACE
    assert alarm["Dimensions"] == [
        {"Name": "stack", "Value": clock["STACK_NAME"]},
        {"Name": "service", "Value": "clock"},
    ]
    assert f'"{alarm["MetricName"]}"' in (PROJECT / "functions" / "clock.py").read_text("utf-8")


def test_the_sweep_expects_pages_as_render_prints_them() -> None:
    urls = [
        deployed()[f]["Properties"]["Environment"]["Variables"]["SITE_URL"]
        for f in FUNCTIONS
        if f in ("ClockFunction", "RenderFunction")
    ]
    assert urls[0] == urls[1]


def test_the_clock_changes_nothing_but_the_catalogue() -> None:
    mine = [s for name, s in statements() if name == "ClockRole"]
    writing = {a for s in mine for a in as_list(s["Action"]) if "Put" in a or "Delete" in a}
    assert writing == {"dynamodb:PutItem", "logs:PutLogEvents"}


def test_s3_may_send_only_from_our_bucket() -> None:
    for name, policy in of_type("AWS::SQS::QueuePolicy"):
        for statement in policy["PolicyDocument"]["Statement"]:
            conditions = statement["Condition"]
            assert "aws:SourceArn" in conditions["ArnEquals"], name
            assert conditions["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_what_holds_content_outlives_the_stack() -> None:
    for name, resource in deployed().items():
        if resource["Type"] in ("AWS::S3::Bucket", "AWS::DynamoDB::Table") and name != "GuardsTable":
            assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


def test_buckets_are_versioned_private_and_speak_tls_only() -> None:
    policies = {logical_name(p["Bucket"]): p for _, p in of_type("AWS::S3::BucketPolicy")}
    for name, bucket in of_type("AWS::S3::Bucket"):
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        denied = [s for s in policies[name]["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_page_can_only_be_swapped_and_never_just_put() -> None:
    denied = [s for s in bucket_statements("SiteBucket") if s["Sid"] == "ConditionalWritesOnly"]
    assert [(s["Effect"], s["Action"], s["Principal"]) for s in denied] == [("Deny", "s3:PutObject", "*")]
    assert denied[0]["Condition"]["Null"] == {"s3:if-match": "true", "s3:if-none-match": "true"}


def test_the_site_is_read_by_our_distribution_alone() -> None:
    allowed = [s for s in bucket_statements("SiteBucket") if s["Effect"] == "Allow"]
    [(name, distribution)] = of_type("AWS::CloudFront::Distribution")
    assert [s["Principal"] for s in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert f"distribution/${{{name}}}" in str(allowed[0]["Condition"]["StringEquals"]["AWS:SourceArn"])
    site, api = distribution["DistributionConfig"]["Origins"]
    assert logical_name(site["OriginAccessControlId"]) == "OriginAccessControl"
    assert [h["HeaderName"] for h in api["OriginCustomHeaders"]] == [ORIGIN_SECRET]


def bucket_statements(bucket: str) -> list[dict[str, Any]]:
    policies = {logical_name(p["Bucket"]): p for _, p in of_type("AWS::S3::BucketPolicy")}
    found: list[dict[str, Any]] = policies[bucket]["PolicyDocument"]["Statement"]
    return found


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


def test_tables_are_on_demand_streamed_and_recoverable() -> None:
    for name, table in of_type("AWS::DynamoDB::Table"):
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        if name != "GuardsTable":  # which holds hints only
            assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_functions_handler_is_there(function: str) -> None:
    module, _, attribute = deployed()[function]["Properties"]["Handler"].partition(".")
    tree = ast.parse((PROJECT / "functions" / f"{module}.py").read_text("utf-8"))
    assert attribute in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_the_settings_that_it_reads_and_no_others(function: str) -> None:
    variables = deployed()[function]["Properties"]["Environment"]["Variables"]
    given = {name for name in variables if not name.startswith("POWERTOOLS_")}
    assert given == settings_read_by(deployed()[function]["Properties"]["Handler"].partition(".")[0])


def settings_read_by(module: str) -> set[str]:
    """Those that the services demand which it asks for, those that it asks for itself, and telemetry's."""
    tree = ast.parse((PROJECT / "functions" / f"{module}.py").read_text("utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    known = {field.name for field in fields(Settings)}
    read = {"stack_name", *(attributes & known), *demanded_in(tree)}
    return {name.upper() for name in read.union(*(services()[name] for name in attributes & set(services())))}


@cache
def services() -> dict[str, set[str]]:
    """Every service that functions may ask for, with the settings that it demands."""
    tree = ast.parse(inspect.getsource(wiring))
    [house] = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Services"]
    return {node.name: demanded_in(node) for node in house.body if isinstance(node, ast.FunctionDef)}


def demanded_in(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    demands = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "demand"]
    return {str(a.value) for call in demands for a in call.args if isinstance(a, ast.Constant)}


def test_every_setting_is_given_to_some_function() -> None:
    given = {n for f in FUNCTIONS for n in deployed()[f]["Properties"]["Environment"]["Variables"]}
    assert {field.name.upper() for field in fields(Settings)} <= given


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("choice", ["MemorySize", "Timeout", "Concurrency"])
def test_what_was_chosen_for_a_function_has_its_reason(function: str, choice: str) -> None:
    assert len(resources()[function]["Metadata"]["Reasons"][choice]) > 40
    assert choice == "Concurrency" or resources()[function]["Properties"][choice]


def test_no_function_takes_more_than_was_chosen_at_a_time() -> None:
    """By its mapping, by the throttle of its API, or because ticks are a minute apart."""
    limited = {
        logical_name(m["FunctionName"])
        for _, m in of_type("AWS::Lambda::EventSourceMapping")
        if m.get("ScalingConfig", {}).get("MaximumConcurrency") or m.get("ParallelizationFactor") == 1
    }
    [(_, stage)] = of_type("AWS::ApiGatewayV2::Stage")
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] <= 100
    assert resources()["ClockFunction"]["Properties"]["Timeout"] < 60
    assert limited | {"CommentsFunction", "ClockFunction"} == set(FUNCTIONS)


def test_an_answer_of_the_api_is_never_replaced_by_a_page() -> None:
    (_, distribution), *_ = of_type("AWS::CloudFront::Distribution")
    errors = distribution["DistributionConfig"]["CustomErrorResponses"]
    assert [error["ErrorCode"] for error in errors] == [403]


def test_every_behaviour_has_a_headers_policy_with_a_content_policy() -> None:
    (_, distribution), *_ = of_type("AWS::CloudFront::Distribution")
    config = distribution["DistributionConfig"]
    for behaviour in [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]:
        policy = deployed()[logical_name(behaviour["ResponseHeadersPolicyId"])]["Properties"]
        security = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        csp = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
        assert csp.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in csp


def test_every_layer_can_be_built() -> None:
    for name, resource in resources().items():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            makefile = PROJECT / resource["Properties"]["ContentUri"] / "Makefile"
            assert f"\nbuild-{name}:\n" in makefile.read_text("utf-8")


@pytest.mark.parametrize("layer", ["core", "images"])
def test_a_layer_ships_what_is_locked(layer: str) -> None:
    shipped = (PROJECT / "layers" / layer / "requirements.txt").read_text("utf-8").splitlines()
    locked = (PROJECT / "requirements.lock").read_text("utf-8").splitlines()
    assert set(shipped[1:]) <= set(locked)
