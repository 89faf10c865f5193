"""What is wrong with general services and stages of packs, now that all layers are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.check import unknown_capability
from tobfit.knowledge.logic import decide
from tobfit.knowledge.reading import Reading
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.rule_lint import Found, blank_readings
from tobfit.knowledge.services import is_service
from tobfit.model.scalars import Hints, Refused, near, shown
from tobfit.model.service import COUNTS, GeneralService


def lint_services(base: KnowledgeBase) -> Found:
    """Stages and capabilities that are none, conditions that cannot be read, drivers that count nothing; of stages a
    service that stands in two."""
    hints = Hints(name for name in base.vocabulary.capabilities if is_service(name, base.vocabulary))
    blank = blank_readings(base) if base.services else {}
    for service in base.services.values():
        for remark in _service(service, base, hints, blank):
            yield "services", service.id, remark
    yield from _stages(base, hints)
    for attribute in base.attributes.values():
        role = attribute.derived.heads if attribute.derived is not None else None
        if role is not None and base.roles and role not in base.roles:
            refused = Refused("TF307", f"no role is called {shown(role)}", near(role, base.roles))
            yield "attributes", attribute.id, Remark(".derived.heads", refused, warning=True)


def _service(
    service: GeneralService, base: KnowledgeBase, hints: Hints, blank: Mapping[str, Reading]
) -> Iterable[Remark]:
    if base.stages and service.stage not in base.stages:
        message = f"no stage is called {shown(service.stage)}"
        yield Remark(".stage", Refused("TF307", message, near(service.stage, base.stages)))
    for refused in _capability(service.capability, base, hints):
        yield Remark(".capability", refused)
    for fault in base.service_faults.get(service.id, ()):
        yield Remark(f".when{fault.path}", fault.refused)
    formula = base.service_formulas.get(service.id)
    if formula is not None and decide(formula, blank).truth is False:
        message = f"nothing can fulfil the condition of {shown(service.id)}"
        yield Remark(".when", Refused("TF323", message), warning=True)
    for index, driver in enumerate(service.drivers):
        for refused in _count(driver.count, base):
            yield Remark(f".drivers[{index}].count", refused)


def _capability(name: str, base: KnowledgeBase, hints: Hints) -> Iterable[Refused]:
    if name not in base.vocabulary:
        yield unknown_capability(name, hints)
    elif not is_service(name, base.vocabulary):
        hint = hints.near(name) or "a capability below svc"
        yield Refused("TF345", f"{shown(name)} is no service", hint)


def _count(name: str, base: KnowledgeBase) -> Iterable[Refused]:
    if name in COUNTS:
        return
    attribute = base.askable.get(name)
    if attribute is None:
        numbers = (one.id for one in base.askable.values() if one.kind in ("number", "quantity"))
        message = f"nothing is counted as {shown(name)}"
        hint = near(name, [*COUNTS, *numbers]) or f"{', '.join(COUNTS)}, or an attribute that is a number"
        yield Refused("TF346", message, hint)
    elif attribute.kind not in ("number", "quantity"):
        message = f"{shown(name)} is a {attribute.kind}, which counts nothing"
        yield Refused("TF346", message, "a number or a quantity")


def _stages(base: KnowledgeBase, hints: Hints) -> Found:
    seen: dict[str, str] = {}
    for stage in base.stages.values():
        for index, name in enumerate(stage.capabilities):
            path = f".capabilities[{index}]"
            for refused in _capability(name, base, hints):
                yield "stages", stage.id, Remark(path, refused)
            if name in seen:
                message = f"{shown(name)} stands in the stages {shown(seen[name])} and {shown(stage.id)}"
                yield "stages", stage.id, Remark(path, Refused("TF347", message, "keep one of them"))
            seen.setdefault(name, stage.id)
