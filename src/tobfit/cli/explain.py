"""``tobfit explain``: the page of an error code, or of a rule, of requirements or of the deal."""

from __future__ import annotations

import difflib
import re
from argparse import Namespace
from typing import TYPE_CHECKING

from tobfit.cli.streams import note, result
from tobfit.errors.reference import code_pages

if TYPE_CHECKING:
    from tobfit.knowledge.base import KnowledgeBase

CODE = re.compile(r"TF[0-9]*|[0-9]+", re.IGNORECASE)


def run(arguments: Namespace) -> int:
    """Prints the page of a code or of a rule, or all codes with their titles where nothing is named."""
    pages = code_pages()
    if arguments.code is None:
        result("\n".join(_title(text) for text in pages.values()))
        return 0
    name = arguments.code.strip()
    if name.upper() in pages:
        result(pages[name.upper()])
        return 0
    # A rule may be called like a code; but who mistypes a code need not wait for the packs.
    base = None if CODE.fullmatch(name) and not arguments.pack else _base(arguments.pack)
    if base is not None and (name in base.rules or name in base.deal_rules):
        from tobfit.report.rule_text import rule_text

        result(rule_text(name, base, lang=arguments.lang))
        return 0
    rules = () if base is None else tuple(dict.fromkeys((*base.rules, *base.deal_rules)))
    note(_unknown(arguments.code, name, tuple(pages), rules))
    return 2


def _base(packs: list[str]) -> KnowledgeBase:
    from tobfit.formats.load import load_packs

    return load_packs(*packs).base


def _title(page: str) -> str:
    """The head line without its mark: ``TF101: no such file``."""
    return page.partition("\n")[0].lstrip("# ")


def _unknown(given: str, name: str, codes: tuple[str, ...], rules: tuple[str, ...]) -> str:
    near_codes, near_rules = _near(name.upper(), codes, at_least=4), _near(name, rules, at_least=2)
    if CODE.fullmatch(name) and not rules:
        better = f"near codes: {', '.join(near_codes)}" if near_codes else "tobfit explain lists all codes"
        return f"tobfit explain: there is no code {given!r}; {better}"
    kinds = (("codes", near_codes), ("rules", near_rules))
    better = "; ".join(f"near {kind}: {', '.join(near)}" for kind, near in kinds if near)
    otherwise = "tobfit explain lists all codes, and reports name the rules behind a line"
    return f"tobfit explain: there is no code and no rule {given!r}; {better or otherwise}"


def _near(name: str, names: tuple[str, ...], *, at_least: int) -> list[str]:
    """The names that begin so, where that says something, else the three most alike."""
    begins = [other for other in names if len(name) >= at_least and other.startswith(name)]
    return begins or sorted(difflib.get_close_matches(name, names, n=3, cutoff=0.5))
