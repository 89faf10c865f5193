"""Rules in two values over completions, written from the rules alone: slow, and without a line of the engine.

A completion is one way in which all that a client does not say can turn out: every single value is given, every list
has all its members. What a rule says of a client must be what it says in all completions.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs
from tests.laws.reference import sized

from tobfit.model.attribute import Attribute
from tobfit.model.client import Client
from tobfit.model.rule import Condition, Rule
from tobfit.model.size import SizeGroup, SizeScheme
from tobfit.testing.knowledge import ATTRIBUTES, FILED, SEGMENTS, UNION

Value = bool | str | Fraction | frozenset[str]
Completion = Mapping[str, Value]
CLASSES = ("micro", "small", "medium", "large")
ELSEWHERE = "somewhere else"
RATES = (
    {"EUR": Fraction(1, 10), "time": Fraction(1, 28 * 86400)},
    {"EUR": Fraction(8), "time": Fraction(1, 31 * 86400)},
    {"EUR": Fraction(1000), "time": Fraction(1, 30 * 86400)},
)
"""What an EUR may be in CNY, and a second in months."""
KNOWN = {attribute.id: attribute for attribute in ATTRIBUTES}
BROADER = {segment.id: segment.broader for segment in SEGMENTS}


def amount(text: object, unit: str | None, rates: Mapping[str, Fraction]) -> Fraction:
    """An amount as a number, other currencies and units turned into the first one by a rate."""
    (dimension, _), size = sized(str(text), unit or "", None)
    return size * rates.get(dimension, Fraction(1))


# ------------------------------------------------------------------------------------------ truth of rules


def holds(
    condition: Condition, world: Completion, rates: Mapping[str, Fraction], absent: frozenset[str] = frozenset()
) -> bool:
    """Whether a condition holds where everything is known; of what is ``absent`` only that it is not there."""
    if condition.all is not None:
        return all(holds(part, world, rates, absent) for part in condition.all)
    if condition.any is not None:
        return any(holds(part, world, rates, absent) for part in condition.any)
    if condition.not_ is not None:
        return not holds(condition.not_, world, rates, absent)
    assert condition.attr is not None
    operands = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    value = world[condition.attr]
    if isinstance(value, frozenset):
        return _holds_of_members(condition.op, value, [str(operand) for operand in operands])
    if condition.op == "present":
        return condition.attr not in absent
    wanted = [_read(condition.attr, operand, rates) for operand in operands]
    if condition.op in ("eq", "in"):
        return value in wanted
    if condition.op == "ne":
        return value not in wanted
    left, right = _place(condition.attr, value), _place(condition.attr, wanted[0])
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[str(condition.op)]


def _holds_of_members(op: str | None, members: frozenset[str], operands: Sequence[str]) -> bool:
    if op == "present":
        return len(members) > 0
    if op == "superset":
        return all(operand in members for operand in operands)
    return any(operand in members for operand in operands)


def _read(name: str, text: object, rates: Mapping[str, Fraction]) -> Value:
    kind = kind_of(name)
    if kind == "boolean":
        return text == "true"
    return amount(text, KNOWN[name].unit if name in KNOWN else None, rates) if kind == "amount" else str(text)


def _place(name: str, value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    order = KNOWN[name].values if name in KNOWN else CLASSES
    return Fraction(list(order).index(str(value)))


def kind_of(name: str) -> str:
    """boolean, amount, set or word."""
    if name in ("employees", "revenue", "assets"):
        return "amount"
    if name == "industries":
        return "set"
    kind = KNOWN[name].kind if name in KNOWN else "text"
    return {"number": "amount", "quantity": "amount", "boolean": "boolean", "set": "set"}.get(kind, "word")


def atoms_of(condition: Condition) -> Iterable[Condition]:
    """All atoms."""
    if condition.attr is not None:
        yield condition
    for part in (*(condition.all or ()), *(condition.any or ()), *((condition.not_,) if condition.not_ else ())):
        yield from atoms_of(part)


def whole_condition(rule: Rule) -> Condition:
    """The condition of a rule, and that the client is active where the rule is law."""
    inside = [Condition(attr="jurisdictions", op="contains", value=code) for code in rule.jurisdictions]
    return Condition(all=(rule.when, Condition(any=inside))) if inside else rule.when


# ------------------------------------------------------------------------------------------ completions


@attrs.frozen
class Space:
    """All completions that one rule can tell apart: for each attribute what it can be."""

    condition: Condition
    rates: Mapping[str, Fraction]
    ways: Mapping[str, Sequence[Value]]
    absent: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many completions there are."""
        count = 1
        for values in self.ways.values():
            count *= len(values)
        return count

    def truths(self) -> dict[tuple[Value, ...], bool]:
        """The truth of the rule in each completion, by the values of the attributes in order."""
        cases = itertools.product(*self.ways.values())
        return {case: self.truth(dict(zip(self.ways, case, strict=True))) for case in cases}

    def truth(self, world: Completion) -> bool:
        """The truth in one completion."""
        return holds(self.condition, world, self.rates, self.absent)

    def sample(self, count: int) -> Iterable[bool]:
        """The truth in some completions, the same ones each time; in all where there are no more."""
        if self.size <= count:
            yield from self.truths().values()
            return
        dice = random.Random(0)
        for _ in range(count):
            world = {name: dice.choice(values) for name, values in self.ways.items()}
            yield self.truth(world)


