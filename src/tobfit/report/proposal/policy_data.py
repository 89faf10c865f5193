"""The policy as plain data: every credit, factor and setting, and the severity of every kind of gap."""

from __future__ import annotations

from collections.abc import Iterable

from tobfit.model.policy import Credits
from tobfit.model.scalars import number_text
from tobfit.model.shape import fields_of
from tobfit.model.words import GAP_KINDS
from tobfit.report.explained.explaining import Explanation
from tobfit.report.policy_used import WEIGHED, policy_settings
from tobfit.report.proposal.figures import Data, coded


def policy_data(told: Explanation) -> Data:
    """The policy that was used, with every default."""
    tell, policy = told.tell, told.report.policy
    return {
        "id": policy.id,
        "name": told.policy,
        "notes": policy.notes if told.internal else None,
        "credits": [
            {**coded(field.name, tell), "value": float(policy.credit(field.name)),
             "text": number_text(policy.credit(field.name))}
            for field in fields_of(Credits)
        ],
        "factors": [
            {**coded(name, tell), "value": float(policy.factor(name)), "text": number_text(policy.factor(name))}
            for name in WEIGHED
        ],
        "settings": [{"name": name, "text": text} for name, text in policy_settings(tell)],
        "severities": list(_severities(told)),
    }  # fmt: skip


def _severities(told: Explanation) -> Iterable[Data]:
    """How grave each kind of gap is on a line of each priority."""
    for kind in GAP_KINDS:
        found: Data = {name: coded(told.report.policy.severity_of(kind, name), told.tell) for name in WEIGHED}
        yield {**coded(kind, told.tell), **found}
