"""``explain``: one line of one product in full, an error code, or a rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tobfit.assistant.bounded import Bounded, Patience
from tobfit.assistant.bounds import MAX_LIMIT
from tobfit.assistant.gaps import gap_told, score_of
from tobfit.assistant.giving import ExplainOutput, LineTold, Page, Proof, Said, Score
from tobfit.assistant.quoting import quoted
from tobfit.assistant.ranking import nothing, warnings_of
from tobfit.assistant.reading import Matched, check_size, given, heard, one_line
from tobfit.errors import Problem, TobfitError
from tobfit.errors.reference import code_pages
from tobfit.formats.load import load_packs
from tobfit.matching.plain_report import Writer
from tobfit.model.product import Statement
from tobfit.report.explained.explaining import Explanation
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.explained.records import Cell, ShownEvidence
from tobfit.report.rule_text import rule_text

NEEDED = ("client", "products", "product", "requirement")


def is_of_line(arguments: Mapping[str, Any]) -> bool:
    """Whether a line is asked for, not a name; TF470 where it is neither, both, or half a line."""
    there = [name for name in NEEDED if name in arguments]
    problems = []
    if "name" in arguments and there:
        problems.append(_call("name", "a name and a line are asked for at once", "call explain once for each"))
    elif "name" not in arguments:
        hint = "give name (a code or a rule), or client, products, product and requirement"
        problems = [_call(name, f"'{name}' is missing", hint) for name in NEEDED if name not in arguments]
    if problems:
        raise TobfitError(problems)
    return "name" not in arguments


def _call(path: str, message: str, hint: str) -> Problem:
    return Problem(code="TF470", message=message, path=path, hint=hint)


def explained_name(arguments: Mapping[str, Any]) -> ExplainOutput:
    """The page of a code or of a rule, of the packs of the call too; TF474 where there is neither."""
    check_size(arguments)
    name, said = arguments["name"].strip(), list[Problem]()
    pages = code_pages()
    if name.upper() in pages:
        page: Page = {"name": name.upper(), "kind": "code", "text": pages[name.upper()]}
        return {"line": None, "page": page, "warnings": [], "left_out": []}
    with heard(said):
        base = load_packs(*given(arguments, "packs")).base
    text = rule_text(name, base, lang=arguments.get("lang", "en"))
    if not text:
        raise TobfitError([nothing("name", name, "code and no rule", [*pages, *base.rules, *base.deal_rules])])
    rule: Page = {"name": name, "kind": "rule", "text": text}
    told = [quoted(one_line(problem)) for problem in dict.fromkeys(said)]
    return {"line": None, "page": rule, "warnings": told, "left_out": []}


def explained_line(
    made: Matched, told: Explanation, arguments: Mapping[str, Any], patience: Patience
) -> ExplainOutput:
    """One line of one product; TF474 where there is no such product or line."""
    report, product, line = made.report, arguments["product"], arguments["requirement"]
    products = [fit.product for fit in report.fits]
    problems = [] if product in products else [nothing("product", product, "product or offer", products)]
    if line not in told.line:
        problems.append(nothing("requirement", line, "requirement of this match", told.line))
    if problems:
        raise TobfitError(problems)
    bounded = Bounded(MAX_LIMIT)
    found = _line(told[product], told[product].cell[line], told, bounded, patience)
    warned = warnings_of(made, told, bounded)
    return {"line": found, "page": None, "warnings": warned, "left_out": bounded.left_out}


def _line(
    product: ExplainedProduct, cell: Cell, told: Explanation, bounded: Bounded, patience: Patience
) -> LineTold:
    line, judgement = told.line[cell.requirement], product.fit[cell.requirement]
    low, high = cell.low, cell.high
    part: Score | None = None if low is None or high is None else {"low": float(low), "high": float(high)}
    gaps = [gap for gap in product.gaps if gap.requirement == cell.requirement]
    sources = [source.rule for source in judgement.requirement.origins if source.rule is not None]
    questions = [one for one in told.questions if _concerns(one, product.id, line.id)]
    questions.sort(key=lambda one: one.product is None)  # those about the product first, else in their order
    return {
        "product": product.id,
        "item": cell.item,
        "rank": product.rank,
        "decision": product.decision,
        "score": score_of(product.score),
        "requirement": line.id,
        "title": quoted(line.title, None),
        "priority": line.priority,
        "need": quoted(line.need, None),
        "capability": line.capability,
        "stage": line.stage,
        "group": line.group,
        "asked_by": [quoted(name, None) for name in line.asked_by],
        "why": [quoted(text, None) for text in line.why],
        "rules": list(dict.fromkeys(sources)),
        "verdict": cell.verdict,
        "worst": judgement.worst,
        "best": judgement.best,
        "credit": {"low": float(cell.credit.low), "high": float(cell.credit.high)},
        "reason": quoted(cell.reason, None),
        "waived": cell.waived,
        "share": float(cell.share),
        "part": part,
        "statements": [_said(statement, told) for statement in judgement.own.statements],
        "evidence": [_proof(proof) for proof in cell.evidence],
        "connection": _connection(product, cell),
        "gaps": [gap_told(gap, told, bounded, patience, None) for gap in gaps],
        "questions": [quoted(question.told, None) for question in questions],
    }


def _concerns(asked: ExplainedQuestion, product: str, line: str) -> bool:
    """Whether a question is about a line of a product; one about the client is where its rules could make it more."""
    of_it = asked.product in (product, None)
    return of_it and any(one.id == line for one in asked.question.requirements)


def _connection(product: ExplainedProduct, cell: Cell) -> list[str]:
    """Stop by stop, each way of the data; then what breaks."""
    links = [link for link in product.links if link.requirement == cell.requirement]
    stops = [stop.text for link in links for stop in link.stops]
    return [quoted(text, None) for text in (*stops, *(name for link in links for name in link.broken))]


def _said(statement: Statement, told: Explanation) -> Said:
    """The fields of a statement as documents write them."""
    plain = Writer(told.internal, full=False).record(statement, whole=True)
    remark = statement.remark.text(told.lang) if statement.remark is not None else None
    return {
        "response": statement.response,
        "extent": _field(plain, "extent") or "full",
        "value": _field(plain, "value"),
        "available": _field(plain, "available"),
        "by": statement.by,
        "on": _field(plain, "on"),
        "remark": None if remark is None else quoted(remark, None),
    }


def _field(plain: Mapping[str, Any], name: str) -> str | None:
    value = plain[name]
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return None if value is None else quoted(text, None)


def _proof(proof: ShownEvidence) -> Proof:
    date = proof.date.isoformat() if proof.date is not None else None
    return {"source": quoted(proof.source, None), "kind": proof.kind, "date": date}  # type: ignore[typeddict-item]
