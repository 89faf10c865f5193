"""Reading a profile: which controls it selects from the catalogues that it imports."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

import attrs

from tobfit.errors import TobfitError
from tobfit.formats.oscal.document import NOT_TAKEN, UNKNOWN, WITHDRAWN, Header, Resources, is_fit
from tobfit.formats.oscal.options import Options
from tobfit.formats.oscal.record import Control
from tobfit.formats.oscal.scheme import scheme_of
from tobfit.formats.survey import Survey, at
from tobfit.model.scalars import Hints, shown
from tobfit.model.tree import Map, Node, problem_at

STRUCTURE = "how a profile orders, words and sets controls is not taken over"
NEEDS_CATALOGUE = "what it selects cannot be told without the catalogue"
PASS_CATALOGUE = "pass catalog=, the catalogue or profile that is imported"
PASS_SCHEME = "pass scheme=, which begins the ids, such as nist800-53r4"


@attrs.frozen(eq=False, kw_only=True)
class ProfileReader:
    """One reading of a profile, with the controls that it selects so far."""

    header: Header
    resources: Resources
    options: Options
    scan: Survey
    controls: dict[str, Control] = attrs.field(factory=dict)

    def read(self, body: Map, path: str) -> None:
        """Takes over all imports."""
        for node, where in self.scan.maps(body, "imports", path):
            self._import(node, where)
        modify = self.scan.mapping(body, "modify", path) or Map(())
        for key in ("set-parameters", "alters"):
            for node, where in self.scan.maps(modify, key, f"{path}.modify"):
                self.scan.leave(node, where, STRUCTURE)
        self.scan.rest(body, path, {"uuid", "metadata", "imports", "modify", "back-matter"}, why=STRUCTURE)

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes of the controls that are selected, in the order of the imports."""
        return tuple(dict.fromkeys(control.scheme for control in self.controls.values()))

    def _import(self, node: Map, path: str) -> None:
        href = self.scan.text(node, "href", path)
        where = at(node, "href")
        texts = () if href is None else self.resources.of_address(href, where, f"{path}.href", self.scan)
        scheme = self._scheme(texts, where, f"{path}.href")
        selection = _Selection(scheme=scheme, known=self._known(scheme, where, f"{path}.href"), scan=self.scan)
        for control in selection.read(node, path):
            self.controls.setdefault(control.capability, control)

    def _scheme(self, texts: tuple[str, ...], node: Node, path: str) -> str:
        catalog = self.options.catalog
        candidates = (
            self.options.scheme,
            scheme_of(texts),
            None if catalog is None else catalog.of.scheme,
            scheme_of([self.header.title or ""]),
        )
        found = next((scheme for scheme in candidates if scheme is not None), None)
        if found is None:
            raise no_scheme(node, path)
        return found

    def _known(self, scheme: str, node: Node, path: str) -> dict[str, Control] | None:
        catalog = self.options.catalog
        if catalog is None:
            return None
        if scheme in catalog.schemes:
            return catalog.of_scheme(scheme)
        message = f"the import is of {scheme}, the catalogue that was given of {', '.join(catalog.schemes)}"
        self.scan.note(node, "TF147", path, message, "what is imported here was not checked by it", warning=True)
        return None


def no_scheme(node: Node, path: str) -> TobfitError:
    """The file does not say of which catalogue its controls are."""
    message = "it cannot be told of which catalogue the controls are"
    return TobfitError([problem_at(node.mark, "TF147", path, message, hint=PASS_SCHEME)])


