"""Reading what a component says of controls: status, description and statements become tobfit's statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from tobfit.formats.oscal.document import NAMESPACES, NOT_TAKEN, UNKNOWN, WITHDRAWN, Header, is_fit, said
from tobfit.formats.oscal.options import Options
from tobfit.formats.oscal.record import Control
from tobfit.formats.oscal.sources import Implementation
from tobfit.formats.oscal.status import IMPLEMENTED, STATUS_NAMES, facts_of, is_status, statuses_of
from tobfit.formats.survey import Survey, at
from tobfit.model.label import Label
from tobfit.model.product import Evidence, Statement
from tobfit.model.scalars import Hints, shown
from tobfit.model.tree import Map, Node

MAX_REMARK = 4_000
AGAIN = "the control is stated already, and alike"
OUTSIDE = "the profile does not select the control"
NO_STATUS = "its implementation status cannot be read"
CUT = f"the remark is cut after {MAX_REMARK:,} characters"
NO_CONTROL = "it names no control"


@attrs.frozen(eq=False, kw_only=True)
class _Said:
    """What one entry says of its control: the fields of a statement, and the texts behind it, each once."""

    facts: dict[str, Any]
    texts: tuple[str, ...]
    node: Node
    path: str


@attrs.frozen(eq=False, kw_only=True)
class EntryReader:
    """Reads entries of implementations; ``outside`` are the controls that were asked for by nobody."""

    header: Header
    options: Options
    scan: Survey
    source: str
    controls: dict[str, Control] = attrs.field(factory=dict)
    outside: dict[str, None] = attrs.field(factory=dict)
    hints: dict[str, Hints] = attrs.field(factory=dict)

    def read(self, implementations: list[tuple[Implementation, str]]) -> dict[str, tuple[Statement, ...]]:
        """The statements of one component, by capability; a control that is stated again and alike counts once."""
        found: dict[str, list[_Said]] = {}
        for one, scheme in implementations:
            taken = {"uuid", "source", "description", "implemented-requirements", "props"}
            self.scan.rest(one.node, one.path, taken, why=NOT_TAKEN)
            self.leave_props(one.node, one.path)
            for node, path in self.scan.maps(one.node, "implemented-requirements", one.path):
                control = self._control(node, path, scheme)
                entry = None if control is None else self._said(node, path, control.id)
                if control is not None and entry is not None:
                    self.controls.setdefault(control.capability, control)
                    self._take(found.setdefault(control.capability, []), entry, control)
        return {id: tuple(self._statement(entry) for entry in entries) for id, entries in found.items()}

    def leave_props(self, owner: Map, path: str, taken: tuple[str, ...] = ()) -> None:
        """Lists the properties that are not taken over, with their values: some say who else has a part in it."""
        for prop, where in self.scan.maps(owner, "props", path):
            name = said(prop, "name")
            if not is_status(prop) and not (name in taken and said(prop, "ns") in NAMESPACES):
                what = f"the property {name} = {said(prop, 'value')}"
                self.scan.leave(prop, where, NOT_TAKEN, what)

    def _control(self, node: Map, path: str, scheme: str) -> Control | None:
        """The control of an entry; None where it names none that can be taken, which is noted and listed."""
        id = self.scan.text(node, "control-id", path)
        if id is None:
            self.scan.leave(node, path, NO_CONTROL)
            return None
        where, place = at(node, "control-id"), f"{path}.control-id"
        if not is_fit(scheme, id, where, place, self.scan):
            self.scan.leave(where, place, NO_CONTROL)
            return None
        control = self._in_catalogue(Control(scheme=scheme, id=id), where, place)
        return None if control is None else self._in_profile(control, where, place)

    def _in_catalogue(self, control: Control, node: Node, path: str) -> Control | None:
        catalog = self.options.catalog
        if catalog is None or control.scheme not in catalog.schemes:
            return control
        known = catalog.controls.get((control.scheme, control.id))
        if known is not None and not known.withdrawn:
            return known
        if known is not None:
            self._refuse(control, node, path, f"the control {shown(control.id)} is withdrawn", None, WITHDRAWN)
        elif catalog.is_selection:
            self._refuse(control, node, path, f"the catalogue does not select {shown(control.id)}", None, OUTSIDE)
        else:
            hints = self.hints.setdefault(control.scheme, Hints(catalog.names(control.scheme)))
            message = f"the catalogue has no control {shown(control.id)}"
            self._refuse(control, node, path, message, hints.near(control.id), UNKNOWN)
        return None

    def _in_profile(self, control: Control, node: Node, path: str) -> Control | None:
        profile = self.options.profile
        if profile is None or (control.scheme, control.id) in profile.controls:
            return control
        self._refuse(control, node, path, f"the profile does not select {shown(control.id)}", None, OUTSIDE)
        return None

    def _refuse(self, control: Control, node: Node, path: str, message: str, hint: str | None, why: str) -> None:
        self.scan.note(node, "TF146", path, message, hint, warning=True)
        self.scan.leave(node, path, why, f"what is said of {control.id}")
        self.outside[control.capability] = None

    def _said(self, node: Map, path: str, control: str) -> _Said | None:
        own = statuses_of(node, path, self.scan)
        parts = [*self._parts(node, path)]
        stated = [statuses for _, _, statuses in parts]
        if own is None or None in stated:
            self.scan.leave(node, path, NO_STATUS)
            return None
        # What says nothing itself has the status of the whole; a whole without one is as its parts say.
        whole = own or ((IMPLEMENTED,) if not all(stated) or not stated else ())
        statuses = [*whole, *(status for part in stated for status in part or ())]
        remark = self._remark(node, path, control, parts, own)
        self._leave_rest(node, path, parts)
        return _Said(
            facts=facts_of(statuses, self.options.alternative),
            texts=(remark,) if remark else (),
            node=node,
            path=path,
        )

    def _parts(self, node: Map, path: str) -> Iterator[tuple[Map, str, tuple[str, ...] | None]]:
        for statement, where in self.scan.maps(node, "statements", path):
            yield statement, where, statuses_of(statement, where, self.scan)

    def _remark(
        self,
        node: Map,
        path: str,
        control: str,
        parts: list[tuple[Map, str, tuple[str, ...] | None]],
        own: tuple[str, ...],
    ) -> str:
        """The description of the control and of each of its statements, with the status where it differs."""
        lines = [self.scan.optional_text(node, "description", path)]
        for statement, where, statuses in parts:
            text = self.scan.optional_text(statement, "description", where)
            name = (self.scan.optional_text(statement, "statement-id", where) or "").removeprefix(f"{control}_smt")
            status = ", ".join(statuses or ()) if statuses and statuses != own else ""
            head = " ".join(filter(None, (name.strip("."), f"({status})" if status else "")))
            if text or status:
                lines.append(f"{head}: {text or status}" if head else text)
        return "\n".join(line for line in lines if line)

    def _bounded(self, remark: str, node: Node, path: str) -> str:
        if len(remark) <= MAX_REMARK:
            return remark
        self.scan.leave(node, path, CUT)
        return f"{remark[: MAX_REMARK - 2].rsplit(None, 1)[0]} …"

    def _leave_rest(self, node: Map, path: str, parts: list[tuple[Map, str, tuple[str, ...] | None]]) -> None:
        taken = {"uuid", "control-id", "description", "statements", "props", *STATUS_NAMES}
        self.scan.rest(node, path, taken, why=NOT_TAKEN)
        self.leave_props(node, path)
        for statement, where, _ in parts:
            taken = {"uuid", "statement-id", "description", "props", *STATUS_NAMES}
            self.scan.rest(statement, where, taken, why=NOT_TAKEN)
            self.leave_props(statement, where)

    def _take(self, found: list[_Said], entry: _Said, control: Control) -> None:
        """Keeps what differs, so that the match shows the conflict; joins the texts of what is alike."""
        for index, first in enumerate(found):
            if first.facts == entry.facts:
                self.scan.leave(entry.node, entry.path, AGAIN, f"what is said of {control.id}")
                # What is too long already is cut at the end, so that nothing more need be kept.
                if sum(map(len, first.texts)) <= MAX_REMARK:
                    found[index] = attrs.evolve(first, texts=tuple(dict.fromkeys((*first.texts, *entry.texts))))
                return
        if found:
            message = f"{shown(control.id)} is stated more than once, and not alike; all of it is kept"
            hint = f"the first stands on line {found[0].node.mark.line}; the match shows the conflict"
            self.scan.note(entry.node, "TF139", entry.path, message, hint, warning=True)
        found.append(entry)

    def _statement(self, entry: _Said) -> Statement:
        evidence = Evidence(source=self.source, kind="claimed", date=self.header.day)
        text = self._bounded("\n".join(entry.texts), entry.node, entry.path)
        remark = Label.of(text) if text else None
        return Statement(**entry.facts, on=self.header.day, remark=remark, evidence=(evidence,))
