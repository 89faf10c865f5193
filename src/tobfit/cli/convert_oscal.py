"""What ``tobfit convert`` makes and says of an OSCAL file."""

from __future__ import annotations

from collections.abc import Iterator

from tobfit.cli.convert_landscape import left_out, of
from tobfit.formats.oscal import Oscal
from tobfit.model.client import Client


def client_of(found: Oscal, id: str | None, notes: str) -> Client:
    """A client that asks for the controls of a catalogue or profile and says nothing else.

    >>> client_of(Oscal(format="oscal", name="", kind="profile", schemes=("nist800-53r4",)), None, "A template").id
    'nist800-53r4'
    """
    return Client(id=id or "-".join(found.schemes) or "client", requirements=found.requirements, notes=notes)


def told(found: Oscal) -> str:
    """How much was read, and how much was left out for which reason.

    >>> print(told(Oscal(format="oscal", name="", kind="profile", schemes=("nist800-53r4",))))
    read: 0 controls of nist800-53r4
    lines: 0
    left out: nothing
    """
    return "\n".join(_lines(found))


def _lines(found: Oscal) -> Iterator[str]:
    schemes = f" of {', '.join(found.schemes)}" if found.schemes else ""
    yield f"read: {of(len(found.controls), 'control')}{schemes}"
    if found.kind == "component-definition":
        said = sum(len(product.capabilities) for product in found.products)
        yield f"products: {of(len(found.products), 'product')}, {of(said, 'statement')}"
        if found.outside:
            yield f"outside: {', '.join(found.outside)}"
    else:
        yield f"lines: {len(found.requirements):,}"
    yield from left_out(found)
