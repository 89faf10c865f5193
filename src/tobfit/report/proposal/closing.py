"""Looks a template through before it runs: what is closed, and what is to be counted and paid for."""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from tobfit.report.proposal.faults import Unsafe

CLOSED: dict[type[nodes.Node], str] = {
    nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "import", nodes.Extends: "extends",
    nodes.ScopedEvalContextModifier: "autoescape", nodes.EvalContextModifier: "autoescape",
}  # fmt: skip
"""Statements that reach for other files or switch the escape layer off."""


class Closing(NodeTransformer):
    """Looks a template through: refuses what is closed, counts its loops, bounds texts that are put together."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """Everything that has no rule of its own below."""
        word = CLOSED.get(type(node))
        if word is not None:
            raise _unsafe(f"there is no {word} in a template", node)
        return super().generic_visit(node, *args, **kwargs)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Loops count their items."""
        if node.recursive:
            raise _unsafe("a loop may not be recursive", node)
        self.generic_visit(node)
        node.iter = _through("counted", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """``a ~ b`` is bounded."""
        self.generic_visit(node)
        return _through("together", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """What is compared is paid for; what is looked for in a mapping is found at once."""
        self.generic_visit(node)
        node.expr = _through("weighed", node.expr)
        for operand in node.ops:
            operand.expr = _through("searched" if operand.op in ("in", "notin") else "weighed", operand.expr)
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:  # noqa: N802
        """Keys of mappings are compared."""
        self.generic_visit(node)
        node.key = _through("weighed", node.key)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """``a[1:3]``, which Jinja would cut without asking."""
        self.generic_visit(node)
        part = node.arg
        if not isinstance(part, nodes.Slice):
            return node
        ends = [end or nodes.Const(None, lineno=node.lineno) for end in (part.start, part.stop, part.step)]
        return _through("sliced", node.node, *ends)

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802
        """What a template says itself goes the way of what it shows, where letters are counted."""
        return nodes.MarkSafe(nodes.Const(node.data, lineno=node.lineno), lineno=node.lineno)


class UnsafeStatement(Unsafe):
    """What is closed, with its line."""

    lineno: int = 1


def _unsafe(message: str, node: nodes.Node) -> Unsafe:
    found = UnsafeStatement(message)
    found.lineno = node.lineno
    return found


def _through(name: str, node: nodes.Node, *arguments: nodes.Expr) -> nodes.Filter:
    """A value that goes through one of our own filters."""
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)
