"""``tobfit explain``: the page of an error code, or of a rule, of requirements or of the deal."""

from __future__ import annotations

import difflib
import re
from argparse import Namespace
from importlib import resources
from typing import TYPE_CHECKING

from tobfit.cli.streams import note, result

if TYPE_CHECKING:
    from tobfit.knowledge.base import KnowledgeBase

CODE = re.compile(r"TF[0-9]*|[0-9]+", re.IGNORECASE)


def run(arguments: Namespace) -> int:
    """Prints the page of a code or of a rule, or all codes with their titles where nothing is named."""
    pages = _pages()
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
        result(_rule(name, base, arguments.lang))
        return 0
    rules = () if base is None else tuple(dict.fromkeys((*base.rules, *base.deal_rules)))
    note(_unknown(arguments.code, name, tuple(pages), rules))
    return 2


def _base(packs: list[str]) -> KnowledgeBase:
    from tobfit.formats.load import load_packs

    return load_packs(*packs).base


def _rule(name: str, base: KnowledgeBase, lang: str) -> str:
    """The page of a rule; of a rule and a rule of the deal that share their id both pages."""
    from tobfit.report.deal_rule_page import deal_rule_blocks
    from tobfit.report.rule_page import rule_blocks
    from tobfit.report.text import as_text

    pages = [rule_blocks(base.rules[name], base, lang=lang)] if name in base.rules else []
    pages += [deal_rule_blocks(base.deal_rules[name], base, lang=lang)] if name in base.deal_rules else []
    return "\n".join(map(as_text, pages))


def _pages() -> dict[str, str]:
    """Code -> page, in the order of the codes."""
    folder = resources.files("tobfit") / "errors" / "pages"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name
    )
    return {file.name.removesuffix(".md"): file.read_text(encoding="utf-8") for file in files}


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
