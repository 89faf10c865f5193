"""Hypothesis strategies for usage of a product over a generated vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tobfit.knowledge.vocabulary import Vocabulary
from tobfit.model.pack import Capability
from tobfit.model.usage import Observation, Usage
from tobfit.testing.terms import values

MONTHS = ("2027-01", "2027-02", "2027-03")
SEEN_ROLES = (None, "manager_user", "end_user")


@st.composite
def observations(draw: st.DrawFn, capability: Capability | None, role: str | None, month: str) -> Observation:
    """One observation of a capability, or (None) of the product as a whole; any of its counts may be missing."""
    entitled = draw(st.sampled_from((None, 0, 3, 40)))
    active = draw(st.sampled_from((None, 0, 0, 1, 2, 12)))
    fields: dict[str, Any] = {"role": role, "period": month, "entitled": entitled, "active": active}
    if capability is not None:
        fields["capability"] = capability.id
        if capability.kind in ("quantity", "level", "set", "version") and draw(st.booleans()):
            fields["value"] = draw(values(capability))
    else:
        fields["licensed"], fields["logged_in"] = draw(st.sampled_from(((None, None), (40, 30), (0, 0), (40, None))))
        fields["healthy"] = draw(st.sampled_from((None, 0))) if not active else draw(st.integers(0, active))
    fields["tickets"] = draw(st.sampled_from((None, 0, 5)))
    surveys = (None, {"satisfied": 9, "responses": 10}, {"scores": [5, 1]}, "40 %")
    fields["satisfaction"] = draw(st.sampled_from(surveys))
    return Observation(**{name: value for name, value in fields.items() if value is not None})


@st.composite
def usages(draw: st.DrawFn, product: str, vocabulary: Vocabulary, names: Sequence[str]) -> Usage:
    """Usage of a product: some capabilities, some of them for some roles and months, in any order."""
    capabilities = [name for name in names if name in vocabulary.capabilities]
    seen = []
    for name in draw(st.lists(st.sampled_from((None, *capabilities)), max_size=4, unique=True)):
        for role in draw(st.sampled_from(((None,), ("manager_user", "end_user"), ("end_user",), SEEN_ROLES))):
            for month in draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=2, unique=True)):
                seen.append(draw(observations(vocabulary.get(name), role, month)))
    events = draw(st.sampled_from(((), ({"id": "e", "reached": "2027-02-10"}, {"id": "f"}))))
    return Usage(
        product=product,
        as_of=draw(st.sampled_from((None, "2027-03-31"))),
        contract=draw(st.sampled_from((None, "2026-12-01"))),
        value_events=events,
        observations=tuple(draw(st.permutations(seen))),
    )
