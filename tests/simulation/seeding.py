"""Seeded bugs: each is a change of the real source, made as it is imported."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from types import CodeType, ModuleType


@dataclass(frozen=True)
class Bug:
    """`right` must stand in the module's source exactly once; `wrong` takes its place. `where` is an
    operation that shows it soon, a pair, as `first/second`, or the name of a drill."""

    module: str
    right: str
    wrong: str
    where: str = ""


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the one module that has the bug."""

    def __init__(self, bug: Bug) -> None:
        self._bug = bug

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._bug.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin, self._bug)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, bug: Bug) -> None:
        super().__init__(fullname, path)
        self._bug = bug

    def get_code(self, fullname: str) -> CodeType:
        return compile(
            mutated(self.get_source(fullname) or "", self._bug), self.path, "exec", dont_inherit=True
        )


def mutated(source: str, bug: Bug) -> str:
    """The source with the bug. Raises ValueError where the right words are not in it."""
    if source.count(bug.right) != 1:
        raise ValueError(f"{bug.module} has these words {source.count(bug.right)} times: {bug.right!r}")
    return source.replace(bug.right, bug.wrong)


def seed_bug(bug: Bug) -> None:
    """From here on the module is imported with the bug. To be called before anything is imported."""
    if bug.module in sys.modules:
        raise RuntimeError(f"{bug.module} is imported already")
    sys.meta_path.insert(0, _Finder(bug))


def source_of(bug: Bug) -> str:
    spec = find_spec(bug.module)
    if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
        raise ValueError(f"there is no module {bug.module}")
    return spec.loader.get_source(bug.module) or ""
