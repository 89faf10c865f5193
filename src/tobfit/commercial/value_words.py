"""Figures and sentences of values, as labels in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tobfit.commercial.value_phrases import PIECES, QUESTIONS
from tobfit.matching.report import Report
from tobfit.model.client import Stakeholder
from tobfit.model.interval import Interval, Ratio, decimal_of
from tobfit.model.label import Label
from tobfit.model.over_time import split
from tobfit.model.quantity import Quantity
from tobfit.model.requirement import Requirement
from tobfit.model.scalars import number_text, plain_decimal

if TYPE_CHECKING:
    from tobfit.commercial.carrying import Carrier
    from tobfit.commercial.staking import GoalWorth

LANGS = ("en", "zh")
Texts = Mapping[str, tuple[str, str]]
TIMES = {
    "year": ("year", "年"), "month": ("month", "个月"), "week": ("week", "周"), "day": ("day", "天"),
    "h": ("hour", "小时"), "min": ("minute", "分钟"), "s": ("second", "秒"), "ms": ("millisecond", "毫秒"),
}  # fmt: skip


def say(texts: Texts, key: str, lang: str, **values: object) -> str:
    """A phrase in a language."""
    return texts[key][LANGS.index(lang)].format(**values)


def labelled(make: Callable[[str], str]) -> Label:
    """A text made in both languages."""
    return Label.of({lang: make(lang) for lang in LANGS})


def figure(amount: Fraction) -> str:
    """An amount with its digits in groups; to a hundredth, half to even, where it has more.

    >>> figure(Fraction(2400000)), figure(Fraction(1, 3))
    ('2,400,000', '0.33')
    """
    cents = round(Fraction(amount) * 100)
    whole, rest = divmod(cents, 100)
    return f"{whole:,}" + (f".{rest:02}" if rest else "")


def money(amount: Interval | Fraction, currency: str) -> str:
    """An amount or a range of amounts in a currency.

    >>> money(Interval(Ratio(0), Ratio(1000)), "CNY")
    '0..1,000 CNY'
    """
    ends = (amount.low, amount.high) if isinstance(amount, Interval) else (amount, amount)
    told = [figure(end) for end in ends]
    return f"{told[0] if ends[0] == ends[1] else '..'.join(told)} {currency}"


def percent(share: Interval | Fraction) -> str:
    """A share or a range of shares as a percentage."""
    ends = (share.low, share.high) if isinstance(share, Interval) else (share, share)
    told = [f"{Ratio(end * 100):.1f}".removesuffix(".0") for end in ends]
    return f"{told[0] if ends[0] == ends[1] else '..'.join(told)} %"


def time_text(time: Quantity, lang: str) -> str:
    """A time in words: ``3 years``, ``18个月``."""
    number, names = number_text(time.number), TIMES.get(time.unit or "", (str(time.unit), str(time.unit)))
    if lang == "zh":
        return f"{number}{names[1]}"
    return f"{number} {names[0]}" if time.number == 1 else f"{number} {names[0]}s"


def credit_text(credit: Interval) -> str:
    """Both ends exactly: credits have at most six digits."""
    low, high = (number_text(plain_decimal(decimal_of(end))) for end in (credit.low, credit.high))
    return low if credit.low == credit.high else f"{low}..{high}"


def formula_of(one: GoalWorth, carriers: Sequence[Carrier], carried: Interval) -> str | None:
    """How the amount comes about: worth x times x (the lines' shares x credits); None without an amount or a line."""
    if one.worth is None or one.amount is None or one.currency is None or not carriers:
        return None
    parts = [f"{each.requirement} {each.share} x {_part(each)}" for each in carriers]
    time = split(one.worth.unit)[1]
    times = f" x {number_of(one.amount / Fraction(one.worth.number))} {time}" if time and one.worth.number else ""
    whole = f"{one.worth}{times} x ({' + '.join(parts)})"
    is_exact = all((end * 100).denominator == 1 for end in (carried.low, carried.high))
    return f"{whole} {'=' if is_exact else '~'} {money(carried, one.currency)}"


def _part(each: Carrier) -> str:
    return "0" if each.verdict == "not_applicable" else credit_text(each.credit)


def number_of(value: Fraction) -> str:
    """A number of times, exactly: as a decimal where it ends, else as a fraction."""
    found = Fraction(value)
    for digits in range(13):
        if (found * 10**digits).denominator == 1:
            return f"{Ratio(found):.{digits}f}"
    return str(found)


def line_text(line: Requirement, own: bool, report: Report, lang: str) -> str:
    """A line's id and title; of a need that is judged alone the capability's name."""
    capability = report.world.vocabulary.get(line.capability)
    name = capability.title.text(lang) if capability is not None else line.title.text(lang)
    if not own:
        return name
    title = line.text.text(lang) if line.text is not None else name
    return line.id if title == line.id else f"{line.id} {title}"


def product_text(product: str, report: Report, lang: str) -> str:
    """A product's name; its id where another one has the same name."""
    titles = [candidate.title.text(lang) for candidate in report.world.catalog.candidates]
    title = report.world.catalog[product].title.text(lang)
    return title if titles.count(title) == 1 else product


def goal_question(kind: str, one: GoalWorth, report: Report, horizon: Quantity) -> Label:
    """What to ask about a goal."""
    people = {person.id: person.name for person in report.client.stakeholders}

    def make(lang: str) -> str:
        name = people.get(one.owner or "")
        owner = name.text(lang) if name is not None else str(one.owner)
        return say(
            QUESTIONS, kind, lang,
            goal=one.title.text(lang), owner=owner, worth=str(one.worth), time=time_text(horizon, lang),
        )  # fmt: skip

    return labelled(make)


def person_question(kind: str, person: Stakeholder) -> Label:
    """What to ask somebody about their own part."""

    def make(lang: str) -> str:
        name = person.name.text(lang) if person.name is not None else person.id
        return say(QUESTIONS, kind, lang, person=name, heads=person.head_count)

    return labelled(make)


def joined(parts: Sequence[str], lang: str) -> str:
    """Parts side by side."""
    return say(PIECES, "join", lang).join(parts)
