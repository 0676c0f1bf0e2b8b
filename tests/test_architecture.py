"""What must stay true of the house: imports point inward, handlers are thin, one module builds clients."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = ROOT / "layers" / "core" / "broadsheet"
# Room -> the rooms it may know. Whatever is not named here may be imported by no room at all.
MAY_IMPORT = {
    "domain": {"domain", "ports", "errors"},
    "formats": {"formats", "domain", "errors"},
    "rendering": {"rendering", "domain", "errors"},
    "commenting": {"commenting", "domain", "ports", "errors", "rendering", "converge"},
    "publishing": {
        "publishing",
        "commenting",
        "formats",
        "rendering",
        "domain",
        "ports",
        "errors",
        "converge",
        "imaging",
        "together",
    },
    "adapters": {"adapters", "ports", "errors", "domain"},
    "converge": {"errors"},
    "imaging": {"imaging", "domain", "errors"},
    "ports": set(),
    "errors": set(),
    "loading": set(),
    "settings": {"errors"},
    "together": set(),
    "telemetry": {"converge", "settings"},
    "wiring": {"adapters", "ports", "settings", "together"},
}
HANDLERS = sorted((ROOT / "functions").glob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.py"))


def modules() -> list[Path]:
    return sorted(path for path in CORE.rglob("*.py") if path != CORE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(CORE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(CORE)))
def test_imports_point_inward(path: Path) -> None:
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("broadsheet.")}

    assert rooms <= MAY_IMPORT[room_of(path)]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(CORE)))
def test_only_the_aws_adapters_and_the_wiring_know_aws(path: Path) -> None:
    known = {name.split(".")[0] for name in imports(path)} & {"boto3", "botocore", "mypy_boto3_s3"}

    allowed = path.is_relative_to(CORE / "adapters" / "aws") or path == CORE / "wiring.py"
    assert not known or allowed


@pytest.mark.parametrize(
    "path", [p for p in modules() if room_of(p) in ("domain", "formats")], ids=lambda p: p.name
)
def test_the_pure_rooms_ask_neither_clock_nor_environment(path: Path) -> None:
    calls = {
        ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
    }

    assert not calls & {"datetime.now", "time.time", "os.environ", "date.today", "datetime.utcnow"}


@pytest.mark.parametrize("path", [*modules(), *HANDLERS, *TEMPLATES], ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_settings_read_the_environment(path: Path) -> None:
    """However it is spelled: a variable that is read elsewhere is one that no test of the template knows."""
    words = set(words_of(ast.parse(path.read_text())))

    assert path == CORE / "settings.py" or not words & {"environ", "environb", "getenv", "getenvb"}


def words_of(tree: ast.AST) -> Iterator[str]:
    """Every name in the code, and every whole string."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.alias(name=word):
                yield word
            case ast.Constant(value=str(word)):
                yield word


def test_only_the_wiring_builds_clients() -> None:
    sources = [*modules(), *HANDLERS]

    builders = [path.name for path in sources if "create_client" in path.read_text()]

    assert builders == ["wiring.py"]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(CORE)))
def test_a_dataclass_says_what_it_is(path: Path) -> None:
    """Where one does not, Python writes its signature down: a third of the time that it takes to make."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
        and not ast.get_docstring(node)
    ]

    assert not silent


@pytest.mark.parametrize("path", HANDLERS, ids=lambda p: p.stem)
def test_a_handler_parses_calls_and_answers(path: Path) -> None:
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]

    lengths = {f.name: (f.end_lineno or 0) - f.lineno for f in functions}

    assert max(lengths.values()) <= 30
    assert "boto3" not in path.read_text()


@pytest.mark.parametrize("path", sorted((ROOT / "functions").glob("*.py")), ids=lambda p: p.stem)
def test_no_function_imports_the_command_line(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith("broadsheet_cli")]
