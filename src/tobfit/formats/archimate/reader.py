"""Reading a file: which encoding it is in, and what its model comes to."""

from __future__ import annotations

import os

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.archimate.archi import NAMESPACES as ARCHI
from tobfit.formats.archimate.archi import read_archi
from tobfit.formats.archimate.concept import Concept, Draft
from tobfit.formats.archimate.exchange import NAMESPACE as EXCHANGE
from tobfit.formats.archimate.exchange import read_exchange
from tobfit.formats.archimate.graph import Concepts, sound
from tobfit.formats.archimate.landscape import landscape_of
from tobfit.formats.archimate.triples import check_triples
from tobfit.formats.foreign import Element, Foreign, Relation
from tobfit.formats.source import MAX_BYTES, file_name
from tobfit.formats.xml_text import read_xml_text
from tobfit.formats.xml_tree import Xml, parse_xml, with_xml_excerpts
from tobfit.model.scalars import shown
from tobfit.model.tree import problem_at

FORMAT = "archimate"


def read(path: str | bytes | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Foreign:
    """Reads an ArchiMate model: the Open Group's exchange format 2.1 and 3.x, or a file of Archi.

    The root element says which it is. Types are called as ArchiMate 3.2 calls them, whatever the version of the file;
    ids stay as they are. Raises TobfitError for a file that is no XML or no such model (TF130 to TF133). All else
    that is wrong stands in ``problems``, and what was not taken over in ``unread``.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "office.xml")
    >>> _ = file.write_text('''<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" identifier="m"
    ...     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    ...   <name>Office</name>
    ...   <elements>
    ...     <element identifier="crm" xsi:type="ApplicationComponent"><name>CRM</name></element>
    ...     <element identifier="api" xsi:type="ApplicationInterface"><name>Orders API</name></element>
    ...   </elements>
    ...   <relationships>
    ...     <relationship identifier="r" source="crm" target="api" xsi:type="Composition"/>
    ...   </relationships>
    ... </model>''')
    >>> model = read(file)
    >>> [(one.source, one.type, one.target) for one in model.relations]
    [('crm', 'Composition', 'api')]
    >>> system = model.landscape.systems[0]
    >>> system.name.text(), [interface.id for interface in system.interfaces]
    ('CRM', ['api'])
    """
    file = file_name(path, "archimate.read.path")
    text = read_xml_text(file, max_bytes=max_bytes)
    try:
        draft = _draft(parse_xml(text, file))
    except TobfitError as error:
        raise TobfitError(with_xml_excerpts(error.problems, text)) from None
    concepts = sound(draft.concepts, draft.findings)
    check_triples(concepts, draft.findings)
    found = _foreign(draft, concepts)
    return attrs.evolve(found, problems=with_xml_excerpts(found.problems, text))


def _draft(root: Xml) -> Draft:
    if root.name == "model" and root.namespace.startswith(EXCHANGE):
        return read_exchange(root)
    if root.name == "model" and root.namespace in ARCHI:
        return read_archi(root)
    of = f" of the namespace {shown(root.namespace, 100)}" if root.namespace else " without a namespace"
    message = f"this is no ArchiMate model: its first element is {shown(root.name)}{of}"
    hint = f"the exchange format begins with <model xmlns={EXCHANGE}...>, a file of Archi with <archimate:model>"
    raise TobfitError([problem_at(root.mark, "TF133", None, message, hint=hint)])


def _foreign(draft: Draft, concepts: Concepts) -> Foreign:
    findings = draft.findings
    return Foreign(
        format=FORMAT,
        name=next(iter(draft.names.values()), ""),
        elements=tuple(_element(one) for one in concepts.values() if one.ends is None),
        relations=tuple(_relation(one, one.ends) for one in concepts.values() if one.ends is not None),
        landscape=landscape_of(concepts, draft.documentation),
        unread=tuple(sorted(findings.unread, key=lambda one: (one.line or 0, one.column or 0))),
        problems=tuple(sorted(findings.problems, key=lambda one: (one.line or 0, one.column or 0))),
    )


def _element(concept: Concept) -> Element:
    return Element(id=concept.id, type=concept.type, name=concept.name)


def _relation(concept: Concept, ends: tuple[str, str]) -> Relation:
    source, target = ends
    return Relation(id=concept.id, type=concept.type, source=source, target=target, name=concept.name)
