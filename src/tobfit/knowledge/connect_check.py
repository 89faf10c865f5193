"""What is wrong with the lines that want a system of the client's connected."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.landscape import is_complete
from tobfit.knowledge.remark import Remark
from tobfit.model.client import Client
from tobfit.model.landscape import Interface
from tobfit.model.requirement import Connect
from tobfit.model.scalars import Hints, Refused, shown

WANTED = {"to_product": "out", "from_product": "in", "both": "both"}
"""The direction, seen from the client's system, that a connection needs."""
GIVES = {"in": "only takes data in", "out": "only gives data out"}


def no_name(what: str, name: str, hints: Hints, where: str) -> Refused:
    """The refusal of a name that leads nowhere in the landscape."""
    return Refused("TF307", f"no {what} is called {shown(name)}", hints.near(name) or f"add it to {where}")


def check_connect(connect: Connect, client: Client, path: str) -> Iterable[Remark]:
    """A system or an interface that is not drawn, or a direction that the interface does not have.

    What is not drawn may exist: where no system (no interface of this one) is drawn at all, and they are not declared
    complete, the name is worth a look and the connection unknown; beside others it is taken for a slip.
    """
    drawn = client.landscape.systems if client.landscape is not None else ()
    is_open = not is_complete(client, "landscape.systems")
    systems = {system.id: system for system in drawn}
    system = systems.get(connect.system)
    if system is None:
        refused = no_name("system", connect.system, Hints(systems), "landscape.systems")
        yield Remark(f"{path}.system", refused, warning=is_open and not systems)
        return
    if connect.interface is None:
        return
    interfaces = {interface.id: interface for interface in system.interfaces}
    interface = interfaces.get(connect.interface)
    if interface is None:
        message = f"the system {shown(system.id)} has no interface {shown(connect.interface)}"
        hint = Hints(interfaces).near(connect.interface) or f"add it to the interfaces of {shown(system.id)}"
        yield Remark(f"{path}.interface", Refused("TF307", message, hint), warning=is_open and not interfaces)
        return
    yield from _direction(connect, interface, path)


def _direction(connect: Connect, interface: Interface, path: str) -> Iterable[Remark]:
    if interface.data in (None, "both", WANTED[connect.data]):
        return
    message = f"data: {connect.data} can never be met: the interface {shown(interface.id)} {GIVES[interface.data]}"
    refused = Refused("TF332", message, "name another interface of the system, or none, or correct the direction")
    yield Remark(f"{path}.data", refused, warning=True)