@attrs.frozen(eq=False, kw_only=True)
class _Selection:
    """One import: what it includes but does not exclude."""

    scheme: str
    known: dict[str, Control] | None
    scan: Survey
    hints: list[Hints] = attrs.field(factory=list)

    def read(self, node: Map, path: str) -> Iterator[Control]:
        """The controls in the order of the catalogue, else as written; what is excluded prevails."""
        left_out = self.scan.maps(node, "exclude-controls", path)
        excluded = {id for item, where in left_out for id in self._ids(item, where)}
        included = self._included(node, path)
        order = included if self.known is None else [id for id in self.known if id in included]
        taken = {"href", "include-all", "include-controls", "exclude-controls"}
        self.scan.rest(node, path, taken, why=NOT_TAKEN)
        for id in order:
            if id not in excluded:
                yield Control(scheme=self.scheme, id=id) if self.known is None else self.known[id]

    def _included(self, node: Map, path: str) -> dict[str, None]:
        """Ids in the order of selecting; a selection that says nothing of what to include is of all."""
        listed = list(self.scan.maps(node, "include-controls", path))
        found = {id: None for item, where in listed for id in self._ids(item, where, is_asked=True)}
        if node.get("include-all") is not None or node.get("include-controls") is None:
            where = node.get("include-all") or node
            if self._is_known(where, path if where is node else f"{path}.include-all"):
                found |= dict.fromkeys(self._live())
        return found

    def _ids(self, item: Map, path: str, *, is_asked: bool = False) -> Iterator[str]:
        """The ids that one selection names, by themselves, by patterns or below others."""
        found: list[str] = []
        for id, node, where in self.scan.texts(item, "with-ids", path):
            if self._is_selectable(id, node, where, is_asked=is_asked):
                found.append(id)
        for matching, where in self.scan.maps(item, "matching", path):
            pattern = self.scan.text(matching, "pattern", where)
            if pattern is not None and self._is_known(matching, where):
                found.extend(id for id in self._live() if fnmatch.fnmatchcase(id, pattern))
        yield from found
        if self.scan.choice(item, "with-child-controls", path, ("yes", "no")) == "yes":
            node, where = at(item, "with-child-controls"), f"{path}.with-child-controls"
            # A profile that was read without its catalogue knows ids, but not what is below what.
            has_structure = any(control.title is not None for control in (self.known or {}).values())
            if self._is_known(node, where, is_enough=has_structure):
                yield from self._below(found)

    def _is_selectable(self, id: str, node: Node, path: str, *, is_asked: bool) -> bool:
        if self.known is None:
            return is_fit(self.scheme, id, node, path, self.scan)
        control = self.known.get(id)
        if control is not None and not control.withdrawn:
            return True
        if control is not None:
            self.scan.leave(node, path, WITHDRAWN)
        if is_asked:
            self._unknown(id, node, path, is_withdrawn=control is not None)
        return False

    def _unknown(self, id: str, node: Node, path: str, *, is_withdrawn: bool) -> None:
        if is_withdrawn:
            message = f"the control {shown(id)} is withdrawn"
            self.scan.note(node, "TF146", path, message, "nobody can be asked for it", warning=True)
            return
        if not self.hints:
            self.hints.append(Hints(self._live()))
        self.scan.note(node, "TF146", path, f"the catalogue has no control {shown(id)}", self.hints[0].near(id))
        self.scan.leave(node, path, UNKNOWN)

    def _is_known(self, node: Node, path: str, *, is_enough: bool = True) -> bool:
        """Whether there is a catalogue to look into; else TF148, because the profile's lines are not complete."""
        if self.known is None or not is_enough:
            message = f"{NEEDS_CATALOGUE} ({self.scheme})"
            self.scan.note(node, "TF148", path, message, PASS_CATALOGUE)
            self.scan.leave(node, path, NEEDS_CATALOGUE)
        return self.known is not None and is_enough

    def _live(self) -> list[str]:
        return [id for id, control in (self.known or {}).items() if not control.withdrawn]

    def _below(self, ids: list[str]) -> list[str]:
        """The enhancements of controls, at any depth."""
        found, wanted = [], set(ids)
        known = self.known or {}
        for id in known:
            above = _above(id, known)
            if not wanted.isdisjoint(above) and not known[id].withdrawn:
                found.append(id)
        return found


def _above(id: str, known: dict[str, Control]) -> set[str]:
    found: set[str] = set()
    parent = known[id].parent
    while parent is not None and parent not in found:
        found.add(parent)
        parent = known[parent].parent if parent in known else None
    return found
