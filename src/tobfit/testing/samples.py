"""The short lists of telling values that worlds are drawn from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from hypothesis import strategies as st

from tobfit.model.words import ResponseCode

T = TypeVar("T")
Plain = dict[str, Any]

AS_OF = datetime.date(2026, 11, 1)
VERSION = "5.2"
GROUPS = ("g", "g.h", "g.h.k")
LEVELS = ("none", "settings", "low_code", "scripting")
MEMBERS = ("a", "b", "c", "d")
SOME_MEMBERS = (("a",), ("a", "b"), ("c", "b"), ("a", "b", "c"), ("d",), ("b", "d"), ())
VERSIONS = ("1.9", "1.10", "2", "2.0-rc1", "2.0.1", "3")
RANGES = (">=2", "1.10", ">=1.10,<3", "<2", "==2.0", "!=2", ">2.0-rc1")

AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "month": ("1 month", "3 months", "6", "1 year", "20 days", "45 days", "26 weeks", "400 days"),
    "day": ("7", "1 week", "30 days", "45 days", "1 month", "2 months", "36 h", "1 year"),
    "h": ("0.5", "4 h", "240 min", "1 day", "36 h", "0.5 day"),
    "ms": ("50", "200 ms", "0.2 s", "1 s", "1500 ms", "2 min"),
    "%": ("99", "99.5 %", "99.9 %", "99.95 %", "100 %"),
    "user": ("10", "100 user", "150 users", "500 user"),
    "money": ("1000 CNY", "2000 CNY", "0.3 万元", "1000 EUR", "2500 EUR"),
    "money/year": ("1200 CNY/year", "100 CNY/month", "3000 CNY/year", "10 CNY/day", "1200 EUR/year"),
    "GB": ("1 GB", "1000 MB", "1 GiB", "10", "8 Gbit", "2000 MB"),
    "person_day": ("5 days", "5 person-days", "8", "13 人天"),
    "tx/s": ("10 tx/s", "600 tx/min", "20", "90 tx/min"),
}
"""For each unit a capability may have: values, some of them equal in other words, some that do not compare."""

WEIGHTS = ("1", "2", "0.5", "3.7", "0.001", "1000000.1")
BY = ("2026-06-01", "2026-11-01", "2026-12-31", "2027-06-30")
AVAILABLE = (
    "2026-05-01",
    "2026-10-31",
    "2026-11-01",
    "2026-12-31",
    "2027-01-01",
    "2027-06-30",
    "unknown",
    "unknown",
)
SAID_ON = ("2026-01-01", "2026-10-01")
EXTENTS = ("partial", "0.25", "0.5", "1/3", "0.9999999", "0.75")
EVIDENCE: tuple[Plain, ...] = (
    {"source": "https://docs.example.org/a", "kind": "documented"},
    {"source": "demonstration", "kind": "demonstrated", "date": "2026-09-01"},
    {"source": "a customer", "kind": "referenced", "version": VERSION},
    {"source": "leaflet", "kind": "claimed"},
    {"source": "https://docs.example.org/old", "kind": "documented", "version": "4.9"},
)
ACCEPTS: tuple[tuple[ResponseCode, ...], ...] = (
    ("standard",),
    ("standard", "configuration"),
    ("standard", "configuration", "third_party"),
    ("configuration", "customisation"),
    ("standard", "roadmap"),
)
ROLES = ("economic", "technical", "user")


def maybe(strategy: st.SearchStrategy[T], one_in: int = 2) -> st.SearchStrategy[T | None]:
    """None, or (once in so many) what the strategy gives."""
    return st.integers(1, one_in).flatmap(lambda n: strategy if n == one_in else st.none())


def said(fields: Mapping[str, Any]) -> Plain:
    return {name: value for name, value in fields.items() if value is not None}
