"""What is read and not run: the template as auditors read it, our code as an attacker would, licences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet_cli.local.translation import translate

PROJECT = Path(__file__).parent.parent
TOOLS = PROJECT / ".tools"
CHECKOV = TOOLS / "checkov" / "bin" / "checkov"
BASELINE = PROJECT / "tools" / "checkov.yaml"
MOST_EXCEPTIONS = 12


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=PROJECT, capture_output=True, text=True, check=False)


def beside_python(tool: str) -> Path:
    return Path(sys.executable).with_name(tool)


@pytest.fixture(scope="module")
def transformed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What CloudFormation sees: linters see more in it than in the SAM template."""
    file = tmp_path_factory.mktemp("template") / "transformed.json"
    deployable = translate(PROJECT, bucket="code", region="eu-west-1", parameters={})
    file.write_text(json.dumps(deployable.template, indent=1))
    return file


def test_cfn_lint_has_nothing_to_say(transformed: Path) -> None:
    for template in (PROJECT / "template.yaml", transformed):
        done = run(beside_python("cfn-lint"), template)
        assert (done.returncode, done.stdout + done.stderr) == (0, ""), template


@pytest.mark.skipif(not CHECKOV.exists(), reason="the tools are not installed: make tools")
def test_checkov_finds_nothing_but_what_is_excepted_and_all_of_that(transformed: Path) -> None:
    with_exceptions = run(CHECKOV, "-f", transformed, "--config-file", BASELINE)
    without = run(
        CHECKOV, "-f", transformed, "--framework", "cloudformation", "--skip-download", "-o", "json"
    )
    found = {check["check_id"] for check in json.loads(without.stdout)["results"]["failed_checks"]}

    assert with_exceptions.returncode == 0, with_exceptions.stdout
    assert found == set(exceptions()), "an exception that is needed no more, or one that is new"


def test_every_exception_has_its_reason_and_there_are_few() -> None:
    assert len(exceptions()) <= MOST_EXCEPTIONS
    assert [check for check, reason in exceptions().items() if len(reason) < 40] == []


def exceptions() -> dict[str, str]:
    return dict(re.findall(r"^  - (CKV_\w+) +# (.*)$", BASELINE.read_text("utf-8"), re.MULTILINE))


def test_bandit_finds_nothing_of_weight_in_our_own_code() -> None:
    done = run(
        beside_python("bandit"), "-q", "-ll", "-r", "functions", "layers", "templates", "cli", "tools", "demo"
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not CHECKOV.exists(), reason="the tools are not installed: make tools")
def test_every_licence_is_listed_and_goes_together_with_ours() -> None:
    done = run(sys.executable, "tools/licences.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (PROJECT / "docs" / "licences.md").read_text("utf-8"), "run: make licences"
