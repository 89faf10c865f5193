"""Verdicts, decisions and severities as the page shows them: a colour, a sign and a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tobfit.report.charts.looks import DECISION_LOOKS, SEVERITY_LOOKS, VERDICT_LOOKS, Look
from tobfit.report.page.both import Text
from tobfit.report.page.markup import Html, el
from tobfit.report.page.phrases import term


def verdict(code: str) -> Html:
    """A verdict with its sign."""
    return _chip(f"v-{code}", term(code))


def decision(code: str) -> Html:
    """A decision with its sign."""
    return _chip(f"d-{code}", term(code))


def severity(code: str) -> Html:
    """A severity with its sign."""
    return _chip(f"s-{code}", term(code))


def _chip(name: str, word: Text) -> Html:
    return el("span", word, class_=f"chip {name}")


def looks_sheet() -> str:
    """The rules of style for all of them, made from the looks that the pictures have too."""
    rules = (*_rules("v", VERDICT_LOOKS), *_rules("d", DECISION_LOOKS), *_rules("s", SEVERITY_LOOKS))
    return "".join(rules)


def _rules(letter: str, looks: Mapping[Any, Look]) -> Iterable[str]:
    for code, look in looks.items():
        dashed = "border-style:dashed;" if look.pattern else ""
        yield f".{letter}-{code}{{background-color:{look.fill};{dashed}color:{look.ink};border-color:{look.edge}}}\n"
        yield f'.{letter}-{code}::before{{content:"{look.sign}";content:"{look.sign}" / ""}}\n'
