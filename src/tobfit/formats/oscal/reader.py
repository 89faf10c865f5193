"""Reading a file: which of the three kinds it is, and by which catalogue and profile it is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import PurePath

from tobfit.errors import Problem, TobfitError
from tobfit.formats.foreign import Element
from tobfit.formats.found import Found
from tobfit.formats.json_tree import parse_json
from tobfit.formats.opened import OSCAL_MODELS, read_with, refuse
from tobfit.formats.oscal import options as asked
from tobfit.formats.oscal.catalogue import CatalogueReader, resources_left
from tobfit.formats.oscal.component import ComponentReader
from tobfit.formats.oscal.document import OF_THE_DOCUMENT, Header, Resources, read_header
from tobfit.formats.oscal.entry import EntryReader
from tobfit.formats.oscal.options import Basis, Options
from tobfit.formats.oscal.profile import ProfileReader, no_scheme
from tobfit.formats.oscal.record import CATALOG, COMPONENTS, KINDS, PROFILE, Kind, Oscal
from tobfit.formats.oscal.scheme import scheme_of
from tobfit.formats.oscal.vocabulary import pack_of, requirements_of
from tobfit.formats.source import check_file, file_name
from tobfit.formats.survey import Survey
from tobfit.formats.yaml_tree import parse_yaml
from tobfit.model.pack import Pack
from tobfit.model.tree import Map, Node

Given = str | bytes | os.PathLike[str] | Oscal | None
YAML = (".yaml", ".yml")


def read(
    path: str | bytes | os.PathLike[str],
    *,
    scheme: str | None = None,
    catalog: Given = None,
    profile: Given = None,
    source: str | None = None,
    alternative: str = "customisation",
    priority: str = "must",
) -> Oscal:
    """Reads an OSCAL catalogue, profile or component definition (1.x; JSON or YAML); the file says which it is.

    *Catalogue*, a resolved profile too: the vocabulary (one boolean capability for each control that is not withdrawn,
    below its family) and a line for each, with the ``priority`` must or should. *Profile*: a line for each control that
    it selects. ``catalog`` is the catalogue or profile that it imports, as a path or as a record read before; nothing
    is fetched. With it titles are known, ids are checked, and "include all", patterns and "with child controls" work.

    *Component definition*: a product for each component, a statement by the vendor for each control. Where no status is
    said the control is ``standard``, as for *implemented*; *partial* is partial extent, *planned* a roadmap without
    date, *alternative* is ``alternative`` (customisation or third_party), *not-applicable* is not_applicable. Statuses
    of the parts of one control are combined. The evidence is claimed. With ``catalog`` unknown controls, with
    ``profile`` those that it does not select are left out and reported (``outside``, TF146).

    ``scheme`` begins the ids. It is told from the addresses and titles of NIST's Special Publications, such as
    ``nist800-53r4``; for others it has to be passed. A component may answer several catalogues: without ``scheme``,
    ``catalog``, ``profile`` and ``source`` (a part of the address) all of them are read, each under its own scheme.

    Raises TobfitError for a file that cannot be read or is none of the three (TF140), for an option that cannot be used
    and where no scheme can be told (TF147). All else that is wrong stands in ``problems``, and what was not taken over
    in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "acme.json")
    >>> _ = file.write_text('''{"component-definition": {"metadata": {"title": "Acme"}, "components": [
    ...   {"uuid": "c1", "type": "software", "title": "Acme CRM", "control-implementations": [
    ...     {"uuid": "i1", "source": "https://example.org/SP800-53/rev4/catalog.json", "implemented-requirements": [
    ...       {"uuid": "r1", "control-id": "ac-2", "props": [{"name": "implementation-status", "value": "partial"}]}
    ...     ]}]}]}}''')
    >>> product = read(file).products[0]
    >>> product.id, product.capabilities["nist800-53r4:ac-2"][0].extent
    ('acme-crm', 'partial')
    """
    asked.checked_scheme(scheme)
    asked.checked_text("source", source)
    asked.checked("alternative", alternative, asked.ALTERNATIVES)
    asked.checked("priority", priority, asked.PRIORITIES)
    file = file_name(path, "oscal.read.path")
    known = _basis("catalog", catalog, Options(scheme=scheme))
    options = Options(
        scheme=scheme,
        catalog=known,
        profile=_basis("profile", profile, Options(scheme=scheme, catalog=known)),
        source=source,
        alternative=next(code for code in asked.ALTERNATIVES if code == alternative),
        priority=next(word for word in asked.PRIORITIES if word == priority),
    )
    options.check()
    return _open(file, options, options.check_kind)


def _open(file: str, options: Options, check_kind: Callable[[Kind], None] | None = None) -> Oscal:
    suffix = PurePath(file).suffix.lower()
    if suffix == ".xml":
        # OSCAL is as often written in XML; the tools of NIST turn one form into the other.
        check_file(file)
        hint = "convert it to JSON first, for example with oscal-cli"
        raise TobfitError([Problem(code="TF121", message="OSCAL is not read from XML", file=file, hint=hint)])
    scan = Survey(quoted=suffix not in YAML)
    parse = parse_yaml if suffix in YAML else parse_json
    return read_with(file, parse, lambda root: _read(root, file, options, scan, check_kind))


def _basis(name: str, given: Given, options: Options) -> Basis | None:
    """A catalogue or profile that was passed as a record or as a path, which is read under the same scheme."""
    if given is None:
        return None
    found = given if isinstance(given, Oscal) else _open(file_name(given, f"oscal.read.{name}"), options)
    errors = () if given is found else [one for one in found.problems if one.severity == "error"]
    if errors:
        raise TobfitError(errors)
    if found.kind == COMPONENTS:
        asked.refuse(name, f"what was passed as the {name} is a component definition", "pass a catalogue or a profile")
    return Basis.of_record(found)


def _read(root: Node, file: str, options: Options, scan: Survey, check_kind: Callable[[Kind], None] | None) -> Oscal:
    kind = _kind(root)
    assert isinstance(root, Map)
    body = root.get(kind)
    assert isinstance(body, Map)
    if check_kind is not None:
        check_kind(kind)
    header = read_header(body, f"$.{kind}", scan)
    scan.rest(root, "$", {kind, "$schema"}, why=OF_THE_DOCUMENT)
    resources_left(body, f"$.{kind}", scan, OF_THE_DOCUMENT)
    name = header.title or PurePath(file).stem
    if kind == CATALOG:
        return _catalogue(body, name, header, options, scan)
    if kind == PROFILE:
        return _profile(body, name, header, options, scan)
    return _components(body, name, PurePath(file).name, header, options, scan)


def _kind(root: Node) -> Kind:
    found = next((kind for kind in KINDS if isinstance(root, Map) and isinstance(root.get(kind), Map)), None)
    if found is None:
        is_other = isinstance(root, Map) and any(root.get(model) is not None for model in OSCAL_MODELS)
        sign = f"read are documents with a mapping {', '.join(KINDS[:-1])} or {KINDS[-1]}"
        refuse(root, "OSCAL document that is read here" if is_other else "OSCAL document", sign)
    return found


def _catalogue(body: Map, name: str, header: Header, options: Options, scan: Survey) -> Oscal:
    scheme = options.scheme or scheme_of([name])
    if scheme is None:
        raise no_scheme(body, "$.catalog")
    reader = CatalogueReader(scheme=scheme, found=Found(scan))
    reader.read(body, "$.catalog")
    controls, groups = tuple(reader.controls.values()), tuple(reader.groups.values())
    return Oscal(
        format="oscal",
        kind=CATALOG,
        name=name,
        schemes=(scheme,),
        elements=reader.found.elements(),
        relations=reader.found.check_ends(),
        pack=pack_of((scheme,), name, header.version, groups, controls),
        requirements=requirements_of(controls, options.priority),
        controls=controls,
        is_selection=header.is_resolved,
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _profile(body: Map, name: str, header: Header, options: Options, scan: Survey) -> Oscal:
    reader = ProfileReader(header=header, resources=Resources.of(body), options=options, scan=scan)
    reader.read(body, "$.profile")
    controls = tuple(reader.controls.values())
    return Oscal(
        format="oscal",
        kind=PROFILE,
        name=name,
        schemes=reader.schemes,
        elements=tuple(dict.fromkeys(Element(id=c.id, type="control", name=c.title or c.id) for c in controls)),
        pack=_pack_of_profile(name, header, reader, options),
        requirements=requirements_of(controls, options.priority),
        controls=controls,
        is_selection=True,
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )


def _pack_of_profile(name: str, header: Header, reader: ProfileReader, options: Options) -> Pack:
    """The vocabulary of the whole catalogue where it was passed, so that products may speak of more than the lines."""
    own = pack_of(reader.schemes, name, header.version, (), reader.controls.values())
    whole = options.catalog.of.pack if options.catalog is not None else None
    if whole is None:
        return own
    known = {term.id for term in whole.vocabulary}
    more = tuple(term for term in own.vocabulary if term.id not in known)
    return own.evolve(vocabulary=(*whole.vocabulary, *more))


def _pack_of_components(reader: ComponentReader, options: Options) -> Pack | None:
    """The terms that the products speak in, where no catalogue or profile was passed that has them."""
    if options.catalog is not None or options.profile is not None:
        return None
    return pack_of(tuple(reader.schemes), None, None, (), reader.controls) if reader.schemes else None


def _components(body: Map, name: str, file: str, header: Header, options: Options, scan: Survey) -> Oscal:
    source = " ".join(filter(None, (header.title or file, header.version)))
    entries = EntryReader(header=header, options=options, scan=scan, source=source)
    reader = ComponentReader(
        header=header, resources=Resources.of(body), options=options, found=Found(scan), entries=entries
    )
    reader.read(body, "$.component-definition")
    return Oscal(
        format="oscal",
        kind=COMPONENTS,
        name=name,
        schemes=tuple(reader.schemes),
        elements=reader.found.elements(),
        relations=reader.found.check_ends(),
        pack=_pack_of_components(reader, options),
        products=tuple(reader.products),
        controls=reader.controls,
        outside=tuple(entries.outside),
        unread=tuple(scan.unread),
        problems=tuple(scan.problems),
    )
