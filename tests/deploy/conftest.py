"""The project as it ships: built by the SAM CLI from a clean checkout."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TOOLS = PROJECT / ".tools"
SAM = TOOLS / "sam" / "bin" / "sam"
# This machine in the words of pip: built for it, the functions can be run here.
HERE = {
    "PLATFORMS": f"manylinux2014_{platform.machine()} manylinux_2_28_{platform.machine()}",
    "PYTHON_VERSION": f"{sys.version_info.major}.{sys.version_info.minor}",
}
Build = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def tools() -> None:
    if not SAM.exists():
        pytest.skip("the tools are not installed: make tools")


def sam(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    env |= {"SAM_CLI_TELEMETRY": "0", "PYTHON": sys.executable} | variables
    return subprocess.run(
        [str(SAM), *arguments], cwd=checkout, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a clean checkout, or one in which these empty files lie about as well; returns its folder, with
    `.aws-sam/build` in it."""

    def built(*left_behind: str, **variables: str) -> Path:
        folder = checkout(tmp_path_factory.mktemp("checkout"))
        for name in left_behind:
            (folder / name).touch()
        done = sam(folder, "build", **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return built


@pytest.fixture(scope="session")
def shipped(build: Build) -> Path:
    """Built for Lambda."""
    return build()


@pytest.fixture(scope="session")
def runnable(build: Build) -> Path:
    """Built for this machine."""
    return build(**HERE)


def checkout(folder: Path) -> Path:
    """What a commit of everything would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    return folder
