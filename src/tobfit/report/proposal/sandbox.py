"""Where templates of users run: they read plain data and write text, and every value they write is escaped.

Based on Jinja's immutable sandbox, made closed: what is not allowed by name is refused. Autoescaping is on, but what
escapes is ``finalize``, which turns each value into text of the target; Jinja's own escape sees only what has been
through it. Loops are counted, texts and numbers bounded. See decision 0038.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, nodes, pass_eval_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from tobfit.model.scalars import shown
from tobfit.report.proposal.allowed import (
    LIST_METHODS,
    MAPPING_METHODS,
    TEXT_METHODS,
    bounded_range,
    check_raw,
    filters,
    formatted,
    mapping,
    plain,
    together,
)
from tobfit.report.proposal.budget import WRITTEN, Budget, NotText, TooMuch, check_bits, check_length
from tobfit.report.proposal.faults import FILENAME, UnknownName, Unsafe, unknown
from tobfit.report.words import Words

CLOSED: dict[type[nodes.Node], str] = {
    nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "import", nodes.Extends: "extends",
    nodes.ScopedEvalContextModifier: "autoescape", nodes.EvalContextModifier: "autoescape",
}  # fmt: skip
"""Statements that reach for other files or switch the escape layer off."""
METHODS: tuple[tuple[type[Any], frozenset[str]], ...] = (
    (str, TEXT_METHODS),
    (Mapping, MAPPING_METHODS),
    (list, LIST_METHODS),
    (tuple, LIST_METHODS),
    (int, frozenset()),
    (float, frozenset()),
    (type(None), frozenset()),
)
"""The kinds of values and what can be called on them."""


class Missing(StrictUndefined):
    """A name that is not there: whatever is done with it is an error that names what is near."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None) -> None:
        del exc
        message, near = unknown(name or "", obj)
        super().__init__(hint or message, obj, name, functools.partial(UnknownName, near))  # type: ignore[arg-type]


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one rendering: ``escape`` makes a value's text one of the target; ``lines``: statements
    on lines of their own leave no line behind."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(
        self, escape: Callable[[str], str], words: Words, names: Mapping[str, Any], *, lines: bool = False
    ) -> None:
        super().__init__(
            undefined=Missing, autoescape=True, finalize=_finalize(escape, words), optimized=False, cache_size=0,
            keep_trailing_newline=True, trim_blocks=lines, lstrip_blocks=lines,
        )  # fmt: skip
        self.undefined = self._missing  # type: ignore[assignment]
        self.budget = Budget()
        self.names = names
        self.filters = {**filters(self.budget), "counted": self._counted, "together": together}
        self.globals = {
            "range": bounded_range(self.budget), "dict": mapping, "namespace": Namespace, "cycler": Cycler,
            "joiner": Joiner,
        }  # fmt: skip

    def of_tree(self, tree: nodes.Template) -> Template:
        """The template of a tree that was looked through."""
        code = self.compile(tree, filename=FILENAME)
        return Template.from_code(self, code, self.make_globals(None))

    def rendered(self, template: Template) -> str:
        """What the template writes about the names."""
        pieces, length = [], 0
        for piece in template.generate(self.names):
            length += len(piece)
            if length > WRITTEN:
                raise TooMuch(f"it writes more than {WRITTEN:,} characters")
            pieces.append(piece)
        return "".join(pieces)

    def _counted(self, items: Any) -> Any:
        """The items of a loop, each a step."""
        if items is None or isinstance(items, str | int | float):
            kind = "text" if isinstance(items, str) else "nothing" if items is None else "number"
            raise NotText(f"a loop needs a list, not a {kind}" if items is not None else "a loop needs a list")
        return self.budget.counted(items)

    def _missing(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> Missing:
        """A name that no value holds was looked for in the context."""
        return Missing(hint, self.names if obj is missing else obj, name, exc)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A part of a value by name: an entry before a method, and methods by name alone."""
        if isinstance(obj, Markup):
            check_raw(obj)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if attribute.startswith("_"):
            self._refuse(attribute)
        for kind, methods in METHODS:
            if isinstance(obj, kind):
                return getattr(obj, attribute) if attribute in methods else self._lacking(obj, attribute)
        return super().getattr(obj, attribute)

    def _lacking(self, obj: Any, attribute: str) -> Any:
        if hasattr(obj, attribute):
            self._refuse(attribute)
        return Missing(None, obj, attribute)

    def _refuse(self, attribute: str) -> NoReturn:
        raise Unsafe(f"a template may not use {shown(attribute)}")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A part of a value by name or place."""
        if isinstance(obj, Markup):
            check_raw(obj)
        if isinstance(argument, str):
            return self.getattr(obj, str(argument))
        try:
            return obj[argument]
        except (TypeError, LookupError):
            raise NotText(f"there is no place {argument!r} in it") from None

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """A call, which is a step."""
        __self.budget.step()
        __self.budget.handle(getattr(__obj, "__self__", None))
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Sums, products, powers and rests, looked at before they are worked out."""
        check_raw(left)
        check_raw(right)
        if operator == "%" and isinstance(left, str):
            return formatted(left, *(right if isinstance(right, tuple) else (right,)))
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, type(left)):
            check_length(len(left) + len(right))
            self.budget.handle(left)
        if operator in ("*", "**"):
            _check_product(operator, left, right)
        return super().call_binop(context, operator, left, right)


def _check_product(operator: str, left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | list | tuple) and isinstance(other, int):
            check_length(len(one) * max(other, 0))
    if isinstance(left, int) and isinstance(right, int):
        power = operator == "**"
        check_bits(left.bit_length() * max(right, 1) if power else left.bit_length() + right.bit_length())


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
        node.iter = nodes.Filter(node.iter, "counted", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """``a ~ b`` is bounded."""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "together", [], [], None, None, lineno=node.lineno)


class UnsafeStatement(Unsafe):
    """What is closed, with its line."""

    lineno: int = 1


def _unsafe(message: str, node: nodes.Node) -> Unsafe:
    found = UnsafeStatement(message)
    found.lineno = node.lineno
    return found


def _finalize(escape: Callable[[str], str], words: Words) -> Callable[..., Markup]:
    """What each value becomes that a template shows: escaped text of the target."""

    # Jinja works out constants ahead, and escapes them its own way, unless this needs something of the rendering.
    @pass_eval_context
    def finalize(_context: Any, value: Any) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, bool):
            return Markup(escape(words("yes" if value else "no")))
        return Markup(escape(plain(value)))

    return finalize
