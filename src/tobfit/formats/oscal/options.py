"""What a call of the reader may ask for, checked before anything is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.formats.oscal.record import CATALOG, COMPONENTS, PROFILE, Control, Kind, Oscal
from tobfit.model.frozen import FrozenMap
from tobfit.model.scalars import Refused, parse_id, shown
from tobfit.model.words import Priority, ResponseCode

ALTERNATIVES: tuple[ResponseCode, ...] = ("customisation", "third_party")
PRIORITIES: tuple[Priority, ...] = ("must", "should")
TAKEN: dict[Kind, tuple[str, ...]] = {
    CATALOG: (),
    PROFILE: ("catalog",),
    COMPONENTS: ("catalog", "profile", "source"),
}
"""The options, beside those that every kind takes, that a kind of document can use."""


@attrs.frozen(kw_only=True)
class Basis:
    """A catalogue or profile that a file is read by: its controls by scheme and id."""

    schemes: tuple[str, ...]
    controls: FrozenMap[tuple[str, str], Control]
    is_selection: bool
    of: Oscal

    @classmethod
    def of_record(cls, record: Oscal) -> Basis:
        """The basis that a catalogue or profile gives, which was read before."""
        controls = FrozenMap(((control.scheme, control.id), control) for control in record.controls)
        return cls(schemes=record.schemes, controls=controls, is_selection=record.is_selection, of=record)

    def of_scheme(self, scheme: str) -> dict[str, Control]:
        """The controls of one scheme by id, withdrawn ones among them."""
        return {id: control for (own, id), control in self.controls.items() if own == scheme}

    def names(self, scheme: str) -> list[str]:
        """The ids of one scheme that can be asked for."""
        return [id for id, control in self.of_scheme(scheme).items() if not control.withdrawn]


@attrs.frozen(kw_only=True)
class Options:
    """The options of a call; ``catalog`` and ``profile`` have been read by now."""

    scheme: str | None = None
    catalog: Basis | None = None
    profile: Basis | None = None
    source: str | None = None
    alternative: ResponseCode = "customisation"
    priority: Priority = "must"

    def check(self) -> None:
        """TF147 where scheme, catalogue and profile are not of one catalogue."""
        for name in ("catalog", "profile"):
            basis: Basis | None = getattr(self, name)
            if basis is not None and self.scheme is not None and self.scheme not in basis.schemes:
                message = f"the {name} that was given is of {', '.join(basis.schemes)}, not of {shown(self.scheme)}"
                refuse("scheme", message, f"leave it out, or read the {name} with this scheme too")
        if self.catalog and self.profile and set(self.catalog.schemes).isdisjoint(self.profile.schemes):
            message = f"the profile is of {', '.join(self.profile.schemes)}, the catalogue of another scheme"
            refuse("profile", message, f"the catalogue is of {', '.join(self.catalog.schemes)}")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The schemes that were asked for, by name or by a profile or catalogue; none at all: every one."""
        if self.scheme is not None:
            return (self.scheme,)
        basis = self.profile or self.catalog
        return basis.schemes if basis is not None else ()

    def check_kind(self, kind: Kind) -> None:
        """TF147 for an option that means nothing for this kind of document."""
        for name in ("catalog", "profile", "source"):
            if getattr(self, name) is not None and name not in TAKEN[kind]:
                hint = f"leave it out; a {kind} takes {', '.join((*TAKEN[kind], 'scheme'))}"
                refuse(name, f"a {kind} is not read by a {name}", hint)


def checked(name: str, value: object, allowed: Iterable[str]) -> None:
    """TF147 for a value that is none of the allowed words."""
    words = tuple(allowed)
    hint = f"allowed: {', '.join(words)}"
    if not isinstance(value, str):
        refuse(name, f"a {type(value).__name__} stands where a word belongs", hint)
    if value not in words:
        refuse(name, f"{shown(value)} is not allowed", hint)


def checked_text(name: str, value: object) -> None:
    """TF147 for what is no text; None says nothing."""
    if value is not None and not (isinstance(value, str) and value.strip()):
        what = "an empty text" if isinstance(value, str) else f"a {type(value).__name__}"
        refuse(name, f"{what} says nothing", "leave it out, or pass a text")


def checked_scheme(value: object) -> None:
    """TF147 for what cannot begin an id."""
    checked_text("scheme", value)
    if isinstance(value, str):
        try:
            parse_id(value)
        except Refused as refused:
            refuse("scheme", refused.message, refused.hint)
        if ":" in value:
            hint = "a colon stands between scheme and id; such as nist800-53r4"
            refuse("scheme", f"{shown(value)} holds a colon", hint)


def refuse(argument: str, message: str, hint: str | None) -> NoReturn:
    """An option that cannot be used."""
    raise TobfitError([Problem(code="TF147", message=message, path=f"oscal.read.{argument}", hint=hint)])
