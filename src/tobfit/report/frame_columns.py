"""The columns of every kind of rows, in order, with their types: declared, so that they never hang on the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.report.framed import ColumnType

Columns = tuple[tuple[str, ColumnType], ...]
_TYPES: Mapping[str, ColumnType] = {"": "text", "i": "integer", "n": "number", "b": "boolean"}


def _read(line: str) -> Columns:
    """Columns from a line of names: ``rank:i`` is an integer, ``:n`` a number, ``:b`` a boolean, a bare name a text,
    ``score_:n`` the two ends of a range."""
    found: list[tuple[str, ColumnType]] = []
    for word in line.split():
        name, _, mark = word.partition(":")
        names = (f"{name}low", f"{name}high") if name.endswith("_") else (name,)
        found += [(each, _TYPES[mark]) for each in names]
    return tuple(found)


_METRICS = (
    "activation_rate", "adoption_rate", "feature_adoption", "active_share", "stickiness", "depth", "ticket_rate",
    "sla_attainment", "training_coverage", "csat", "satisfaction_mean", "nps",
)  # fmt: skip
COLUMNS: Mapping[str, str] = {
    "lines": "client product item rank:i decision requirement text capability priority weight:n share:n need verdict "
    "credit_:n worst best contribution_:n reason reason_code kinds severity waived:b evidence:i group by asked_by "
    "basis suite rule citation evidence_grade facts valid_from valid_to outcomes",
    "products": "client product name offer:b rank:i decision decided decided_by score_:n answered:n coverage:n "
    "excluded:n met:i partial:i unmet:i unknown:i not_applicable:i blockers:i majors:i minors:i infos:i "
    "certain_winner:b possible_winner:b open_rules:i price price_open:b",
    "gaps": "client product item requirement text priority kind severity waived:b reason goals outcomes path",
    "questions": "client place:i target kind product item text ask whom pivotal:b width:n requirements answers",
    "evidence": "client product item requirement capability verdict source kind date",
    "findings": "client product requirement kind severity stage because path",
    "Adoption": "product capability role period start end active:i entitled:i "
    + " ".join(f"{name}:n n_{name}:i" for name in _METRICS)
    + " noisy",
    "Backlog": "place:i item product capability name value unsaid:b",
    "Bundle": "requirement text priority covered:b open:b product modules verdict credit_:n reason why because nearest "
    "nearest_modules",
    "Change": "part product cause record kind requirement verdict_before contribution_low_before:n "
    "contribution_high_before:n verdict_after contribution_low_after:n contribution_high_after:n delta_:n",
    "Comparison": "requirement low:n high:n least:n most:n a a_verdict a_credit_:n a_reason b b_verdict b_credit_:n "
    "b_reason",
    "Corridor": "product currency horizon price_:n budget_:n value_:n over_budget:b",
    "Delivery": "product vendors partners figure unit low:n high:n formula severity",
    "Demonstration": "product order:i day:i hour:n duration:n assumed:b requirement title priority need said why stake "
    "swing:n present decision_passes low_passes:n high_passes:n can_win_passes:b decision_fails low_fails:n "
    "high_fails:n can_win_fails:b",
    "FitProfile": "product response verdict share:n requirements",
    "Flexibility": "product kind requirement capability need_before need_after changed way stated:b verdict_after "
    "credit_after_:n score_after_:n decision_after decision_followed price",
    "Licences": "product currency model kind cost_:n",
    "Matrix": "product requirement direction weight:n low:n high:n unknown:b must:b knocked_out:b",
    "Negotiation": "product lever kind gives requirements agreement roles permission rules law weight:n goals price "
    "saves value decision_before decision_after decision_otherwise score_before_:n score_after_:n text",
    "Payback": "product currency month:i gained_:n paid_:n",
    "Plan": "product step:i requirement kind price date risk score_before_low:n score_after_low:n decision_before "
    "decision_after optimal:b",
    "Sensitivity": "part product other requirement rank:i kind value:n low:n high:n error:n",
    "ServiceCost": "product row id kind ask target",
    "ServiceNeeds": "product stage stage_name need name capability priority in_match:b open:b waived:b why verdict "
    "credit_:n reason offered severity questions",
    "Standing": "product other dominates ranks_higher",
    "TotalCost": "product currency kind year:i amount_:n discounted_:n is_open:b",
    "Value": "product role goal kind why people currency worth:n share_:n amount_:n firm:n at_risk_:n formula evidence "
    "lowered_by conditions asks text",
    "Views": "view product rank:i decision score_:n",
}
"""Kind of rows -> its columns for every reader."""
INTERNAL_COLUMNS: Mapping[str, str] = {
    "lines": "notes effort",
    "Adoption": "retention_grr:n retention_nrr:n",
    "Backlog": "clients number:i turns money_:n currency effort_low:n effort_likely:n effort_high:n more_clients:i "
    "clients_so_far:i money_so_far:n",
    "Corridor": "floor_:n ceiling_:n empty:b place percentile:i margin:n service_share_:n",
    "Flexibility": "effort",
    "Negotiation": "effort_likely:n floor_after_:n ceiling_after_:n currency",
    "Plan": "effort_low:n effort_likely:n effort_high:n",
    "ServiceCost": "stage unit low:n likely:n high:n mean:n sd:n share:n mean_:n yearly:b assumed:b money:n "
    "contingency:n width:n",
}
"""Kind of rows -> further columns for internal readers."""


def columns_of(name: str, made: Any, *, internal: bool) -> Columns:
    """The columns of a kind of rows; only those of a cost hang on what was asked for, its percentiles."""
    columns = _read(COLUMNS[name])
    if internal and name in INTERNAL_COLUMNS:
        columns = (*columns, *_read(INTERNAL_COLUMNS[name]))
    if internal and name == "ServiceCost":
        columns = (*columns, *_percentiles(made.effort.percentiles))
    return columns


def _percentiles(numbers: Iterable[int]) -> Columns:
    return tuple(column for number in numbers for column in _read(f"p{number}:n p{number}_:n"))
