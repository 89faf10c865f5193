"""A product or offer as plain data: figures, Musts, lines by dimension, gaps with ways out, price, connections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.links import LINK_STATES
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.records import Cell, ExplainedLine, Link, WayOut
from tobfit.report.proposal.figures import Data, blocks_data, coded, ends, figure, share
from tobfit.report.teller import Teller

EVIDENCE = {
    "claimed": ("claimed", "仅声明"), "documented": ("documented", "有文档"),
    "demonstrated": ("demonstrated", "已演示"), "referenced": ("referenced", "有案例"),
}  # fmt: skip
"""The kinds of evidence in words."""


def product_data(product: ExplainedProduct, told: Explanation, is_detailed: bool) -> Data:
    """One product; ways out are worked out for the first gaps of a detailed one alone."""
    tell = told.tell
    decision, stage = product.decided
    return {
        "id": product.id,
        "name": product.name,
        "label": product.label,
        "rank": product.rank,
        "decision": coded(decision, tell),
        "decided_by": stage,
        "why": product.why,
        "score": figure(product.score, tell),
        "answered": share(product.answered, tell),
        "coverage": share(product.coverage, tell),
        "counts": dict(product.counts),
        "wins_for_certain": product.id in told.report.certain_winners,
        "can_win": product.id in told.report.possible_winners,
        "is_detailed": is_detailed,
        "notes": product.notes,
        "offered": blocks_data(product.offered),
        "musts": _musts(product, told),
        "dimensions": list(_dimensions(product, told)),
        "gaps": list(_gaps(product, told, is_detailed)),
        "connections": [_connection(link, tell) for link in product.links],
        "placed": blocks_data(product.placed) if is_detailed else [],
        "undecided": blocks_data(product.undecided) if is_detailed else [],
        "price": _price(product, tell),
    }


def _musts(product: ExplainedProduct, told: Explanation) -> Data:
    return {
        "number": sum(line.priority == "must" for line in told.lines),
        "failing": [_must(cell, told.line) for cell in product.failing],
        "open": [_must(cell, told.line) for cell in product.open_musts],
    }


def _must(cell: Cell, lines: Mapping[str, ExplainedLine]) -> Data:
    line = lines[cell.requirement]
    return {"requirement": line.id, "title": line.title, "reason": cell.reason}


def _dimensions(product: ExplainedProduct, told: Explanation) -> Iterable[Data]:
    """The lines by dimension, in the order in which the lines name them."""
    for spoke in product.spokes:
        cells = [cell for cell in product.cells if told.line[cell.requirement].dimension == spoke.dimension]
        yield {
            "id": spoke.dimension,
            "name": spoke.name,
            "score": figure(spoke.score, told.tell),
            "share": share(spoke.share, told.tell),
            "rows": [row_data(cell, told.line[cell.requirement], told.tell) for cell in cells],
        }


def row_data(cell: Cell, line: ExplainedLine, tell: Teller) -> Data:
    """How one product meets one line."""
    return {
        "requirement": line.id,
        "title": line.title,
        "priority": coded(line.priority, tell),
        "need": line.needed,
        "item": cell.item,
        "verdict": coded(cell.verdict, tell),
        "worst": coded(cell.worst, tell),
        "best": coded(cell.best, tell),
        "credit": figure(cell.credit, tell),
        "contribution": ends(cell.low, cell.high),
        "share": share(cell.share, tell),
        "reason": cell.reason,
        "kinds": [coded(kind, tell) for kind in cell.kinds],
        "severity": coded(cell.severity, tell),
        "waived": cell.waived,
        "evidence": [
            {"source": one.source, "kind": _proof(one.kind, tell), "date": one.date.isoformat() if one.date else None}
            for one in cell.evidence
        ],
    }


def _proof(kind: str, tell: Teller) -> Data:
    return {"code": kind, "word": _worded(EVIDENCE[kind], tell)}


def _worded(phrase: tuple[str, str], tell: Teller) -> str:
    return phrase[1 if tell.words.lang == "zh" else 0]


def _gaps(product: ExplainedProduct, told: Explanation, is_detailed: bool) -> Iterable[Data]:
    for number, gap in enumerate(product.gaps):
        is_within = told.limit is None or number < told.limit
        yield _gap(gap, told, is_worked_out=is_detailed and is_within)


def _gap(gap: ExplainedGap, told: Explanation, is_worked_out: bool) -> Data:
    tell, line = told.tell, told.line[gap.requirement]
    return {
        "requirement": line.id,
        "title": line.title,
        "priority": coded(gap.priority, tell),
        "severity": coded(gap.severity, tell),
        "kinds": [coded(kind, tell) for kind in gap.kinds],
        "waived": gap.waived,
        "reason": gap.reason,
        "grounds": list(gap.grounds),
        "goals": list(gap.goals),
        "outcomes": list(gap.outcomes),
        "path": gap.path,
        "notes": line.notes,
        "is_worked_out": is_worked_out,
        "ways": [_way(way, tell) for way in gap.ways] if is_worked_out else [],
    }


def _way(way: WayOut, tell: Teller) -> Data:
    return {
        "kind": coded(way.kind, tell),
        "text": way.told,
        "change": way.what.strip(),
        "risk": coded(way.risk, tell),
        "effort": way.effort,
        "price": way.price,
        "date": way.date.isoformat() if way.date else None,
        "credit": figure(way.credit, tell),
        "score": figure(way.score, tell),
        "decision": coded(way.decision, tell),
        "product": way.product,
    }


def _connection(link: Link, tell: Teller) -> Data:
    return {
        "requirement": link.requirement,
        "system": link.system,
        "system_name": link.system_name,
        "zone": link.zone,
        "zone_name": link.zone_name,
        "to_product": link.to_product,
        "state": {"code": link.state, "word": _worded(LINK_STATES[link.state], tell)},
        "stops": [{"kind": stop.kind, "text": stop.text} for stop in link.stops],
        "broken": list(link.broken),
        "reason": link.reason,
    }


def _price(product: ExplainedProduct, tell: Teller) -> Data:
    """What is paid for; without a price in the documents nothing but the word for it."""
    nobody_said = tell.words("price_open")
    parts = [
        {
            "kind": row.kind,
            "name": row.name,
            "amount": row.amount or nobody_said,
            "is_said": bool(row.amount),
            "requirements": list(row.lines),
        }
        for row in product.price
    ]
    totals = list(product.price_totals)
    return {
        "is_known": bool(parts),
        "is_open": product.price_is_open,
        "totals": totals,
        "text": tell.words("price_plus").join(totals) or nobody_said,
        "parts": parts,
    }
