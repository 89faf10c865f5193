"""Answers to questions about landscapes, and what such a question is about, in a reader's words."""

from __future__ import annotations

import re

from tobfit.matching.asks import Ask
from tobfit.matching.landscape_reasons import FIELDS, SAID
from tobfit.matching.landscape_topic import Topic, topic_of
from tobfit.matching.question import Question
from tobfit.report.landscape_words import ANSWERS
from tobfit.report.naming import Naming

WORDED: dict[str, tuple[str, ...]] = {
    "flows": ("no other flow",), "platforms": ("all of them", "nothing else"), "runs_on": ("another",),
    "systems": ("a system has it", "no system has it"), "zone_region": ("another",),
    "zones": ("no zone of its own",),
    "adapter": ("less", "none", "too much"), "egress": ("required", "optional"),
}  # fmt: skip
"""The answers of each kind of question that are words; all others are names or values and stay as they are."""
SIDES = ("provides", "consumes", "in", "out", "both")


def topic_asked(ask: Question | Ask, product: str) -> Topic | None:
    """What of a landscape a question is about; None where it is about something else."""
    return topic_of(ask.target, product) if ask.kind == "landscape" else None


def landscape_answer(label: str, topic: Topic, naming: Naming) -> str:
    """One answer; a number that tells it from another one of the same wording stays."""
    found = re.fullmatch(r"(.*?)( \(\d+\))?", label, re.DOTALL)
    assert found is not None
    said, number = found.groups(default="")
    return _answer(said, topic, naming) + number


def _answer(said: str, topic: Topic, naming: Naming) -> str:
    if topic.kind in ("hosting", "zone_hosting"):
        return naming.words.term(said)
    if topic.kind == "egress" and said == "none":
        return _word("never", naming)
    if topic.field == "zone":
        return naming.place(said)
    if topic.kind == "flows" and " > " in said:
        start, end = said.split(" > ")
        return naming.words("way_between", start=naming.place(start), end=naming.place(end))
    worded = SIDES if topic.field in ("side", "data") else WORDED.get(topic.kind, ("another",))
    return _word(said, naming) if said in worded else said


def _word(said: str, naming: Naming) -> str:
    return ANSWERS[said][naming.words.lang == "zh"]


def topic_text(topic: Topic, naming: Naming) -> str:
    """What a question is about, in a few words."""
    lang = naming.words.lang
    owners = {"zone_hosting": naming.zone, "zone_region": naming.zone, "platforms": naming.zone}
    owner = owners.get(topic.kind, naming.system)(topic.owner)
    field = FIELDS[lang].get(topic.field, topic.field)
    return SAID[lang][f"topic_{topic.kind}"].format(owner=owner, interface=topic.interface, field=field)
