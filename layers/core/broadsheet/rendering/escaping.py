"""What our templates become in Python: values are escaped as MarkupSafe does it, without a `Markup` for each
word that is put into a page, and without the characters that no page may carry.

Jinja joins what a template prints and needs to know of none of it that it is escaped; what macros and blocks
print is marked as such once it is joined.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Expr, Getattr, Name
from markupsafe import Markup, escape

from broadsheet.rendering.text import FORBIDDEN, legal

_special = re.compile(f"[&<>'\"{FORBIDDEN}]").search  # as fast as for five characters


def escaped(value: Any) -> str:
    """The value as text for HTML; what says itself that it is HTML stays as it is."""
    kind = type(value)
    if kind is str:
        return escape(legal(value)) if _special(value) else value
    return value if kind is Markup else escape(value)


class Writing(CodeGenerator):
    """Python from templates, in which `escaped` of the environment takes the place of `escape`, a call has no
    arguments but its own, and an attribute is one: Jinja would look for an entry of that name as well, by a
    call for each."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.escaped({finalize.src or ''}")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        self.write("context.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.node, Name) and node.node.name == "self":  # whose blocks are entries
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")
