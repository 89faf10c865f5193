"""What the vocabulary and the segments say about a vendor's document."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.knowledge.check import VENDOR, Checking, check_value, unknown_capability
from tobfit.knowledge.profile import segments_of
from tobfit.knowledge.remark import Remark
from tobfit.knowledge.vendor_facts import texts_of
from tobfit.model.client import Industry
from tobfit.model.scalars import Hints, Refused, near, shown
from tobfit.model.vendor import Vendor


def check_vendor(vendor: Vendor, checking: Checking) -> Iterable[Remark]:
    """Everything in a vendor's document that does not agree with the vocabulary and the segments."""
    for index, name in enumerate(vendor.complete):
        if name not in checking.vocabulary:
            yield Remark(f".complete[{index}]", unknown_capability(name, checking.hints))
    for name, statements in vendor.capabilities.items():
        capability = checking.vocabulary.get(name)
        if capability is None:
            yield Remark(f".capabilities.{name}", unknown_capability(name, checking.hints), on_key=True)
            continue
        for index, statement in enumerate(statements):
            if statement.value is not None:
                yield from check_value(statement.value, capability, f".capabilities.{name}[{index}].value")
    yield from _finances(vendor, checking)
    yield from _industries(vendor, checking)


def _finances(vendor: Vendor, checking: Checking) -> Iterable[Remark]:
    """A key is a term of the vendor's group, and holds a value of its kind; any other one judges nothing."""
    prefix = f"{VENDOR}."
    terms = [name.removeprefix(prefix) for name in checking.vocabulary.capabilities if name.startswith(prefix)]
    for key, value in vendor.finances.items():
        path = f".finances.{key}"
        capability, texts = checking.vocabulary.get(f"{prefix}{key}"), texts_of(value)
        if capability is None:
            message = f"no term is called {shown(prefix + key)}, so that {shown(key)} is kept and judges nothing"
            yield Remark(path, Refused("TF341", message, near(key, terms)), warning=True, on_key=True)
        elif texts is None:
            yield Remark(path, Refused("TF341", f"{shown(key)} is no single value", "give one, such as 5000000 CNY"))
        elif capability.kind == "boolean":
            if texts not in (("true",), ("false",)):
                yield Remark(path, Refused("TF214", f"{shown(texts[0])} is neither true nor false", "true or false"))
        else:
            yield from check_value(texts, capability, path)


def _industries(vendor: Vendor, checking: Checking) -> Iterable[Remark]:
    """References in industries that no pack knows: nobody can say whether they are the client's."""
    base = checking.base
    if base is None or not base.segments:
        return
    hints = Hints(base.segments)
    for index, reference in enumerate(vendor.references):
        name = reference.industry
        if name is not None and name not in base.segments and not segments_of(Industry(code=name), base):
            message = f"no pack knows the segment {shown(name)}"
            yield Remark(f".references[{index}].industry", Refused("TF326", message, hints.near(name)), warning=True)
