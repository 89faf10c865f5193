"""A client's document from a foreign model: a template, because no model says all that a client's document asks."""

from __future__ import annotations

from tobfit.formats.foreign import Foreign
from tobfit.model.client import Client

TEMPLATE = (
    "A template: give it the client's own id, name, as_of, jurisdictions and industries, then complete the landscape "
    "by hand. What the {format} file could not say stays unknown; nothing is declared complete."
)


def client_of(foreign: Foreign, id: str) -> Client:
    """A client with the landscape of the model and nothing else.

    >>> client_of(Foreign(format="archimate", name="Office"), "acme").landscape is None
    True
    """
    return Client(id=id, landscape=foreign.landscape, notes=TEMPLATE.format(format=foreign.format))
