"""What the script works on: every requirement, cell, gap and question, each text once, cells in columns of numbers.

``texts`` are texts, or pairs of English and Chinese, which the rest names by number. Of each product ``v`` has a
letter for the verdict of each line, ``s`` a digit for the gravest gap (``-``: none), ``r`` reasons, ``c`` places in
``credits``,
``l`` and ``h`` the ends of the part of the score in ten-thousandths as they are shown (-1: none). A gap is line,
severity, kinds; then, where these are not the cell's reason and the line's chain with the product at its end, reason,
chain, and whether the product's name follows the chain. ``tables`` are further rows of
pictures' numbers, ``stages`` what the stages are called.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tobfit.model.interval import Ratio, quantise
from tobfit.model.words import GAP_SEVERITIES, PRIORITIES
from tobfit.report.charts.records import Picture
from tobfit.report.escape import visible
from tobfit.report.explained.gaps import ExplainedGap
from tobfit.report.explained.products import ExplainedProduct
from tobfit.report.explained.questions import ExplainedQuestion
from tobfit.report.explained.records import Cell, ExplainedLine, ShownEvidence
from tobfit.report.page.both import Both, Text, same
from tobfit.report.page.controls import stage_of
from tobfit.report.page.figures import rest_of
from tobfit.report.page.gap_list import kinds_of
from tobfit.report.page.phrases import pattern, say, term
from tobfit.report.page.spread import Spread
from tobfit.report.page.strings import Strings
from tobfit.report.story import VERDICTS

MARK = 0xE000
"""The first of the characters that stand for a part of a question: private ones, which ``visible`` writes out."""
LETTERS = dict(zip(VERDICTS, "mpu?n", strict=True))
SAID = (
    "alike", "answers_left", "apart", "apart_lines", "asked_by", "better", "client_alone", "credit", "dimension",
    "endangers", "equal_lines", "even", "evidence", "hangs_on", "idle", "idle_lines", "line_by_line", "more_on_paper",
    "more_rows", "need", "no_evidence", "no_gap", "no_part", "notes", "nothing", "open", "open_lines", "options",
    "part", "path", "reason", "requirement", "shown", "stage", "waived", "ways", "ways_left", "which", "why",
)  # fmt: skip
DECISIONS = ("fit", "fit_with_gaps", "undecided", "no_fit")
Plain = dict[str, Any]


class Writer:
    """Writes the data of one page."""

    def __init__(self, page: Spread, pictures: Iterable[Both[Picture]]) -> None:
        self.page = page
        self.pictures = pictures
        self.text = Strings()
        self.credits: dict[tuple[int, int], int] = {}
        self.chains: dict[int, Text] = {}
        self.place = {line.id: place for place, line in enumerate(page.told.en.lines)}
        self.notes = {line.id: line.notes for line in page.report.requirements if page.internal}

    def written(self) -> Plain:
        """All of it."""
        page = self.page
        lines = [self.line(line) for line in page.told.each(lambda told: told.lines)]
        products = [self.product(product) for product in page.products]
        for product in page.products:
            self.endangered(product, lines)
        for place, chain in self.chains.items():
            lines[place]["chain"] = self.text(chain)
        rest = page.questions[len(page.questions) if page.limit is None else page.limit :]
        questions = [self.question(question) for question in rest]
        codes = (*VERDICTS, *GAP_SEVERITIES, *PRIORITIES, *DECISIONS)
        return {
            "lines": lines,
            "products": products,
            "questions": questions,
            "stages": {line["stage"]: self.text(stage_of(line["stage"], page)) for line in lines if "stage" in line},
            "tables": {picture.en.name: rows for picture in self.pictures if (rows := self.rest(picture))},
            "credits": [[*ends, self.text(_credit(*ends))] for ends in self.credits],
            "words": {key: self.text(pattern(key)) for key in SAID},
            "terms": {code: self.text(term(code)) for code in codes},
            "texts": self.text.listed(),
        }

    def line(self, line: Both[ExplainedLine]) -> Plain:
        """A requirement; what is empty is left out."""
        one = line.en
        notes = self.notes.get(one.id)
        made = {
            "id": one.id,
            "title": self.text(line.to(lambda of: of.title)),
            "priority": one.priority,
            "need": self.text(line.to(lambda of: of.needed)) if one.need != "present" else None,
            "stage": one.stage,
            "roles": list(one.roles),
            "group": self.text(line.to(lambda of: of.dimension_name)),
            "capability": one.capability,
            "asked": [self.text(who) for who in line.each(lambda of: of.asked_by)],
            "why": self.column(line.to(lambda of: of.why)),
            "notes": self.text(notes) if notes else None,
        }
        return {key: value for key, value in made.items() if value not in (None, [], "")}

    def column(self, texts: Both[tuple[str, ...]]) -> list[int]:
        """Sentences side by side; where one language has fewer, together as one."""
        if len(texts.en) == len(texts.zh):
            return [self.text(Both(en, zh)) for en, zh in zip(texts.en, texts.zh, strict=True)]
        return [self.text(texts.to(" ".join))]

    def endangered(self, product: Both[ExplainedProduct], lines: list[Plain]) -> None:
        """Writes to each line the goals and outcomes that a gap on it endangers; they are those of the line."""
        for gap in self.page.gaps(product):
            line = lines[self.place[gap.en.requirement]]
            named = gap.to(lambda one: (*one.goals, *one.outcomes))
            if named.en and "endangers" not in line:
                line["endangers"] = self.column(named)

    def product(self, product: Both[ExplainedProduct]) -> Plain:
        """A product with its cells in columns, and its gaps."""
        one, cells = product.en, product.each(lambda of: of.cells)
        evidence = {place: self.evidence(cell.en.evidence) for place, cell in enumerate(cells) if cell.en.evidence}
        return {
            "id": one.id,
            "name": self.text(product.to(lambda of: of.name)),
            "label": self.text(product.to(lambda of: of.label)),
            "decision": one.decided[0],
            "score": self.text(self.page.text(lambda told: told.tell.score(one.score))),
            "v": "".join(LETTERS[cell.en.verdict] for cell in cells),
            "s": "".join(_severity(cell.en) for cell in cells),
            "w": [place for place, cell in enumerate(cells) if cell.en.waived],
            "r": [self.text(cell.to(lambda of: of.reason)) for cell in cells],
            "c": [self.credit(cell.en) for cell in cells],
            "l": [_shown(cell.en.low) for cell in cells],
            "h": [_shown(cell.en.high) for cell in cells],
            "e": evidence,
            "gaps": [self.gap(gap, product) for gap in self.page.gaps(product)],
        }

    def credit(self, cell: Cell) -> int:
        """The place of the credit among all different ones."""
        ends = (quantise(cell.credit.low), quantise(cell.credit.high))
        return self.credits.setdefault(ends, len(self.credits))

    def evidence(self, shown: Iterable[ShownEvidence]) -> list[int]:
        """What proves a statement: source, kind, date."""
        return [self.text(_evidence(one)) for one in shown]

    def gap(self, gap: Both[ExplainedGap], product: Both[ExplainedProduct]) -> list[int]:
        """A gap as a row of numbers."""
        one = gap.en
        ends = product.to(lambda of: f" > {of.name}")
        path = gap.to(lambda of: of.path)
        is_last = path.en.endswith(ends.en) and path.zh.endswith(ends.zh)
        chain = Both(path.en.removesuffix(ends.en), path.zh.removesuffix(ends.zh)) if is_last else path
        place, reason = self.place[one.requirement], gap.to(lambda of: of.reason)
        row = [place, GAP_SEVERITIES.index(one.severity), self.text(kinds_of(gap))]
        usual = self.chains.setdefault(place, chain) if is_last else None
        if usual == chain and reason == product.to(lambda of: of.cells[place].reason):
            return row
        return [*row, self.text(reason), self.text(chain), int(is_last)]

    def rest(self, picture: Both[Picture]) -> list[list[int]]:
        """The rows of the picture's numbers that do not stand in the markup; the heat map's are the cells."""
        rows = rest_of(picture) if picture.en.kind != "heat_map" else ()
        return [[self.text(cell) for cell in row.each(lambda of: of)] for row in rows]

    def question(self, question: Both[ExplainedQuestion]) -> list[Any]:
        """A question that is not in the markup: what it says, the answers to choose from, the lines, and what stands
        for the marks in what it says: questions differ in little else."""
        parts = [same(question.en.product or ""), *self.titles(question), question.to(_width)]
        marked = (_marked(one.told, [part.first(lang) for part in parts]) for lang, one in question.items())
        return [
            self.text.marked(Both(*marked)),
            self.column(question.to(lambda one: one.options)),
            [self.place.get(line, line) for line in question.en.lines],
            [self.text(part) for part in parts],
        ]

    def titles(self, question: Both[ExplainedQuestion]) -> list[Text]:
        """The title of the first line that hangs on a question."""
        first = question.en.lines[:1]
        return list(self.page.told.each(lambda told: [told.line[line].title for line in first]))


def _severity(cell: Cell) -> str:
    return "-" if cell.severity is None else str(GAP_SEVERITIES.index(cell.severity))


def _credit(low: int, high: int) -> str:
    """A credit as it is shown."""
    ends = [f"{Ratio(end, 10**6):.4f}" for end in (low, high)]
    return ends[0] if low == high else "..".join(ends)


def _shown(value: Fraction | None) -> int:
    """A part of the score in ten-thousandths, rounded as it is shown elsewhere."""
    return -1 if value is None else int(f"{Ratio(value):.4f}".replace(".", ""))


def _width(question: ExplainedQuestion) -> str:
    return question.tell.figure(question.width)


def _marked(text: str, parts: Iterable[str]) -> str:
    """A text with a mark in place of each part: a character that no shown text holds (see ``visible``)."""
    shown_text = visible(text)
    for place, part in enumerate(parts):
        if part:
            shown_text = shown_text.replace(visible(part), chr(MARK + place))
    return shown_text


def _evidence(one: ShownEvidence) -> Text:
    dated = [str(one.date)] if one.date else []
    kind = say(f"evidence_{one.kind}")
    return Both(", ".join([one.source, kind.en, *dated]), "，".join([one.source, kind.zh, *dated]))
