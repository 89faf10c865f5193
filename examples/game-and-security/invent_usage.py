"""Writes six months of fictional usage: 400 users of the fictional Studio Pack at the fictional studio.

Run in this folder: python invent_usage.py deal/usage.yaml (the same seed gives the same file).
Nobody's use of a real product is invented: all of it speaks of the pack alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import tobfit
from tobfit.model.usage import Usage
from tobfit.testing.usage import fictional_usage

GIVEN = ("fin.cost_accounting", "fin.e_invoicing", "ops.incident", "oa.mobile_office", "oa.portal", "crm.loyalty",
         "data.governance", "sec.mfa")  # fmt: skip


def invented() -> Usage:
    """The usage that the example tells of.

    Nobody uses the loyalty programme, a catalogue of data is used that nobody asked for, employees struggle with the
    costs of projects, patches come late twice, and an update in June shortens how long logs are kept.
    """
    return fictional_usage(
        "studio-pack@1.0",
        GIVEN,
        client="studio",
        managers=40,
        employees=360,
        first_month="2027-03",
        months=6,
        seed=6,
        unused=["crm.loyalty"],
        struggling=["fin.cost_accounting"],
        lived={
            "sec.vulnerability_patch": ["18 days", "20 days", "26 days", "19 days", "34 days", "18 days"],
            "sec.audit_log_retention": ["12 months", "12 months", "12 months", "4 months", "12 months", "12 months"],
        },
        contract="2026-12-21",
        golive="2027-03-01",
        value_events=[
            {"id": "first-project-costed", "goal": "cost-by-project", "capability": "fin.cost_accounting",
             "agreed": "2026-12-18", "reached": "2027-04-19"},
            {"id": "first-incident-in-a-day", "goal": "answer-in-a-day", "capability": "ops.incident",
             "agreed": "2026-12-18", "reached": "2027-03-09"},
        ],
    )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:]:
        tobfit.dump(invented(), Path(sys.argv[1]))
    else:
        print(tobfit.dump(invented()), end="")
