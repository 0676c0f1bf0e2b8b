"""Templates in, text out: the one Jinja environment."""

from __future__ import annotations

import hashlib
import operator
import os
from collections.abc import Callable, MutableMapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.rendering import dates
from broadsheet.rendering.assets import TEMPLATES, asset_path
from broadsheet.rendering.jsontext import as_json
from broadsheet.rendering.pictures import other_types
from broadsheet.rendering.text import as_html, paragraphs
from broadsheet.rendering.views import titles

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment, Template

COMPILED = "__compiled__"  # beside the templates, where their layer was built (compiling.py)
KEPT = 4096  # printings of a macro: the same story stands in many lists

FILTERS = {
    "as_html": as_html,
    "human": dates.human,
    "human_date": dates.human_date,
    "machine": dates.machine,
    "other_types": other_types,
    "paragraphs": paragraphs,
    "rfc3339": dates.rfc3339,
    "rfc822": dates.rfc822,
    "titles": titles,
}


def fill(template: str, **values: Any) -> str:
    """The template with these values, escaped, without characters that XML forbids."""
    return environment().get_template(template).render(**values)


def once(template: str, macro: str) -> Callable[..., Any]:
    """A macro that is printed once for the same arguments, and after that is at hand."""

    @lru_cache(maxsize=KEPT)
    def printed(*arguments: Any, **options: Any) -> Any:
        return macro_of(template, macro)(*arguments, **options)

    return printed


@cache
def macro_of(template: str, name: str) -> Callable[..., Any]:
    module: Any = environment().get_template(template).module
    macro: Callable[..., Any] = getattr(module, name)
    return macro


ONCE = {
    "alternates": once("chrome.html", "alternates"),
    "byline": once("story_lines.html", "byline"),
    "card": once("teasers.html", "card"),
    "colophon": once("chrome.html", "colophon"),
    "empty_fields": once("comment_form.html", "fields"),
    "kicker": once("story_lines.html", "kicker"),
    "navigation": once("chrome.html", "navigation"),
}


def keep_compiled(folder: Path) -> None:
    """Keep the templates in this folder as they are compiled, for the next process; not where it may not be
    written. Whatever is found there goes by what a template and its compiler say, and not by their age."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415  as below

    from broadsheet.rendering import escaping  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if os.access(folder, os.W_OK):
        compiler = hashlib.sha256(Path(escaping.__file__).read_bytes()).hexdigest()[:8]
        environment().bytecode_cache = FileSystemBytecodeCache(str(folder), f"by_{compiler}_%s.cache")


def beside_the_templates() -> Path:
    """Where Python keeps modules that stand there as it has compiled them."""
    return Path(str(files(TEMPLATES))) / "__pycache__"


@cache
def environment() -> Environment:
    """Built once in a process."""
    # Not every call of a function that may print a page does, and Jinja takes a sixth of a cold start.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415
    from jinja2.runtime import Context  # noqa: PLC0415

    from broadsheet.rendering import escaping  # noqa: PLC0415

    class Direct(Context):
        # Nothing that our templates call wants to be told of Jinja's own state, and to ask each time takes
        # longer than most calls.
        call: Any = staticmethod(operator.call)

    class Plain(Environment):
        context_class = Direct
        code_generator_class = escaping.Writing
        escaped = staticmethod(escaping.escaped)

        @cache  # noqa: B019  there is one of these in a process, and its templates do not change
        def get_template(self, *named: Any, **options: Any) -> Template:
            return super().get_template(*named, **options)

        def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
            """One dictionary: what Jinja makes instead, a chain of two, is gone through for every page."""
            return {**self.globals, **(d or {})}

    made = Plain(
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.policies.update({"json.dumps_function": as_json, "json.dumps_kwargs": {}})
    made.globals.update(ONCE, asset=asset_path, revised=dates.revised)
    return made


def _loader() -> BaseLoader:
    """Each template is loaded when it is first used, and compiled then where that was not done before."""
    from jinja2 import ChoiceLoader, ModuleLoader, PackageLoader  # noqa: PLC0415

    compiled = str(files(TEMPLATES) / COMPILED)
    return ChoiceLoader([ModuleLoader(compiled), PackageLoader(TEMPLATES, "")])
