"""What `sam build` makes of the checkout, with the real SAM CLI and only this Python at hand."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse
from tests.deploy.conftest import HERE, Build, sam

ZIPPED = 50 * 2**20  # Lambda takes layers of 250 MB unzipped, and 50 MB zipped by direct upload
LAYERS = ["CoreLayer", "TemplatesLayer", "ImagesLayer"]
# By editors and systems, in each folder that is shipped.
LEFT_BEHIND = [
    *(
        f"functions/{name}"
        for name in (".DS_Store", "ingest.py~", "#ingest.py#", ".ingest.py.swp", "ingest.orig")
    ),
    *(
        f"layers/core/broadsheet/domain/{name}"
        for name in (".DS_Store", "pages.py~", "#pages.py#", "pages.py.bak")
    ),
    *(f"templates/broadsheet_templates/assets/{name}" for name in (".DS_Store", "site.css~", "Thumbs.db")),
]
TEXT = (".py", ".pyc", ".yaml", ".txt")
UNCHECKED = b"\x01\0\0\0"  # bytecode that is not compared with its source (PEP 552)
AARCH64 = 183  # e_machine of an ELF file for arm64


def folder(checkout: Path) -> Path:
    return checkout / ".aws-sam" / "build"


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def digests(root: Path) -> dict[str, str]:
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files(root)}


def zipped(root: Path) -> int:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files(root):
            archive.write(path, path.relative_to(root))
    return held.tell()


def test_the_template_is_valid_and_has_nothing_to_be_remarked(shipped: Path) -> None:
    done = sam(shipped, "validate", "--lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is a valid SAM Template" in done.stdout


def test_layers_are_small(shipped: Path) -> None:
    assert sum(zipped(folder(shipped) / layer) for layer in LAYERS) < ZIPPED


def test_everything_compiled_is_for_lambdas_processor_and_python(shipped: Path) -> None:
    compiled = [p for p in files(folder(shipped)) if ".so" in p.suffixes]
    assert compiled
    assert {int.from_bytes(path.read_bytes()[18:20], "little") for path in compiled} == {AARCH64}
    tags = {path.name.split(".")[1] for path in compiled if "cpython" in path.name}
    assert tags <= {"cpython-313-aarch64-linux-gnu"}


def test_bytecode_is_for_lambdas_python(shipped: Path) -> None:
    assert {path.name.split(".")[-2] for path in bytecode(folder(shipped))} <= {"cpython-313"}


@pytest.mark.skipif(not shutil.which(f"python{HERE['PYTHON_VERSION']}"), reason="no compiler")
def test_layers_come_compiled_and_nothing_is_compiled_again(runnable: Path) -> None:
    core = folder(runnable) / "CoreLayer"
    compiled = {path.parent.parent / path.name.split(".")[0] for path in bytecode(core)}
    assert compiled == {path.with_suffix("") for path in files(core) if path.suffix == ".py"}
    assert {path.read_bytes()[4:8] for path in bytecode(core)} == {UNCHECKED}


def test_templates_come_compiled(shipped: Path) -> None:
    templates = folder(shipped) / "TemplatesLayer" / "python" / "broadsheet_templates"
    sources = [path for path in files(templates) if path.suffix in (".html", ".xml")]
    assert len(list(templates.glob("__compiled__/tmpl_*.py"))) == len(sources)


def bytecode(root: Path) -> list[Path]:
    return [path for path in files(root) if path.suffix == ".pyc"]


def test_nothing_is_shipped_that_depends_on_who_built_it(shipped: Path) -> None:
    text = [path.read_bytes() for path in files(folder(shipped)) if path.suffix in TEXT]
    assert not [True for content in text if str(shipped).encode() in content]


def test_equal_sources_give_equal_bytes_whatever_lies_beside_them(shipped: Path, build: Build) -> None:
    again = folder(build(*LEFT_BEHIND))
    assert digests(folder(shipped)) == digests(again)


def test_a_function_is_its_modules_and_nothing_else(shipped: Path) -> None:
    names = {path.name for path in files(folder(shipped) / "IngestFunction")}
    assert names == {path.name for path in (shipped / "functions").glob("*.py")}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_brings_its_packages_where_lambda_looks(shipped: Path, layer: str) -> None:
    assert [path.name for path in (folder(shipped) / layer).iterdir()] == ["python"]


def test_the_built_template_is_the_template(shipped: Path) -> None:
    source, built = (_resources(path / "template.yaml") for path in (shipped, folder(shipped)))
    assert json.dumps(built, sort_keys=True) == json.dumps(source, sort_keys=True)


def _resources(template: Path) -> dict[str, Any]:
    """Without what the build is there to change."""
    found: dict[str, Any] = yaml_parse(template.read_text("utf-8"))["Resources"]
    for resource in found.values():
        for place in ("CodeUri", "ContentUri"):
            resource.get("Properties", {}).pop(place, None)
        resource.get("Metadata", {}).pop("SamResourceId", None)
        if not resource.get("Metadata", True):
            del resource["Metadata"]
    return found
