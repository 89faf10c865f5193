"""What ``tobfit convert`` makes and says of an architecture model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tobfit.formats.fit_ids import fit_ids
from tobfit.formats.foreign import Foreign
from tobfit.formats.foreign_client import client_of
from tobfit.model.client import Client
from tobfit.model.landscape import Landscape

NAMELESS = "client"


def client_in(found: Foreign, file: str, id: str | None) -> Client | None:
    """The client of a model; None where the file holds products and no landscape.

    >>> client = client_in(Foreign(format="archimate", name="Office 2"), "office.xml", None)
    >>> client.id if client else None
    'Office-2'
    """
    if found.landscape is None and found.products:
        return None
    raw = found.name.strip() or Path(file).stem
    return client_of(found, id or fit_ids([raw], empty=NAMELESS)[raw])


def counts(found: Foreign) -> str:
    """How much was read, and how much was left out for which reason.

    >>> print(counts(Foreign(format="archimate", name="")))
    read: 0 elements, 0 relations
    landscape: 0 systems, 0 interfaces, 0 zones, 0 flows
    left out: nothing
    """
    return "\n".join(_lines(found))


def _lines(found: Foreign) -> Iterator[str]:
    drawn = found.landscape or Landscape()
    interfaces = sum(len(system.interfaces) for system in drawn.systems)
    yield f"read: {of(len(found.elements), 'element')}, {of(len(found.relations), 'relation')}"
    yield (
        f"landscape: {of(len(drawn.systems), 'system')}, {of(interfaces, 'interface')}, "
        f"{of(len(drawn.zones), 'zone')}, {of(len(drawn.flows), 'flow')}"
    )
    if found.products:
        offered = sum(len(product.interfaces) for product in found.products)
        yield f"products: {of(len(found.products), 'product')}, {of(offered, 'interface')}"
    yield from left_out(found)


def left_out(found: Foreign) -> Iterator[str]:
    """How much was left out, by the reason."""
    yield f"left out: {len(found.unread):,}" if found.unread else "left out: nothing"
    for why, number in found.unread_counts.items():
        yield f"  {number:,} {why}"


def of(number: int, thing: str) -> str:
    """A number of things, in words.

    >>> of(1, "system"), of(1200, "flow")
    ('1 system', '1,200 flows')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
