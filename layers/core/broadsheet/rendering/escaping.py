"""Escaping as MarkupSafe does it, without a `Markup` for each word that is put into a page.

Jinja joins what a template prints and needs to know of none of it that it is escaped; what macros and blocks
print is marked as such once it is joined.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import escape

_special = re.compile("[&<>'\"]").search


def escaped(value: Any) -> str:
    """The value as text for HTML; what says itself that it is HTML stays as it is."""
    return value if type(value) is str and not _special(value) else escape(value)


class Writing(CodeGenerator):
    """Python from templates, in which `escaped` of the environment takes the place of `escape`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.escaped({finalize.src or ''}")
