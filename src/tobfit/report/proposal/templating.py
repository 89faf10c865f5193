"""Filling in the parts of a template: all that is wrong before anything runs, then what goes wrong while it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs
from jinja2 import Template, TemplateError, meta, nodes

from tobfit.errors import Problem, TobfitError
from tobfit.report.proposal.budget import NotText, TooMuch
from tobfit.report.proposal.faults import EXPECTED, Place, UnknownName, line_of, problem_of, unknown
from tobfit.report.proposal.sandbox import Closing, Sandbox

FAULTS = (TemplateError, TooMuch, NotText, RecursionError, *EXPECTED)
"""What a template can raise."""
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
    tree = sandbox.parse(source.text)
    for name, line in _unknown_names(tree, {*sandbox.names, *sandbox.globals}):
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
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        lines.setdefault(node.name, node.lineno)
    for name in sorted(meta.find_undeclared_variables(tree) - known - asked):
        yield name, lines.get(name, 1)


def _asked(tree: nodes.Template) -> Iterable[str]:
    for test in tree.find_all(nodes.Test):
        if test.name in CHECKED and isinstance(test.node, nodes.Name):
            yield test.node.name
    for one in tree.find_all(nodes.Filter):
        if one.name in ("d", "default") and isinstance(one.node, nodes.Name):
            yield one.node.name
