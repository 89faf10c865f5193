"""Facts: what is known of an attribute, said in its name, and who or what says so."""

from __future__ import annotations

from tobfit.graph.draft import Draft
from tobfit.knowledge.attributes import Scalar, text_of
from tobfit.knowledge.reading import Reading, ScalarReading
from tobfit.model.attribute import Attribute
from tobfit.model.label import Label
from tobfit.model.landscape import Landscape

_WORDS = {
    "en": {"true": "yes", "false": "no", "or": " or ", "and": ", ", "is": ": "},
    "zh": {"true": "是", "false": "否", "or": "或", "and": "、", "is": "："},
}


def fact_node(draft: Draft, reading: Reading) -> str:
    """The attribute with its value, and the edge from the client, system or zone that answers it."""
    attribute = reading.attribute
    title = {lang: f"{attribute.title.text(lang)}{_WORDS[lang]['is']}{_said(reading, lang)}" for lang in _WORDS}
    number = draft.node("attribute", attribute.id, Label.of(title))
    place = _place(draft, reading)
    draft.edge(place, "has_fact" if place == draft.client else "shows", number, reading.fact)
    return number


def _said(reading: Reading, lang: str) -> str:
    words = _WORDS[lang]
    if isinstance(reading, ScalarReading):
        return words["or"].join(_word(reading.attribute, value, lang) for value in reading.options or ())
    worlds = (
        words["and"].join(_word(reading.attribute, member, lang) for member in sorted(world))
        for world in reading.worlds
    )
    return words["or"].join(sorted(worlds))


def _word(attribute: Attribute, value: Scalar, lang: str) -> str:
    text = text_of(value)
    label = attribute.labels.get(text)
    if label is not None:
        return label.text(lang)
    return _WORDS[lang][text] if isinstance(value, bool) else text


def _place(draft: Draft, reading: Reading) -> str:
    """The system or zone that a fact was derived from (``landscape.systems: sap > fin``), else the client."""
    where = reading.where if isinstance(reading, ScalarReading) else None
    part, _, rest = (where or "").partition(": ")
    name = rest.split(" > ")[0]
    landscape = draft.world.client.landscape or Landscape()
    if part == "landscape.systems" and any(system.id == name for system in landscape.systems):
        return f"system:{name}"
    if part == "landscape.flows" and any(flow.from_ == name for flow in landscape.flows):
        return draft.zone(name)
    return draft.client
