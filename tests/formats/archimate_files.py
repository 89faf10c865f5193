"""Small writers of ArchiMate models, in both encodings, for tests that need one model in two files."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import attrs

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
EXCHANGE_2 = "http://www.opengroup.org/xsd/archimate"
EXCHANGE_3 = "http://www.opengroup.org/xsd/archimate/3.0/"
ARCHI = "http://www.archimatetool.com/archimate"


@attrs.frozen
class Thing:
    """An element, or with two ends a relation; the type as ArchiMate 3.2 calls it."""

    id: str
    type: str
    name: str = ""
    ends: tuple[str, str] | None = None
    documentation: str = ""


def thing(id: str, type: str, name: str = "") -> Thing:
    return Thing(id, type, name)


def link(id: str, type: str, source: str, target: str, name: str = "") -> Thing:
    return Thing(id, type, name, (source, target))


def exchange(things: Sequence[Thing], *, version: int = 3, prefix: str = "", name: str = "Model") -> str:
    """The exchange file of a model."""
    dot = f"{prefix}:" if prefix else ""
    named = "name" if version == 3 else "label"
    suffix = "" if version == 3 else "Relationship"
    declared = f"xmlns{f':{prefix}' if prefix else ''}={quoteattr(EXCHANGE_3 if version == 3 else EXCHANGE_2)}"

    def written(one: Thing) -> str:
        tag = "element" if one.ends is None else "relationship"
        type = one.type if one.ends is None else one.type + suffix
        ends = f" source={quoteattr(one.ends[0])} target={quoteattr(one.ends[1])}" if one.ends else ""
        head = f"<{dot}{tag} identifier={quoteattr(one.id)} xsi:type={quoteattr(type)}{ends}>"
        return f"{head}{_text(f'{dot}{named}', one.name)}{_text(f'{dot}documentation', one.documentation)}</{dot}{tag}>"

    elements = "\n".join(written(one) for one in things if one.ends is None)
    relations = "\n".join(written(one) for one in things if one.ends is not None)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{dot}model {declared} {XSI} identifier="m">\n'
        f"{_text(f'{dot}name', name)}\n<{dot}elements>\n{elements}\n</{dot}elements>\n"
        f"<{dot}relationships>\n{relations}\n</{dot}relationships>\n</{dot}model>\n"
    )


def archi(things: Sequence[Thing], *, depth: int = 1, name: str = "Model") -> str:
    """The Archi file of a model; the elements lie in folders within folders, ``depth`` deep."""

    def written(one: Thing) -> str:
        type = one.type if one.ends is None else f"{one.type}Relationship"
        ends = f" source={quoteattr(one.ends[0])} target={quoteattr(one.ends[1])}" if one.ends else ""
        named = f" name={quoteattr(one.name)}" if one.name else ""
        head = f"<element xsi:type={quoteattr(f'archimate:{type}')} id={quoteattr(one.id)}{named}{ends}"
        return f"{head}>{_text('documentation', one.documentation)}</element>"

    opened = "".join(f'<folder name="F{level}" id="f{level}">\n' for level in range(depth))
    elements = "\n".join(written(one) for one in things if one.ends is None)
    relations = "\n".join(written(one) for one in things if one.ends is not None)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<archimate:model {XSI} xmlns:archimate="{ARCHI}"'
        f' name={quoteattr(name)} id="m" version="5.0.0">\n{opened}{elements}\n{"</folder>" * depth}\n'
        f'<folder name="Relations" id="rel" type="relations">\n{relations}\n</folder>\n</archimate:model>\n'
    )


def _text(tag: str, text: str) -> str:
    # A bare carriage return would be read as a line feed.
    return f"<{tag}>{escape(text, {chr(13): '&#13;'})}</{tag}>" if text else ""
