"""What a reading of an OSCAL file gives."""

from __future__ import annotations

from typing import Literal

import attrs

from tobfit.formats.foreign import Foreign

Kind = Literal["catalog", "profile", "component-definition"]
CATALOG: Kind = "catalog"
PROFILE: Kind = "profile"
COMPONENTS: Kind = "component-definition"
KINDS: tuple[Kind, ...] = (CATALOG, PROFILE, COMPONENTS)


@attrs.frozen(kw_only=True)
class Control:
    """One control; ``title`` is None where only its id was at hand.

    ``group`` is the nearest group with an id, ``parent`` the control that this one enhances, both as the file writes
    them. A withdrawn control is known, and nobody asks for it.

    >>> Control(scheme="nist800-53r4", id="ac-2.1", parent="ac-2").capability
    'nist800-53r4:ac-2.1'
    """

    scheme: str
    id: str
    title: str | None = None
    group: str | None = None
    parent: str | None = None
    withdrawn: bool = False

    @property
    def capability(self) -> str:
        """The id of the capability that the control is."""
        return f"{self.scheme}:{self.id}"


@attrs.frozen(kw_only=True)
class Oscal(Foreign):
    """A catalogue or profile (pack and requirements), or a component definition (one product for each component).

    ``schemes`` begin the ids, one for each catalogue that was read of. ``controls`` are those of the catalogue, those
    that the profile selects, or those that the components speak of and that were taken over. ``is_selection``: the
    controls are chosen from a larger catalogue. ``outside`` are the ids of controls that components speak of and that
    the catalogue or profile, by which they were read, does not have.

    >>> Oscal(format="oscal", name="", kind="catalog", schemes=("nist800-53r4",)).scheme
    'nist800-53r4'
    """

    kind: Kind
    schemes: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    is_selection: bool = False
    outside: tuple[str, ...] = ()

    @property
    def scheme(self) -> str | None:
        """The scheme, where there is exactly one."""
        return self.schemes[0] if len(self.schemes) == 1 else None