def spaces(client: Client, condition: Condition) -> list[Space]:
    """The completions of a client as a condition sees them, for each set of rates that matters."""
    atoms = list(atoms_of(condition))
    names = sorted({str(atom.attr) for atom in atoms})
    found = []
    said = f"{condition} {client}"
    for rates in RATES if "EUR" in said or "day" in said else RATES[:1]:
        ways = {name: ways_of(name, client, [a for a in atoms if a.attr == name], rates) for name in names}
        found.append(Space(condition, rates, ways, frozenset(name for name in names if is_absent(name, client))))
    return found


def is_absent(name: str, client: Client) -> bool:
    """Whether a single value is not there because the profile, where it would stand, is complete."""
    attribute = KNOWN.get(name)
    if name == "industry_stage":
        is_open = len(_stages(client, ())) > 3
        return is_open and _is_said_whole(client, f"profile.{name}")
    if attribute is None or attribute.kind == "set" or attribute.derived is not None:
        return False
    return name not in client.profile and _is_said_whole(client, f"profile.{name}")


def ways_of(name: str, client: Client, atoms: Sequence[Condition], rates: Mapping[str, Fraction]) -> Sequence[Value]:
    """What an attribute can be for a client, as far as the atoms can tell the values apart."""
    if kind_of(name) == "set":
        return sorted(set(_member_ways(name, client, atoms)), key=sorted)
    if name.startswith("size_class."):
        stated = client.profile.get(name)
        return [stated] if stated else _classes(FILED if name.endswith("filed") else UNION, client, rates)
    if name == "industry_stage":
        return _stages(client, atoms)
    attribute = KNOWN.get(name)
    said = getattr(client.scale, name, None) if attribute is None else client.profile.get(name)
    if said is not None:
        return [_read(name, said, rates)]
    if attribute is not None and attribute.kind == "boolean":
        return _boolean_ways(attribute, client)
    operands = [o for a in atoms for o in (a.value if isinstance(a.value, tuple) else (a.value,)) if o is not None]
    if kind_of(name) == "amount":
        bounds = sorted({_read(name, operand, rates) for operand in operands}, key=str)
        is_count = attribute is None or attribute.kind == "number"
        return _grid([bound for bound in bounds if isinstance(bound, Fraction)], lowest=is_count)
    assert attribute is not None
    return list(attribute.values) or [*map(str, operands), ELSEWHERE]


