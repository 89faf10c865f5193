"""What use teaches about a product: findings by usage, for what was seen in practice and for nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import attrs

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.lifecycle.limits import Thresholds
from tobfit.lifecycle.living import Life
from tobfit.matching.report import Report
from tobfit.matching.voices import Speech, Voices, hear, listen
from tobfit.model.catalog import Answer, Catalog, Response
from tobfit.model.label import Label
from tobfit.model.pack import Capability
from tobfit.model.product import Evidence, Product, Statement
from tobfit.model.quantity import parse_quantity, ratio_to
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import Refused
from tobfit.model.version import parse_version
from tobfit.model.words import POSITIVE, ResponseCode

SOURCE = "usage/1"
"""How the source of evidence from usage begins."""
ASSUMED: tuple[ResponseCode, ...] = ("configuration", "standard")
"""How something is given that works in practice while nobody said how: within the product, as it was set up."""
SHARED = (
    "response", "extent", "value", "exhaustive", "effort", "price", "module", "by", "on", "remark", "evidence",
)  # fmt: skip
"""The fields that statements and answers share."""
STRUGGLING = {
    "en": "Used in practice; employees struggle with it where managers are content.",
    "zh": "实际使用中；管理者满意，但员工使用困难。",
}


@attrs.frozen
class Lesson:
    """What was seen of one capability of one product: that people use it (``used``), what it came to (``value``), until
    when (``on``, the last day of the last period that shows it)."""

    product: str
    capability: str
    used: bool
    value: tuple[str, ...] | None
    first: datetime.date
    on: datetime.date
    struggling: bool = False

    @property
    def evidence(self) -> Evidence:
        """The item that statements carry; it names no client and no figures of one."""
        return Evidence(source=f"{SOURCE} {self.first}/{self.on}", kind="demonstrated", date=self.on)


def lessons_of(life: Life, limits: Thresholds, struggling: Iterable[str | None]) -> Iterable[Lesson]:
    """A lesson for each capability that was seen in use, or of which a value was seen."""
    hard = set(struggling)
    for name in sorted(life.capabilities):
        used = [period for period in life.periods if life.verdict(name, period, limits.users)]
        values = [
            (row.period, row.value)
            for period in life.periods
            for row in life.rows(name, period).values()
            if row.value is not None
        ]
        shown = [*used, *(period for period, _ in values)]
        if not shown:
            continue
        capability = life.base.vocabulary.get(name)
        yield Lesson(
            product=life.usage.product,
            capability=name,
            used=bool(used),
            value=lived_value([(period.end, value) for period, value in values if value is not None], capability),
            first=min(period.start for period in shown),
            on=max(period.end for period in shown),
            struggling=name in hard,
        )


def lived_value(
    values: Sequence[tuple[datetime.date, tuple[str, ...]]], capability: Capability | None
) -> tuple[str, ...] | None:
    """One value of those of several periods: the worst one, for a promise holds in each; all members of a set that were
    seen; where nothing says which is worse the latest."""
    if not values:
        return None
    if capability is not None and capability.kind == "set":
        return tuple(sorted({member for _, value in values for member in value}))
    latest = max(day for day, _ in values)
    worst = min(value for day, value in values if day == latest)
    for _, value in sorted(values):
        if is_worse(value, worst, capability):
            worst = value
    return worst


def is_worse(
    value: tuple[str, ...], other: tuple[str, ...], capability: Capability | None, month_days: Decimal | None = None
) -> bool | None:
    """Whether a value is worse than another of the same capability; None where nothing says so: without a direction, in
    units that do not compare, of a set (what is listed is not all there is)."""
    if capability is None or len(value) != 1 or len(other) != 1:
        return None
    here, there = value[0], other[0]
    try:
        match capability.kind:
            case "quantity" if capability.direction is not None:
                one, two = (parse_quantity(text).within(capability.unit) for text in (here, there))
                pair = ratio_to(one, two, month_days)
                if pair is None:
                    return None
                return pair[0] < pair[1] if capability.direction == "higher_is_better" else pair[0] > pair[1]
            case "level" if here in capability.levels and there in capability.levels:
                return capability.levels.index(here) < capability.levels.index(there)
            case "version":
                first, second = parse_version(here).numbers, parse_version(there).numbers
                size = max(len(first), len(second))
                return first + (0,) * (size - len(first)) < second + (0,) * (size - len(second))
    except Refused:
        return None
    return None


def taught(lessons: Iterable[Lesson], catalog: Catalog, report: Report) -> Catalog:
    """The catalogue with a finding by usage for each lesson. Findings of the same day that usage had left there are
    written anew, so that teaching twice is teaching once."""
    by_product: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_product.setdefault(lesson.product, []).append(lesson)
    responses = _without(catalog.responses, by_product, report.client.id)
    products = []
    for product in catalog.products:
        found = by_product.get(product.id, [])
        bare = _bare(product, found)
        voices = listen(bare, report.world.vocabulary, responses, report.client.id)
        made = bare
        answers: list[Answer] = []
        for lesson in found:
            stated = tuple(_statements(lesson, voices, report))
            heard = _heard(lesson.capability, voices, report)
            is_denied = any(speech.kind == "answer" and not _positive(speech) for speech in heard.values())
            if stated and not is_denied:
                own = (*bare.capabilities.get(lesson.capability, ()), *stated)
                made = made.evolve(capabilities=made.capabilities.set(lesson.capability, own))
            if stated:
                answers += _answers(lesson, heard, voices, with_statements=is_denied)
        products.append(made if made != product else product)
        if answers:
            said = Response(client=report.client.id, product=product.id, answers=answers)
            responses = (*responses, said)
    return catalog.evolve(products=products, responses=responses)


def _is_ours(said: Statement | Answer, lesson: Lesson) -> bool:
    """Whether a finding stands there because usage of the same day was fed back before."""
    by_usage = said.by == "usage" and said.on == lesson.on
    return by_usage and any(item.source.startswith(f"{SOURCE} ") for item in said.evidence)


def _bare(product: Product, lessons: Iterable[Lesson]) -> Product:
    capabilities = product.capabilities
    for lesson in lessons:
        said = capabilities.get(lesson.capability, ())
        kept = tuple(one for one in said if not _is_ours(one, lesson))
        if len(kept) < len(said):
            left = {name: stated for name, stated in capabilities.items() if name != lesson.capability}
            capabilities = type(capabilities)({**left, lesson.capability: kept} if kept else left)
    return product if capabilities is product.capabilities else product.evolve(capabilities=capabilities)


def _without(
    responses: tuple[Response, ...], lessons: Mapping[str, list[Lesson]], client: str
) -> tuple[Response, ...]:
    """The answers without those that usage of the same days had left there."""
    kept = []
    for response in responses:
        found = lessons.get(response.product, []) if response.client == client else []
        answers = tuple(one for one in response.answers if not any(_is_ours(one, lesson) for lesson in found))
        if answers or not response.answers:
            kept.append(response if answers == response.answers else response.evolve(answers=answers))
    return tuple(kept)


def _statements(lesson: Lesson, voices: Voices, report: Report) -> Iterable[Statement]:
    """What usage says of the capability: that it is given as was said, now seen in practice."""
    name = lesson.capability
    speech = hear(Requirement(id="usage", capability=name, need=Need()), voices)
    if speech.kind == "rollup":
        return  # the narrower ones are seen one by one
    capability = voices.vocabulary.get(name)
    said = _positive(speech)
    if speech.kind in ("silence", "complete") or not said:
        if voices.vocabulary.narrower(name):
            return  # whoever uses something of a group does not show all of it
        assumed = _assumed(name, report, voices.vocabulary)
        # That a value was seen does not say that something is used which nobody offers.
        if assumed is not None and (lesson.used or lesson.value is not None):
            yield _finding(lesson, Statement(response=assumed), lesson.value)
        return
    for one in said:
        value, known = _value(lesson, one, capability)
        if known:
            yield _finding(lesson, one, value)


def _assumed(name: str, report: Report, vocabulary: Vocabulary) -> ResponseCode | None:
    """How a thing is taken to be given where nobody said: in a way that every line accepts, or not at all."""
    reach = {name, *vocabulary.ancestors(name)}
    lines = [line for line in report.requirements if line.capability in reach and line.accept]
    return next((code for code in ASSUMED if all(code in line.accept for line in lines)), None)


def _value(
    lesson: Lesson, said: Statement, capability: Capability | None
) -> tuple[tuple[str, ...] | None, bool]:
    """The value that a finding carries, and whether there may be one at all: a finding goes before what the vendor
    says, so that one without the value would make it unknown, and one with a value that nobody saw would be made up.
    """
    kind = capability.kind if capability is not None else None
    if kind in (None, "boolean"):
        return None, lesson.used or lesson.value is not None
    if lesson.value is None:
        return None, lesson.used and said.value is None
    if kind == "set":
        return lesson.value, set(said.value or ()) <= set(lesson.value)
    return lesson.value, True


def _finding(lesson: Lesson, said: Statement, value: tuple[str, ...] | None) -> Statement:
    """A statement as it was made, now found by usage; what was on the roadmap is there."""
    is_due = said.response == "roadmap"
    return Statement(
        response="standard" if is_due else said.response,
        extent=said.extent,
        value=value,
        exhaustive=said.exhaustive and value == said.value,
        effort=said.effort,
        price=said.price,
        module=said.module,
        by="usage",
        on=lesson.on,
        remark=Label.of(STRUGGLING) if lesson.struggling else None,
        evidence=(lesson.evidence,),
    )


def _heard(name: str, voices: Voices, report: Report) -> Mapping[str, Speech]:
    """Line -> who speaks for it, for the lines that ask for the very capability."""
    return {
        line.id: hear(line, voices)
        for line in report.requirements
        if line.capability == name and line.connect is None and line.deploy is None
    }


def _positive(speech: Speech) -> tuple[Statement, ...]:
    return tuple(one for one in speech.statements if one.response in POSITIVE)


def _answers(
    lesson: Lesson, heard: Mapping[str, Speech], voices: Voices, *, with_statements: bool
) -> Iterable[Answer]:
    """The same for lines that were answered one by one: the answer's own way of giving it was seen in practice.

    Where an answer denies a line, what is used need not be what that line asks for: then nothing is said of the
    capability as a whole, and the other lines are answered one by one (``with_statements``).
    """
    capability = voices.vocabulary.get(lesson.capability)
    for line, speech in heard.items():
        if speech.kind != "answer" and not with_statements:
            continue
        for said in _positive(speech):
            value, known = _value(lesson, said, capability)
            if known:
                made = _finding(lesson, said, value)
                yield Answer(requirement=line, **{name: getattr(made, name) for name in SHARED})

