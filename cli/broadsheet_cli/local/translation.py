"""template.yaml -> what CloudFormation understands, offline, with the code where it is fetched."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet_cli.local.packaging import Package, function_package, layer_package


@dataclass(frozen=True)
class Deployable:
    """A template without local paths, and the packages that it names."""

    template: dict[str, Any]
    packages: tuple[Package, ...]


@dataclass(frozen=True)
class _Session:
    """The one thing that the translator asks of a boto session."""

    region_name: str


def translate(project: Path, *, bucket: str, region: str, parameters: Mapping[str, str]) -> Deployable:
    """The project's own template, unchanged but for the code's place and SAM's transform."""
    from samtranslator.yaml_helper import yaml_parse  # noqa: PLC0415  slow, and the child is starting

    template = yaml_parse((project / "template.yaml").read_text("utf-8"))
    packages = [_move_code(resource, project, bucket) for resource in template["Resources"].values()]
    return Deployable(
        _transform(template, region, parameters),
        tuple({package.key: package for package in packages if package}.values()),
    )


def _move_code(resource: dict[str, Any], project: Path, bucket: str) -> Package | None:
    if resource["Type"] == "AWS::Serverless::Function":
        folder = resource["Properties"].get("CodeUri", "functions/")
        package = function_package(project / folder)
        resource["Properties"]["CodeUri"] = f"s3://{bucket}/{package.key}"
        return package
    if resource["Type"] == "AWS::Serverless::LayerVersion":
        package = layer_package(project / resource["Properties"]["ContentUri"])
        resource["Properties"]["ContentUri"] = f"s3://{bucket}/{package.key}"
        return package
    return None


def _transform(template: dict[str, Any], region: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from samtranslator.parser.parser import Parser  # noqa: PLC0415
        from samtranslator.translator.translator import Translator  # noqa: PLC0415

        translator = Translator(managed_policy_map=None, sam_parser=Parser(), boto_session=_Session(region))
        result: dict[str, Any] = translator.translate(template, dict(parameters))
    return result
