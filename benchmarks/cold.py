"""What a cold start of each function takes: CPU and memory of its import and its first call, beside a floor.

    make tools && .venv/bin/python benchmarks/cold.py

The functions are built by the SAM CLI for this machine and started in a bare interpreter: on its path are the
function's folder, its layers and what the runtime brings along. The first call is a real event in a local
AWS, a process of its own. The floor is boto3, Powertools and the libraries without which the function
could not work; its first call sends the requests that the function has just sent. `--sources` is without the
bytecode of our layers, as where they are built without Lambda's own version of Python at hand.
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from arguments import described
from broadsheet_cli.local.stack import LocalStack
from starting.bare import PYTHON, RUNTIME, SAM, Bare, Start
from starting.work import PROJECT, Work, asleep

TIMES = 7
HEAD = f"{'':11} {'import CPU, ms':^22} {'and first call, ms':^22} {'peak memory, MB':^22}\n{'':11}" + 3 * (
    f"{'floor':>8}{'ours':>7}{'times':>8}"
)
READING = ("pyromark", "nh3", "anyascii", "zoneinfo")
PRINTING = "import jinja2"  # with the first page
NEEDS = {  # layers; libraries beside boto3 and Powertools; what is loaded with the first call
    "ingest": (("Core",), READING, ""),
    "media": (("Core", "Images"), ("PIL.Image", "defusedxml.ElementTree", "anyascii"), ""),
    "invalidate": (("Core",), ("anyascii",), ""),
    "render": (("Core", "Templates"), READING, PRINTING),
    "comments": (("Core", "Templates"), ("anyascii",), ""),
    "clock": (("Core", "Templates"), ("anyascii", "zoneinfo"), ""),
}


@dataclass
class Starts:
    floor: list[Start] = field(default_factory=list)
    ours: list[Start] = field(default_factory=list)

    def columns(self) -> str:
        """The least of each: what comes on top is other people's."""
        return "".join(self._beside(figure) for figure in ("imported", "called", "megabytes"))

    def _beside(self, figure: str) -> str:
        floor, ours = (min(getattr(start, figure) for start in starts) for starts in (self.floor, self.ours))
        return f"{floor:8.0f}{ours:7.0f}{ours / floor:8.2f}"


def main() -> int:
    parser = described(__doc__)
    parser.add_argument("--sources", action="store_true", help="without bytecode")
    options = parser.parse_args()
    if not SAM.exists() or not RUNTIME.is_dir():
        sys.exit("the tools are not installed: make tools")
    with tempfile.TemporaryDirectory() as scratch, LocalStack() as stack:
        asleep(stack)
        built = build(Path(scratch))
        if options.sources:
            for folder in list(built.rglob("__pycache__")):
                shutil.rmtree(folder)
        print(HEAD)
        for name, starts in measured(Work(stack), built, Path(scratch)).items():
            print(f"{name:11}{starts.columns()}")
        print("packages: " + ", ".join(f"{path.name} {size(path):,.0f} KB" for path in packages(built)))
    return 0


def build(folder: Path) -> Path:
    """Of the libraries that Lambda brings along, and of our layers, there is bytecode."""
    compileall.compile_dir(RUNTIME, quiet=2)
    here = f"manylinux2014_{platform.machine()} manylinux_2_28_{platform.machine()}"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    env = os.environ | {"PLATFORMS": here, "PYTHON_VERSION": version, "PYTHON": sys.executable}
    env |= {"PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}", "SAM_CLI_TELEMETRY": "0"}
    command = [str(SAM), "build", "--build-dir", str(folder / "built"), "--cache-dir", str(folder / "cache")]
    subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)
    return folder / "built"


def measured(work: Work, built: Path, scratch: Path) -> dict[str, Starts]:
    """Rounds in which each function is started after those whose work it goes on with. The first one finds
    a new site, which is another matter."""
    starts = {name: Starts() for name in NEEDS}
    for number in range(TIMES + 1):
        work.prepare(number)
        for name, (layers, libraries, printing) in NEEDS.items():
            folders = (task(name, built), *(built / f"{layer}Layer" / "python" for layer in layers))
            bare, sent = Bare(folders, work.variables(name)), scratch / name
            ours = bare.function(name, work.event(name, number), sent)
            if number:
                starts[name].ours.append(ours)
                starts[name].floor.append(bare.floor(libraries, printing, sent))
    return starts


def task(name: str, built: Path) -> Path:
    return built / f"{name.capitalize()}Function"


def packages(built: Path) -> list[Path]:
    """One function stands for all: they are the same modules."""
    return [task("ingest", built), *sorted(built.glob("*Layer"))]


def size(folder: Path) -> float:
    """In KB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1024


if __name__ == "__main__":
    sys.exit(main())
