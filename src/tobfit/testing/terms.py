"""Strategies for vocabularies, and for the needs and values that suit a capability."""

from __future__ import annotations

from hypothesis import strategies as st

from tobfit.knowledge.check import check_need
from tobfit.knowledge.packs import Packs
from tobfit.model.pack import Capability, Pack
from tobfit.model.requirement import SET_KEYS, Need
from tobfit.testing.samples import AMOUNTS, GROUPS, LEVELS, RANGES, SOME_MEMBERS, VERSIONS, Plain, said


@st.composite
def vocabularies(draw: st.DrawFn) -> tuple[Capability, ...]:
    """Groups up to three levels deep, and leaves of every kind somewhere below or beside them."""
    broader = st.sampled_from((*GROUPS, None))
    inner = draw(st.sampled_from(("g", "g", None)))
    terms: list[Plain] = [
        {"id": "g", "name": {"en": "Group", "zh": "组"}},
        {"id": "g.h", "broader": inner},
        {"id": "g.h.k", "broader": draw(st.sampled_from(("g.h", "g.h", "g", None)))},
        {"id": "b1", "kind": "boolean", "broader": draw(broader)},
        {"id": "b2", "kind": "boolean", "broader": draw(st.sampled_from((*GROUPS, "b1")))},
        {"id": "b10", "kind": "boolean", "broader": draw(broader)},
        {"id": "lv", "kind": "level", "levels": LEVELS, "broader": draw(broader)},
        {"id": "st", "kind": "set", "broader": draw(broader)},
        {"id": "vr", "kind": "version", "broader": draw(broader)},
    ]
    for name in ("q1", "q2"):
        # Units as they come, or both alike and one below the other.
        below = name == "q2" and draw(st.booleans())
        terms.append(
            {
                "id": name,
                "kind": "quantity",
                "unit": terms[-1]["unit"] if below else draw(st.sampled_from(("month", "day", *AMOUNTS))),
                "direction": draw(st.sampled_from(("higher_is_better", "lower_is_better", None))),
                "broader": "q1" if below else draw(broader),
            }
        )
    return tuple(Capability(**said(term)) for term in terms)


@st.composite
def packs(draw: st.DrawFn) -> Packs:
    """One layer of one or two packs, and at times a second layer that overrides a term."""
    terms = draw(vocabularies())
    cut = draw(st.sampled_from((0, 4)))
    parts = [Pack(id="p1", vocabulary=terms[cut:])]
    if cut:
        parts.append(Pack(id="p2", vocabulary=terms[:cut]))
    made = Packs((tuple(parts),))
    if draw(st.integers(0, 7)) == 7:
        term = next(t for t in terms if t.id == "b10")
        made = made.with_layer(Pack(id="p3", vocabulary=(term.evolve(broader="g", overrides="b10"),)))
    return made


def needs(capability: Capability | None) -> st.SearchStrategy[Need]:
    """Needs that suit a capability; for a group, a boolean and no capability: present."""
    match capability.kind if capability else None:
        case "quantity":
            assert capability is not None
            return _quantity_needs(capability)
        case "set":
            return _set_needs()
        case "level":
            return st.sampled_from(LEVELS).map(lambda level: Need(level=level))
        case "version":
            return st.sampled_from(RANGES).map(lambda text: Need(version=text))
        case _:
            return st.just(Need())


@st.composite
def _quantity_needs(draw: st.DrawFn, capability: Capability) -> Need:
    assert capability.unit is not None
    amounts = st.sampled_from(AMOUNTS[capability.unit])
    keys = draw(
        st.sampled_from(
            (
                ("at_least",),
                ("at_most",),
                ("more_than",),
                ("less_than",),
                ("at_least", "ideal"),
                ("at_most", "ideal"),
                ("more_than", "ideal"),
                ("less_than", "ideal"),
                ("at_least", "at_most"),
                ("more_than", "less_than"),
                ("at_least", "at_most", "ideal"),
                ("at_least", "less_than", "ideal"),
                ("more_than", "at_most", "ideal"),
                ("at_least", "more_than"),
            )
        )
    )
    need = _sound(Need(**{key: draw(amounts) for key in keys if key != "ideal"}), capability)
    if "ideal" in keys:
        ideals = [need.evolve(ideal=text) for text in AMOUNTS[capability.unit]]
        need = draw(st.sampled_from([i for i in ideals if _sound(i, capability) == i] or [need]))
    return need


@st.composite
def _set_needs(draw: st.DrawFn) -> Need:
    keys = draw(
        st.sampled_from(
            (("all_of",), ("any_of",), ("none_of",), ("all_of", "none_of"), ("all_of", "any_of", "none_of"))
        )
    )
    members = st.sampled_from([some for some in SOME_MEMBERS if some])
    wanted = {key: draw(members) for key in keys if key != "none_of"}
    if "none_of" in keys:
        named = {member for some in wanted.values() for member in some}
        unwanted = [some for some in (*SOME_MEMBERS, ("z",)) if some and named.isdisjoint(some)]
        wanted["none_of"] = draw(st.sampled_from(unwanted))
    return _sound(Need(**wanted), None)


def _sound(need: Need, capability: Capability | None) -> Need:
    """The need without the last keys where all of them cannot hold together."""
    while len(need.keys) > 1 and any(True for _ in check_need(need, capability)):
        last = need.keys[-1]
        need = need.evolve(**{last: () if last in SET_KEYS else None})
    return need


def values(capability: Capability | None) -> st.SearchStrategy[tuple[str, ...] | None]:
    """Values that a capability's kind can read, as documents write them; None where it takes none."""
    match capability.kind if capability else None:
        case "quantity":
            assert capability is not None
            assert capability.unit is not None
            return st.sampled_from(AMOUNTS[capability.unit]).map(lambda text: (text,))
        case "set":
            return st.sampled_from(SOME_MEMBERS)
        case "level":
            return st.sampled_from(LEVELS).map(lambda text: (text,))
        case "version":
            return st.sampled_from(VERSIONS).map(lambda text: (text,))
        case _:
            return st.none()
