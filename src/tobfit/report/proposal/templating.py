"""Filling in the parts of a template: all that is wrong before anything runs, then what goes wrong while it does."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import attrs
from jinja2 import Template, TemplateError, meta, nodes

from tobfit.errors import Problem, TobfitError
from tobfit.report.proposal.budget import NotText, TooMuch
from tobfit.report.proposal.closing import Closing
from tobfit.report.proposal.faults import EXPECTED, Place, UnknownName, line_of, problem_of, unknown
from tobfit.report.proposal.sandbox import Sandbox

FAULTS = (TemplateError, TooMuch, NotText, RecursionError, SyntaxError, *EXPECTED)
"""What a template can raise."""
TOLD = 100
"""How many unknown names of a part are told at once."""
MARKS = 20_000
"""How many marks a part of a template may have: each takes a fifth of a millisecond to be made ready."""
CHECKED = ("defined", "undefined")


@attrs.frozen(eq=False)
class Source:
    """A part of a template, and where each of its lines stands."""

    text: str
    place: Callable[[int | None], Place]


def filled(sources: Sequence[Source], sandbox: Sandbox) -> list[str]:
    """What the parts write. Syntax errors, closed statements and names that are not there are found in all parts
    before anything is written."""
    problems: list[Problem] = []
    templates: list[Template] = []
    for source in sources:
        try:
            templates.append(_template(source, sandbox, problems))
        except FAULTS as error:
            problems.append(problem_of(error, source.place(line_of(error))))
    if problems:
        raise TobfitError(problems)
    return [_rendered(source, one, sandbox) for source, one in zip(sources, templates, strict=True)]


def _template(source: Source, sandbox: Sandbox, problems: list[Problem]) -> Template:
    if source.text.count("{{") + source.text.count("{%") > MARKS:
        raise TooMuch(f"it has more than {MARKS:,} marks")
    tree = sandbox.parse(source.text)
    for name, line in itertools.islice(_unknown_names(tree, {*sandbox.names, *sandbox.globals}), TOLD):
        message, hint = unknown(name, {**sandbox.names, **dict.fromkeys(sandbox.globals)})
        problems.append(problem_of(UnknownName(hint, message), source.place(line)))
    return sandbox.of_tree(Closing().visit(tree))


def _rendered(source: Source, template: Template, sandbox: Sandbox) -> str:
    try:
        return sandbox.rendered(template)
    except FAULTS as error:
        raise TobfitError([problem_of(error, source.place(line_of(error)))]) from error


def _unknown_names(tree: nodes.Template, known: set[str]) -> Iterable[tuple[str, int]]:
    """The names that nothing in the template sets and that it does not ask for (``is defined``, ``default``)."""
    asked = set(_asked(tree))
    unknown_names = sorted(meta.find_undeclared_variables(tree) - known - asked)
    lines = _lines_of(tree, frozenset()) if unknown_names else {}
    for name in unknown_names:
        yield name, lines.get(name, 1)


def _lines_of(node: nodes.Node, bound: frozenset[str]) -> dict[str, int]:
    """Name -> the line on which it is first read where no loop, macro or ``with`` around it names it."""
    if isinstance(node, nodes.Name):
        return {node.name: node.lineno} if node.ctx == "load" and node.name not in bound else {}
    found: dict[str, int] = {}
    if isinstance(node, nodes.For):
        found = _lines_of(node.iter, bound)
    if isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.With):
        bound |= {one.name for one in node.find_all(nodes.Name) if one.ctx != "load"}
    for child in node.iter_child_nodes():
        for name, line in _lines_of(child, bound).items():
            found.setdefault(name, line)
    return found


def _asked(tree: nodes.Template) -> Iterable[str]:
    for test in tree.find_all(nodes.Test):
        if test.name in CHECKED and isinstance(test.node, nodes.Name):
            yield test.node.name
    for one in tree.find_all(nodes.Filter):
        if one.name in ("d", "default") and isinstance(one.node, nodes.Name):
            yield one.node.name
