"""Which control implementations of a component definition are read, and under which scheme."""

from __future__ import annotations

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.oscal.document import Resources, numbered
from tobfit.formats.oscal.options import Options, refuse
from tobfit.formats.oscal.profile import PASS_SCHEME, no_scheme
from tobfit.formats.oscal.scheme import scheme_of
from tobfit.formats.survey import Survey, at
from tobfit.model.scalars import near, shown
from tobfit.model.tree import Map, Node

OTHER_CATALOGUE = "it answers another catalogue"
OTHER_SOURCE = "another source was asked for"
NO_CATALOGUE = "it cannot be told which catalogue it answers"


@attrs.frozen(eq=False, kw_only=True)
class Implementation:
    """The controls that one component implements out of one source; ``texts`` tell of the source, its address first.

    ``own_scheme`` is what the file says of the catalogue; None where it is not recognised.
    """

    component: int
    node: Map
    path: str
    texts: tuple[str, ...]
    own_scheme: str | None

    @property
    def place(self) -> tuple[Node, str]:
        """Where the source stands."""
        return at(self.node, "source"), f"{self.path}.source"

    def is_from(self, source: str) -> bool:
        """Whether the source or what is said of it holds the text."""
        return any(source.casefold() in text.casefold() for text in self.texts)


def implementation_of(component: int, node: Map, path: str, resources: Resources, scan: Survey) -> Implementation:
    """One control implementation of a component."""
    href = scan.text(node, "source", path)
    texts = () if href is None else resources.of_address(href, at(node, "source"), f"{path}.source", scan)
    description = scan.optional_text(node, "description", path)
    own_scheme = scheme_of(texts) or scheme_of([description] if description else [])
    texts = (*texts, *([description] if description else []))
    return Implementation(component=component, node=node, path=path, texts=texts, own_scheme=own_scheme)


@attrs.frozen(eq=False, kw_only=True)
class Chosen:
    """The implementations that are read, each with its scheme; the others have been listed as left out."""

    read: tuple[tuple[Implementation, str], ...]

    @classmethod
    def of(cls, written: tuple[Implementation, ...], options: Options, scan: Survey) -> Chosen:
        """Chooses by ``source``, then by the scheme that is asked for; where none is, every recognised one is read."""
        named = _from_source(written, options.source, scan)
        chosen = [(one, scheme) for one in named if (scheme := _scheme_for(one, named, options)) is not None]
        read = {id(one) for one, _ in chosen}
        left = [one for one in named if id(one) not in read]
        if left and not chosen and (options.scheme is not None or not options.wanted):
            raise _nothing_left(left, options)
        for one in left:
            _leave(one, options, scan)
        return cls(read=tuple(chosen))


def _from_source(written: tuple[Implementation, ...], source: str | None, scan: Survey) -> list[Implementation]:
    if source is None:
        return list(written)
    found = [one for one in written if one.is_from(source)]
    if written and not found:
        sources = [one.texts[0] for one in written if one.texts]
        refuse("source", f"no control implementation is from a source like {shown(source)}", near(source, sources))
    for one in written:
        if one not in found:
            scan.leave(*one.place, OTHER_SOURCE)
    return found


def _scheme_for(one: Implementation, named: list[Implementation], options: Options) -> str | None:
    """The scheme of one implementation; None where it is not read."""
    wanted = options.wanted
    if not wanted:
        return one.own_scheme
    if options.source is not None and options.scheme is not None:
        return options.scheme
    if one.own_scheme is not None:
        return one.own_scheme if one.own_scheme in wanted else None
    # Who says nothing of the catalogue is believed to answer the one asked for, unless the component also names it.
    names_it = any(other.own_scheme in wanted for other in named if other.component == one.component)
    return wanted[0] if len(wanted) == 1 and not names_it else None


def _nothing_left(left: list[Implementation], options: Options) -> TobfitError:
    node, path = left[0].place
    schemes = sorted({one.own_scheme for one in left if one.own_scheme is not None})
    if options.scheme is not None and schemes:
        hint = f"the file answers {', '.join(schemes)}; source= chooses by the address, and scheme= then names it anew"
        refuse("scheme", f"nothing in the file answers {shown(options.scheme)}", hint)
    return no_scheme(node, path)


def _leave(one: Implementation, options: Options, scan: Survey) -> None:
    node, path = one.place
    number = len(numbered(one.node, "implemented-requirements"))
    what = f"what is said of {number} controls of {one.own_scheme or 'a catalogue'}"
    scan.leave(node, path, OTHER_CATALOGUE if one.own_scheme else NO_CATALOGUE, what)
    if one.own_scheme is None:
        message = "it cannot be told of which catalogue the controls are"
        scan.note(node, "TF147", path, message, PASS_SCHEME, warning=bool(options.wanted))
