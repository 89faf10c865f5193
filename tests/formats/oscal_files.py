"""Small OSCAL documents for tests, and where the real ones are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

REV4 = "https://example.org/nist.gov/SP800-53/rev4/json/NIST_SP-800-53_rev4_catalog.json"
REV5 = "https://example.org/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"
RESOLVED = "NIST_SP-800-53_rev4_LOW-baseline-resolved-profile_catalog-min.json"
COMPONENTS = ("drupal", "django", "ssh")


def oscal_folder(shared: Path) -> Path:
    """The folder of OSCAL files among the shared data sets."""
    folder = shared / "oscal" if (shared / "oscal").is_dir() else shared / "data" / "oscal"
    if not folder.is_dir():
        pytest.skip("the shared data sets have no folder `oscal`")
    return folder


def baseline(folder: Path, name: str) -> Path:
    """The profile of a baseline: LOW, MODERATE or HIGH."""
    return folder / "profiles" / f"NIST_SP-800-53_rev4_{name}-baseline_profile.json"


def metadata(**more: Any) -> dict[str, Any]:
    return {"title": "Acme", "last-modified": "2026-05-01T00:00:00Z", "version": "1", "oscal-version": "1.1.2", **more}


def status(value: str, **more: Any) -> dict[str, Any]:
    return {"name": "implementation-status", "value": value, **more}


def entry(control: str, *props: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a component says of a control."""
    return {"control-id": control, **({"props": list(props)} if props else {}), **more}


def implementation(*entries: Any, source: str = REV4, parameters: list[Any] | None = None) -> dict[str, Any]:
    base = {"source": source, "implemented-requirements": list(entries)}
    return base if parameters is None else {**base, "set-parameters": parameters}


def component(*implementations: Any, **more: Any) -> dict[str, Any]:
    base = {"uuid": "c1", "type": "software", "title": "Acme CRM"}
    return {**base, "control-implementations": list(implementations), **more}


def definition(*components: Any, **more: Any) -> dict[str, Any]:
    return {"component-definition": {"metadata": metadata(), "components": list(components), **more}}


def control(id: str, *inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "title": f"The control {id}", **({"controls": list(inner)} if inner else {}), **more}


def catalog(title: str = "NIST SP 800-53 Rev. 4", **more: Any) -> dict[str, Any]:
    """A family with two controls, one of which has enhancements, and a control that is withdrawn."""
    withdrawn = control(
        "ac-13", props=[{"name": "status", "value": "Withdrawn"}], links=[link("ac-2", "incorporated-into")]
    )
    controls = [control("ac-1"), control("ac-2", control("ac-2.1"), control("ac-2.2", control("ac-2.2.1"))), withdrawn]
    groups = [{"id": "ac", "class": "family", "title": "Access Control", "controls": controls}]
    return {"catalog": {"metadata": metadata(title=title), "groups": groups, **more}}


def link(target: str, rel: str) -> dict[str, Any]:
    return {"href": f"#{target}", "rel": rel}


def profile(*imports: Any, title: str = "House baseline", **more: Any) -> dict[str, Any]:
    return {"profile": {"metadata": metadata(title=title), "imports": list(imports), **more}}


def imported(*ids: str, href: str = REV4, excluding: list[str] | None = None) -> dict[str, Any]:
    """An import of the ids, or of all where none is named."""
    included = {"include-controls": [{"with-ids": list(ids)}]} if ids else {}
    return {"href": href, **included, **({"exclude-controls": [{"with-ids": excluding}]} if excluding else {})}
