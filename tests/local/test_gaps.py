"""What is bent so that ministack takes the template."""

from __future__ import annotations

from broadsheet_cli.local.gaps.template import expand_api_bodies
from broadsheet_cli.local.packaging import layer_package
from broadsheet_cli.local.stack import PROJECT
from broadsheet_cli.local.translation import translate


def test_every_path_of_the_api_becomes_a_route_to_its_function() -> None:
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    resources = expand_api_bodies(deployable.template)["Resources"]
    routes = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::ApiGatewayV2::Route"]
    assert [route["RouteKey"] for route in routes] == ["POST /api/articles/{id}/comments"]
    integration = routes[0]["Target"]["Fn::Sub"].removeprefix("integrations/${").removesuffix("}")
    assert "CommentsFunction" in str(resources[integration]["Properties"]["IntegrationUri"])


def test_nothing_local_is_left_in_the_template() -> None:
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    keys = {package.key for package in deployable.packages}
    functions = [r for r in deployable.template["Resources"].values() if r["Type"] == "AWS::Lambda::Function"]
    assert {function["Properties"]["Code"]["S3Key"] for function in functions} <= keys


def test_equal_code_is_an_equal_package() -> None:
    assert layer_package(PROJECT / "layers/core") == layer_package(PROJECT / "layers/core")
