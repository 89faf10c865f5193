"""Texts, ids and scalars of each kind that documents are made of."""

from __future__ import annotations

TEXTS = (
    "a", "Acme CRM", "", " ", "~", "null", "no", "NO", "y", "on", "true", "1", "1.10", "6422", "007", "1_000", "0x1F",
    "1e3", ".5", "1:30", "2026-11-01", "=", "<<", "- a", "a: b", "a:", "#a", "x #y", "'", '"', "[", "{a}", "a, b",
    "!t", "&a", "*a", "|", ">", "%a", "@a", "`a", "a\nb", "a\n", "\n", " x", "x ", "\ta", "a\\b", "---", "...",
    "\x07", "\x85", "\u2028", "\ufeffa", "\u3000a", "名称：值", "北风游戏", "😀", "99.9 %",
)  # fmt: skip
IDS = ("a", "b", "R-1", "crm.leads", "acme@5.2", "wcag21:1.2.5/web", "no", "1.10", "6422", "null", "e1")
SCALARS: dict[str, tuple[str, ...]] = {
    "text": TEXTS,
    "id": IDS,
    "jurisdiction": ("CN", "NO", "EU", "US-CA"),
    "date": ("2026-11-01", "2024-02-29"),
    "date or unknown": ("2027-01-01", "unknown"),
    "true or false": ("true", "false"),
    "whole number": ("0", "1", "400", "123456789012345"),
    "number": ("0", "-1.5", "0.001", "1e20"),
    "unit": ("month", "%", "CNY/year", "小时"),
    "currency": ("CNY", "EUR", "元"),
    "day of the year": ("01-31", "02-29", "12-01"),
    "number above 0": ("1", "2.50", "0.0001", "1e20", "1e-20"),
    "number, 0 or more": ("0", "3", "0.25"),
    "share from 0 to 1": ("0", "0.4", "1", "0.333333"),
    "extent": ("full", "partial", "0.25", "1/3", "2/7"),
    "quantity": ("6 months", "99.90 %", "7", "0.3 万元", "-5", "1e3 ms"),
    "amount of money": ("20000 CNY", "1200 CNY/year", "0.5 EUR"),
    "an effort": ("5 days", "0.5 人天", "8"),
    "a duration": ("10 min", "3 years", "0.5 s"),
    "a rate": ("5 /s", "100 /day"),
    "a capacity": ("60 person-days/month", "12.5 days/week", "0 人天/月"),
    "a year or a date": ("2009", "2009-04-01"),
    "period": ("2027-03", "2027-Q2", "2028", "2026-12-15/2027-02-14"),
    "score from 0 to 10": ("1", "4", "5"),
}