def _grid(bounds: Sequence[Fraction], lowest: bool) -> Sequence[Fraction]:
    """The bounds, and values between and outside them; with ``lowest`` none below 0."""
    points = sorted({*bounds, Fraction(0)})
    # Whole numbers where there are any: nobody employs half a person.
    between = [Fraction((low + high) // 2) for low, high in itertools.pairwise(points)]
    every = [points[0] - 7, *points, *between, points[-1] + 7]
    return [point for point in every if point >= 0 or not lowest]


def _is_said_whole(client: Client, path: str) -> bool:
    return any(path == part or path.startswith(part + ".") for part in client.complete)


def _member_ways(name: str, client: Client, atoms: Sequence[Condition]) -> Iterable[frozenset[str]]:
    """What was said, and all that may be there besides; whatever lies in something brings that along."""
    broader = BROADER if name == "industries" else dict(KNOWN[name].within)
    named = {str(o) for a in atoms for o in (a.value if isinstance(a.value, tuple) else (a.value,)) if o is not None}
    path = f"profile.{name}" if name == "sold" else name
    said = client.jurisdictions if name == "jurisdictions" else client.profile.get(name, ())
    filings = _filed_segments(client) if name == "industries" else [frozenset(said)]
    for members in filings:
        more = named | {ELSEWHERE}
        if _is_said_whole(client, path):
            more = {other for other in named if members & set(_above(other, broader))}
        for count in range(len(more) + 1):
            for added in itertools.combinations(sorted(more), count):
                every = {*members, *added}
                yield frozenset(every.union(*(_above(member, broader) for member in every)))


def _above(member: str, broader: Mapping[str, str | None]) -> list[str]:
    found = []
    at = broader.get(member)
    while at is not None:
        found.append(at)
        at = broader.get(at)
    return found


def _filed_segments(client: Client) -> list[frozenset[str]]:
    """The segments that were said; of a filed code alone, each of those with the longest code above it."""
    choices = [[i.segment] if i.segment else _segments_of(i.code or "") for i in client.industries]
    return [frozenset(case) for case in itertools.product(*choices)]


def _segments_of(code: str) -> list[str]:
    codes = [(listed, segment.id) for segment in SEGMENTS for entry in segment.codes for listed in entry.codes]
    above = [(len(listed), name) for listed, name in codes if code.startswith(listed)]
    return [name for length, name in above if length == max(above)[0]]


def _boolean_ways(attribute: Attribute, client: Client) -> Sequence[Value]:
    """No where the profile is complete; what the landscape says; else either."""
    if attribute.derived is None:
        return [False] if _is_said_whole(client, f"profile.{attribute.id}") else [True, False]
    drawn = client.landscape
    if attribute.derived.unreachable:
        ends = {"internet"}
        for _ in drawn.flows if drawn else ():
            ends |= {flow.from_ for flow in drawn.flows if flow.to in ends} if drawn else set()
        if len(ends) > 1:
            return [False]
        return [True] if _is_said_whole(client, "landscape.flows") else [True, False]
    assert attribute.derived.system is not None
    pattern = attribute.derived.system
    zones = {zone.id: zone.hosting for zone in drawn.zones} if drawn else {}
    fitting = [s for s in (drawn.systems if drawn else ()) if set(s.capabilities) & set(pattern.capabilities)]
    hosted = [zones.get(system.zone or "") for system in fitting]
    if any(not pattern.hosting or place in pattern.hosting for place in hosted):
        return [True]
    is_open = None in hosted or not _is_said_whole(client, "landscape.systems")
    return [True, False] if is_open else [False]


def _stages(client: Client, atoms: Sequence[Condition]) -> Sequence[Value]:
    """What the main industry's stage is said to be, else the profile's, else that of the segment's record."""
    main = client.industries[:1]
    if main and main[0].stage:
        return [main[0].stage]
    if "industry_stage" in client.profile:
        return [client.profile["industry_stage"]]
    stages = {segment.id: segment.stages[0].stage for segment in SEGMENTS if segment.stages}
    names = [main[0].segment] if main and main[0].segment else _segments_of(main[0].code or "") if main else [""]
    if all(name in stages for name in names):
        return [stages[name] for name in names if name in stages]
    return ["introduction", "growth", "maturity", "decline", *(str(a.value) for a in atoms if a.op == "eq"), ELSEWHERE]


# ---------------------------------------------------------------------------------------------- size classes


def size_of(group: SizeGroup, figures: Mapping[str, Fraction]) -> int:
    """The class of one enterprise whose figures are all known, as a number: in the lowest of the classes that its
    indicators reach, or in the first class whose ceilings hold."""
    none: Mapping[str, Fraction] = {}
    if group.indicators:
        reached = []
        for indicator in group.indicators:
            bounds = {name: getattr(indicator, name) for name in CLASSES[1:]}
            least = {name: amount(bound, None, none) for name, bound in bounds.items() if bound is not None}
            passed = [CLASSES.index(name) for name, bound in least.items() if figures[indicator.attr] >= bound]
            reached.append(max(passed, default=0))
        return min(reached)
    for ceiling in group.ceilings:
        few = all(figures[name] < amount(bound, None, none) for name, bound in ceiling.less_than.items())
        money = [figures[name] <= amount(bound, None, none) for name, bound in ceiling.any_at_most.items()]
        if few and (any(money) or not money):
            return CLASSES.index(ceiling.size)
    return CLASSES.index("large")


def size_range(groups: Sequence[SizeGroup], figures: Mapping[str, Fraction | None]) -> tuple[str, str]:
    """The lowest and the highest class over all figures that are not known, on a grid of the bounds."""
    found = []
    for group in groups:
        known = {name: value for name, value in figures.items() if value is not None}
        missing = sorted(name for name, value in figures.items() if value is None)
        grids = [_grid(_bounds_of(group, name), lowest=True) for name in missing]
        found += [size_of(group, {**known, **dict(zip(missing, c, strict=True))}) for c in itertools.product(*grids)]
    return CLASSES[min(found)], CLASSES[max(found)]


def _bounds_of(group: SizeGroup, name: str) -> list[Fraction]:
    bounds = [b for i in group.indicators if i.attr == name for b in (i.small, i.medium, i.large) if b is not None]
    for ceiling in group.ceilings:
        bounds += [c[name] for c in (ceiling.less_than, ceiling.any_at_most) if name in c]
    return [amount(bound, None, {}) for bound in bounds]


def _classes(scheme: SizeScheme, client: Client, rates: Mapping[str, Fraction]) -> Sequence[Value]:
    groups: Sequence[SizeGroup] = scheme.groups
    if scheme.filing and client.industries:
        main = client.industries[0]
        listed = [c for segment in SEGMENTS if segment.id == main.segment for e in segment.codes for c in e.codes]
        codes = [main.code] if main.code else listed
        found = [group for group in groups if any(str(code).startswith(group.codes[0]) for code in codes)]
        groups = found if codes else groups
    figures = {}
    for name in ("employees", "revenue", "assets"):
        said = getattr(client.scale, name, None)
        is_comparable = said is not None and not str(said).endswith("EUR")
        figures[name] = amount(said, None, rates) if is_comparable else None
    low, high = size_range(groups, figures)
    return list(CLASSES[CLASSES.index(low) : CLASSES.index(high) + 1])
