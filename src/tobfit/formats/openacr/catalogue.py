"""Reading a catalogue: its standards, chapters and criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from tobfit.formats.openacr.record import LEVELS, NO_COMPONENT, Criterion
from tobfit.formats.openacr.scan import Scan, at
from tobfit.model.label import LANGUAGE
from tobfit.model.scalars import Refused, parse_id, shown
from tobfit.model.tree import Map


@attrs.frozen(kw_only=True)
class Standard:
    """A standard of the catalogue; ``scheme`` begins the ids of its criteria."""

    scheme: str
    label: str
    url: str | None = None
    chapters: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Chapter:
    """A chapter of criteria; ``level`` is None where its standard has no levels."""

    id: str
    label: str
    level: str | None = None


@attrs.frozen(kw_only=True)
class Catalogue:
    """A catalogue as read, before anything is chosen from it."""

    title: str | None
    lang: str | None
    standards: tuple[Standard, ...]
    chapters: tuple[Chapter, ...]
    components: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    @property
    def scheme(self) -> str:
        """The scheme of its first standard (in the published catalogues WCAG stands first)."""
        return self.standards[0].scheme if self.standards else "openacr"


def read_catalogue(root: Map, scan: Scan) -> Catalogue:
    """The catalogue of a tree; what is not as expected is noted and passed over."""
    standards = tuple(_standards(root, scan))
    schemes = {chapter: standard.scheme for standard in reversed(standards) for chapter in standard.chapters}
    chapters: dict[str, Chapter] = {}
    criteria: dict[str, Criterion] = {}
    for node, path in scan.maps(root, "chapters", "$"):
        chapter = _chapter(node, path, scan, schemes)
        if chapter is not None:
            chapters[chapter.id] = chapter
            for criterion in _criteria(node, path, chapter, schemes[chapter.id], criteria, scan):
                criteria[criterion.id] = criterion
    lang = scan.optional_text(root, "lang", "$")
    used = (component for criterion in criteria.values() for component in criterion.components)
    return Catalogue(
        title=scan.optional_text(root, "title", "$"),
        lang=lang if lang is not None and LANGUAGE.fullmatch(lang) else None,
        standards=standards,
        chapters=tuple(chapters.values()),
        components=tuple(dict.fromkeys((*_components(root, scan), *used))),
        criteria=tuple(criteria.values()),
    )


def _standards(root: Map, scan: Scan) -> Iterator[Standard]:
    for node, path in scan.maps(root, "standards", "$"):
        own = scan.text(node, "id", path)
        if own is None:
            continue
        scheme = scheme_of(own)
        if _is_id(scheme, node, "id", path, scan):
            yield Standard(
                scheme=scheme,
                label=_label(own) or scan.optional_text(node, "label", path) or own,
                url=scan.optional_text(node, "url", path),
                chapters=scan.texts(node, "chapters", path),
            )


def scheme_of(standard: str) -> str:
    """The scheme that begins the ids of a standard's criteria.

    >>> scheme_of("wcag-2.1"), scheme_of("508"), scheme_of("EN 301 549")
    ('wcag21', 'section508', 'en-301-549')
    """
    if found := re.fullmatch(r"wcag[ -]?(\d)\.(\d)", standard, re.IGNORECASE | re.ASCII):
        return f"wcag{found[1]}{found[2]}"
    return "section508" if standard == "508" else re.sub(r"[^a-z0-9]+", "-", standard.lower()).strip("-")


def _label(standard: str) -> str | None:
    if found := re.fullmatch(r"wcag[ -]?(\d\.\d)", standard, re.IGNORECASE | re.ASCII):
        return f"WCAG {found[1]}"
    return "Section 508" if standard == "508" else None


def _chapter(node: Map, path: str, scan: Scan, schemes: dict[str, str]) -> Chapter | None:
    own = scan.text(node, "id", path)
    if own is None:
        return None
    if own not in schemes:
        scan.note(at(node, "id"), "TF507", f"{path}.id", f"no standard lists the chapter {shown(own)}")
        return None
    if not _is_id(own, node, "id", path, scan):
        return None
    label = scan.optional_text(node, "label", path) or own
    return Chapter(id=own, label=label, level=_level(own, scan.optional_text(node, "short_label", path)))


def _level(chapter: str, short_label: str | None) -> str | None:
    if short_label in LEVELS:
        return short_label
    found = re.search(r"_level_(a{1,3})$", chapter)
    return found[1].upper() if found else None


def _criteria(
    node: Map, path: str, chapter: Chapter, scheme: str, taken: dict[str, Criterion], scan: Scan
) -> Iterator[Criterion]:
    for item, where in scan.maps(node, "criteria", path):
        number = scan.text(item, "id", where)
        if number is None:
            continue
        criterion = Criterion(
            scheme=scheme,
            number=number,
            title=scan.optional_text(item, "handle", where) or number,
            chapter=chapter.id,
            level=chapter.level,
            components=tuple(dict.fromkeys(scan.texts(item, "components", where))) or (NO_COMPONENT,),
        )
        if criterion.id in taken:
            message = f"{shown(number)} stands twice in the catalogue"
            scan.note(at(item, "id"), "TF507", f"{where}.id", message)
        elif all(_is_id(criterion.capability(c), item, "id", where, scan) for c in criterion.components):
            yield criterion


def _components(root: Map, scan: Scan) -> Iterator[str]:
    for node, path in scan.maps(root, "components", "$"):
        own = scan.text(node, "id", path)
        if own is not None:
            yield own


def _is_id(text: str, node: Map, key: str, path: str, scan: Scan) -> bool:
    try:
        parse_id(text)
    except Refused as refused:
        scan.note(at(node, key), "TF507", f"{path}.{key}", refused.message, refused.hint)
        return False
    return True
