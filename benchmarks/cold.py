"""What a cold start of each function takes: CPU and memory of its import, beside that of what it stands on.

    make tools && .venv/bin/python benchmarks/cold.py

The functions are built by the SAM CLI for this machine and started in a bare interpreter: on its path are the
function's folder, its layers and what Lambda's runtime brings along. As in Lambda, nothing of ours has been
compiled before. The floor is boto3, Powertools and the libraries without which the function could not work.
"""

from __future__ import annotations

import compileall
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TOOLS = PROJECT / ".tools"
SAM, RUNTIME = TOOLS / "sam" / "bin" / "sam", TOOLS / "runtime"
PYTHON = getattr(sys, "_base_executable", sys.executable)
TIMES = 7
HEADS = {"package KB": 11, "floor ms": 10, "ms": 7, "times": 7, "floor MB": 10, " MB": 7, " times": 7}
READING = ("pyromark", "nh3", "anyascii")
NEEDS = {  # layers, and libraries beside boto3 and Powertools
    "ingest": (("Core",), READING),
    "media": (("Core", "Images"), ("PIL.Image", "defusedxml.ElementTree", "anyascii")),
    "invalidate": (("Core",), ("anyascii",)),
    "render": (("Core", "Templates"), READING),
    "comments": (("Core", "Templates"), ("anyascii",)),
    "clock": (("Core", "Templates"), READING),
}
BASE = "import boto3\nfrom aws_lambda_powertools import Logger, Metrics\nLogger(), Metrics()\n"
TOLD = """
import resource, sys, time
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(sys.modules))
"""


@dataclass(frozen=True, order=True)
class Start:
    cpu: float
    megabytes: float
    modules: int


def main() -> int:
    if not SAM.exists() or not RUNTIME.is_dir():
        sys.exit("the tools are not installed: make tools")
    compileall.compile_dir(RUNTIME, quiet=2)  # Lambda's own libraries are
    with tempfile.TemporaryDirectory() as folder:
        built = build(Path(folder))
        print(" " * 11 + "".join(f"{head:>{width}}" for head, width in HEADS.items()))
        for name in NEEDS:
            print(line(name, built), flush=True)
        for layer in ("Core", "Images", "Templates"):
            print(f"{layer + 'Layer':15} {size(built / f'{layer}Layer'):7.0f} KB")
    return 0


def build(folder: Path) -> Path:
    here = f"manylinux2014_{platform.machine()} manylinux_2_28_{platform.machine()}"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    env = os.environ | {"PLATFORMS": here, "PYTHON_VERSION": version, "PYTHON": sys.executable}
    command = [str(SAM), "build", "--build-dir", str(folder / "built"), "--cache-dir", str(folder / "cache")]
    subprocess.run(
        command, cwd=PROJECT, env=env | {"SAM_CLI_TELEMETRY": "0"}, check=True, capture_output=True
    )
    return folder / "built"


def line(name: str, built: Path) -> str:
    _, libraries = NEEDS[name]
    floor = started(BASE + "".join(f"import {library}\n" for library in libraries), name, built)
    whole = started(f"import {name}", name, built)
    return (
        f"{name:11} {size(task(name, built)):10.1f} {floor.cpu * 1000:9.0f} {whole.cpu * 1000:6.0f} "
        f"{whole.cpu / floor.cpu:6.2f} {floor.megabytes:9.0f} {whole.megabytes:6.0f} "
        f"{whole.megabytes / floor.megabytes:6.2f}"
    )


def started(code: str, name: str, built: Path) -> Start:
    """The quickest of several starts: what comes on top is other people's."""
    layers, _ = NEEDS[name]
    path = [task(name, built), *(built / f"{layer}Layer" / "python" for layer in layers), RUNTIME]
    env = {
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "POWERTOOLS_SERVICE_NAME": name,
        "POWERTOOLS_METRICS_NAMESPACE": "Broadsheet",
    }
    return min(_start(code, env) for _ in range(TIMES))


def _start(code: str, env: dict[str, str]) -> Start:
    done = subprocess.run(
        [PYTHON, "-S", "-c", code + TOLD], env=env, capture_output=True, text=True, check=True
    )
    cpu, megabytes, modules = done.stdout.split()[-3:]
    return Start(float(cpu), float(megabytes), int(modules))


def task(name: str, built: Path) -> Path:
    return built / f"{name.capitalize()}Function"


def size(folder: Path) -> float:
    """In KB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1024


if __name__ == "__main__":
    sys.exit(main())
