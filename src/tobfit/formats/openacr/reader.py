"""Reading a file: which of the two kinds it is, and by which catalogue a report is read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.openacr.catalogue import read_catalogue
from tobfit.formats.openacr.choice import Choice
from tobfit.formats.openacr.header import read_header
from tobfit.formats.openacr.known import FALLBACK, known
from tobfit.formats.openacr.record import LEVELS, Criterion, OpenAcr, elements_of
from tobfit.formats.openacr.report import ReportReader
from tobfit.formats.openacr.scan import Scan, at
from tobfit.formats.openacr.vocabulary import pack_of, requirements_of
from tobfit.formats.source import file_name
from tobfit.formats.tree_of import read_tree, with_excerpts
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node, Seq, problem_at


def read(
    path: str | bytes | os.PathLike[str],
    *,
    levels: Iterable[str] | str = LEVELS,
    component: str | None = None,
    catalog: str | bytes | os.PathLike[str] | OpenAcr | None = None,
) -> OpenAcr:
    """Reads an OpenACR catalogue or report; the file itself says which it is.

    ``levels`` and ``component`` choose the lines of a catalogue and the answers of a report (no component:
    all of them; criteria without a level, those of Section 508, are of every level, and their component is
    ``none``). A report is read by ``catalog`` (a path, or a catalogue that was read before), else by the
    published edition that it names, else, with a warning, by WCAG 2.1.

    Raises TobfitError for a file that cannot be read or is no OpenACR file (TF501) and for an unknown level
    or component (TF508). All else that is wrong stands in ``problems``, and answers that were not taken
    over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "acme.yaml")
    >>> _ = file.write_text('''
    ... product: {name: Acme CRM, version: "5.2"}
    ... catalog: 2.4-edition-wcag-2.1-508-en
    ... chapters:
    ...   success_criteria_level_a:
    ...     criteria:
    ...       - num: 1.1.1
    ...         components: [{name: web, adherence: {level: partially-supports}}]
    ... ''')
    >>> product = read(file, component="web").products[0]
    >>> product.id, product.capabilities["wcag21:1.1.1/web"][0].extent
    ('acme-crm@5.2', 'partial')
    """
    choice = Choice.of(levels, component)
    file = file_name(path, "openacr.read.path")
    root, text = read_tree(file)
    scan = Scan()
    try:
        if _is_catalogue(root):
            found = _catalogue(root, choice, scan)
        elif isinstance(root, Map) and root.get("product") is not None and root.get("chapters") is not None:
            found = _report(root, file, choice, catalog, scan)
        else:
            _refuse(root)
    except TobfitError as error:
        raise TobfitError(with_excerpts(error.problems, {file: text})) from None
    return attrs.evolve(found, problems=with_excerpts(scan.problems, {file: text}))


def _is_catalogue(root: Node) -> bool:
    if not isinstance(root, Map) or root.get("product") is not None:
        return False
    return isinstance(root.get("standards"), Seq) or isinstance(root.get("chapters"), Seq)


def _refuse(root: Node) -> NoReturn:
    message = "this is neither an OpenACR report nor an OpenACR catalogue"
    hint = "a report has product and chapters, a catalogue has standards and a list of chapters"
    raise TobfitError([problem_at(root.mark, "TF501", "$", message, hint=hint)])


def _catalogue(root: Node, choice: Choice, scan: Scan) -> OpenAcr:
    assert isinstance(root, Map)
    catalogue = read_catalogue(root, scan)
    choice.check_component(catalogue.components)
    return OpenAcr(
        kind="catalog",
        scheme=catalogue.scheme,
        elements=elements_of(catalogue.criteria),
        pack=pack_of(catalogue),
        requirements=requirements_of(catalogue, choice),
        criteria=catalogue.criteria,
        components=catalogue.components,
    )


@attrs.frozen
class _Basis:
    """What a report is read by."""

    scheme: str
    criteria: tuple[Criterion, ...]

    @property
    def components(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for criterion in self.criteria for name in criterion.components))

    @property
    def by_number(self) -> dict[str, tuple[Criterion, ...]]:
        found: dict[str, tuple[Criterion, ...]] = {}
        for criterion in self.criteria:
            found[criterion.number] = (*found.get(criterion.number, ()), criterion)
        return found


def _report(
    root: Map, file: str, choice: Choice, catalog: str | bytes | os.PathLike[str] | OpenAcr | None, scan: Scan
) -> OpenAcr:
    basis = _named(root, scan) if catalog is None else _given(catalog, scan)
    choice.check_component(basis.components)
    header = read_header(root, file, scan)
    reader = ReportReader(header=header, choice=choice, criteria=basis.by_number, scan=scan)
    reader.read(root)
    return OpenAcr(
        kind="report",
        scheme=basis.scheme,
        elements=elements_of(tuple(reader.named.values())),
        products=(reader.product(),),
        criteria=basis.criteria,
        components=basis.components,
        unread=tuple(reader.unread),
        unanswered=tuple(id for id in reader.unanswered if id not in reader.statements),
        not_evaluated=tuple(id for id in reader.not_evaluated if id not in reader.statements),
        skipped=FrozenMap(sorted(reader.skipped.items())),
        skipped_levels=FrozenMap(sorted(reader.skipped_levels.items())),
    )


def _given(catalog: str | bytes | os.PathLike[str] | OpenAcr, scan: Scan) -> _Basis:
    if isinstance(catalog, OpenAcr):
        found = catalog
    else:
        found = read(file_name(catalog, "openacr.read.catalog"))
        scan.problems.extend(found.problems)
    if found.kind != "catalog":
        message = "what was passed as the catalogue is a report"
        raise TobfitError([Problem(code="TF501", message=message, path="openacr.read.catalog")])
    return _Basis(found.scheme, found.criteria)


def _named(root: Map, scan: Scan) -> _Basis:
    editions = known().editions
    name = scan.optional_text(root, "catalog", "$")
    if name in editions:
        return _Basis(editions[name], known().criteria[editions[name]])
    if name is None:
        message = "the report names no catalogue"
        hint = "it was read by WCAG 2.1; pass catalog= for another one"
        scan.warn(at(root, "catalog"), "TF502", "$", message, hint)
    else:
        message = f"the catalogue {shown(name)} is not at hand"
        read_by = "it was read by WCAG 2.1; pass catalog= for another one"
        hint = " ".join(filter(None, (near(name, editions), read_by)))
        scan.warn(at(root, "catalog"), "TF503", "$.catalog", message, hint)
    return _Basis(FALLBACK, known().criteria[FALLBACK])
