"""What rules say, as text: what ``tobfit explain`` and assistants show of a rule's id."""

from __future__ import annotations

from tobfit.knowledge.base import KnowledgeBase
from tobfit.report.deal_rule_page import deal_rule_blocks
from tobfit.report.rule_page import rule_blocks
from tobfit.report.text import as_text


def rule_text(name: str, base: KnowledgeBase, *, lang: str) -> str:
    """The page of a rule; of a rule and a rule of the deal that share their id both pages; nothing for other names."""
    pages = [rule_blocks(base.rules[name], base, lang=lang)] if name in base.rules else []
    pages += [deal_rule_blocks(base.deal_rules[name], base, lang=lang)] if name in base.deal_rules else []
    return "\n".join(map(as_text, pages))
