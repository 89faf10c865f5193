"""A table of alternatives and criteria read strictly, and the documents that say the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.knowledge.packs import Packs
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.interval import Ratio
from tobfit.model.pack import Capability, Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import EXACT, Refused, near, number_text, parse_number, plain_decimal, shown

if TYPE_CHECKING:
    from tobfit.analysis.decision_matrix import CellName, Matrix

Number = int | float | Decimal | Fraction | str
DIRECTIONS = {"max": "max", "min": "min", "1": "max", "-1": "min"}
UNIT = "count"


@attrs.frozen
class Table:
    """What a caller hands over."""

    products: Sequence[str]
    requirements: Sequence[str]
    directions: Sequence[Any]
    weights: Sequence[Number]
    values: Sequence[Sequence[Number | None]]
    needs: Mapping[str, Need | Mapping[str, Any]]
    musts: Iterable[str]
    not_applicable: Iterable[CellName]


@attrs.frozen
class Documents:
    """A table as documents: what ``tobfit.match`` takes."""

    client: Client
    catalog: Catalog
    pack: Pack
    policy: Policy

    @property
    def packs(self) -> Packs:
        """The pack alone: no shipped rule has a part in it."""
        return Packs(((self.pack,),))

    def report(self) -> Report:
        """The match."""
        return match(self.client, self.catalog, self.packs, self.policy)


@attrs.frozen(eq=False)
class _Reader:
    """Reads a table and gathers all that is wrong with it."""

    table: Table
    problems: list[Problem] = attrs.field(factory=list)

    def refuse(self, path: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(code="TF411", message=message, path=path, hint=hint))

    def names(self) -> None:
        for path, names in (("products", self.table.products), ("requirements", self.table.requirements)):
            if not names:
                self.refuse(path, f"there are no {path}", "a matrix has a product and a line with weight")
            for name, times in Counter(map(str, names)).items():
                if times > 1:
                    self.refuse(path, f"{shown(name)} comes {times} times", "give each a name of its own")

    def lengths(self) -> None:
        columns, rows = len(self.table.requirements), len(self.table.products)
        for path in ("directions", "weights"):
            found = len(getattr(self.table, path))
            if found != columns:
                self.refuse(path, f"{found} {path} for {columns} requirements", "one for each requirement")
        if len(self.table.values) != rows:
            self.refuse("values", f"{len(self.table.values)} rows for {rows} products", "one for each product")
        for place, row in enumerate(self.table.values):
            if len(row) != columns:
                self.refuse(f"values[{place}]", f"{len(row)} values for {columns} requirements", "None where unknown")

    def directions(self) -> list[str]:
        found = []
        for place, given in enumerate(self.table.directions):
            text = given.__name__ if given in (max, min) else str(given)
            if text not in DIRECTIONS:
                self.refuse(f"directions[{place}]", f"{shown(text)} is no direction", "max or min (1 or -1)")
            found.append(DIRECTIONS.get(text, "max"))
        return found

    def weights(self) -> list[Fraction]:
        found = []
        for place, given in enumerate(self.table.weights):
            weight = self.number(given, f"weights[{place}]")
            if weight is not None and weight < 0:
                self.refuse(f"weights[{place}]", f"the weight {given} is negative", "0 or more")
            found.append(weight or Fraction(0))
        if found and not self.problems and not any(found):
            self.refuse("weights", "no requirement has weight", "a matrix has a product and a line with weight")
        return found

    def number(self, given: Any, path: str) -> Fraction | None:
        """A finite number, exact, a float as the decimal that it prints as; None with a problem for anything else."""
        if isinstance(given, Fraction):
            return given
        given = given.item() if hasattr(given, "item") else given
        text = str(given) if isinstance(given, str | Decimal | float) or hasattr(given, "__index__") else None
        if text is None or isinstance(given, bool):
            self.refuse(path, f"{shown(str(given))} is not a number", "None where a value is unknown")
            return None
        try:
            return Fraction(parse_number(text))
        except Refused as refused:
            is_nan = "nan" in text.lower()
            self.refuse(path, refused.message, "None where a value is unknown" if is_nan else refused.hint)
            return None

    def values(self) -> list[list[Fraction | None]]:
        return [
            [None if cell is None else self.number(cell, f"values[{r}][{c}]") for c, cell in enumerate(row)]
            for r, row in enumerate(self.table.values)
        ]

    def named(self, path: str, name: str, known: Sequence[str]) -> None:
        if name not in known:
            self.refuse(path, f"the table has no {shown(str(name))}", near(str(name), known))

    def references(self) -> None:
        for name in (*self.table.needs, *self.table.musts):
            self.named("needs" if name in self.table.needs else "musts", name, self.table.requirements)
        for name in self.table.musts:
            if name in self.table.requirements and name not in self.table.needs:
                self.refuse("musts", f"nothing says how much of {shown(name)} is enough", "give it a need")
        for product, requirement in self.table.not_applicable:
            self.named("not_applicable", product, self.table.products)
            self.named("not_applicable", requirement, self.table.requirements)

    def check(self) -> None:
        if self.problems:
            raise TobfitError(self.problems)


def read_table(table: Table) -> dict[str, Any]:
    """The fields of a Matrix; a TobfitError with all that is wrong."""
    table = attrs.evolve(table, musts=tuple(table.musts), not_applicable=tuple(table.not_applicable))
    reader = _Reader(table)
    reader.names()
    reader.lengths()
    directions, values = reader.directions(), reader.values()
    weights = reader.weights()
    reader.references()
    reader.check()
    outside = set(table.not_applicable)
    kept = [place for place, weight in enumerate(weights) if weight]
    needs = [_need(table, place, directions[place], [row[place] for row in values]) for place in kept]
    names = [table.requirements[place] for place in kept]
    low: list[tuple[Fraction | None, ...]] = []
    high: list[tuple[Fraction | None, ...]] = []
    unknown = []
    for product, row in zip(table.products, values, strict=True):
        cells = [(product, name) for name in names]
        ends = [
            (None, None) if cell in outside else _ends(row[place], need)
            for cell, place, need in zip(cells, kept, needs, strict=True)
        ]
        low.append(tuple(end[0] for end in ends))
        high.append(tuple(end[1] for end in ends))
        unknown += [c for c, place in zip(cells, kept, strict=True) if row[place] is None and c not in outside]
    whole = sum(weights, Fraction(0))
    return {
        "products": tuple(table.products),
        "requirements": tuple(names),
        "directions": tuple(directions[place] for place in kept),
        "weights": tuple(Ratio(weights[place] / whole) for place in kept),
        "low": tuple(low),
        "high": tuple(high),
        "unknown": tuple(unknown),
        "not_applicable": tuple((p, r) for p in table.products for r in names if (p, r) in outside),
        "musts": tuple(name for name in names if name in table.musts),
        "needs": tuple(needs),
    }


def _need(table: Table, place: int, direction: str, column: Sequence[Fraction | None]) -> Need:
    """The need that was given for a column, else from its worst known value to its best."""
    given = table.needs.get(table.requirements[place])
    if given is not None:
        return given if isinstance(given, Need) else Need(**given)
    known = [value for value in column if value is not None] or [Fraction(0), Fraction(1)]
    worst, best = (min(known), max(known)) if direction == "max" else (max(known), min(known))
    key = "at_least" if direction == "max" else "at_most"
    return Need(**{key: _decimal(worst), "ideal": _decimal(best)})


def _ends(value: Fraction | None, need: Need) -> tuple[Fraction, Fraction]:
    """A known value twice; of an unknown one the bound and the ideal, between which it makes a difference."""
    if value is not None:
        return Ratio(value), Ratio(value)
    bounds = [getattr(need, key) for key in need.keys if key != "ideal"]
    worst = Fraction(bounds[0].number) if bounds else Fraction(0)
    return Ratio(worst), Ratio(Fraction(need.ideal.number) if need.ideal is not None else worst)


def _decimal(value: Fraction) -> str:
    """A value as documents write it; TF411 where it is no decimal of at most 30 digits."""
    number = plain_decimal(EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))
    if Fraction(number) != value or len(number.as_tuple().digits) > 30:
        message = f"{value} is no decimal of at most 30 digits"
        raise TobfitError([Problem(code="TF411", message=message, path="values", hint="round it")])
    return number_text(number)


def documents_of(matrix: Matrix, client: str, as_of: Any) -> Documents:
    """The documents that say what a matrix says."""
    weights = columns_of([matrix.weights])[0]
    musts = set(matrix.musts)
    lines = [
        Requirement(id=name, capability=name, priority="must" if name in musts else "should", weight=str(w), need=need)
        for name, w, need in zip(matrix.requirements, weights, matrix.needs, strict=True)
    ]
    terms = [Capability(id=name, kind="quantity", unit=UNIT) for name in matrix.requirements]
    products = [
        Product(id=name, capabilities=dict(_statements(matrix, name, row)))
        for name, row in zip(matrix.products, matrix.low, strict=True)
    ]
    return Documents(
        Client(id=client, as_of=as_of or "2000-01-01", requirements=lines),
        Catalog(products=products),
        Pack(id="table", vocabulary=terms),
        Policy(id="table", at_bound="0", priority_factors={"must": "1", "should": "1", "could": "1"}),
    )


def _statements(matrix: Matrix, product: str, row: Sequence[Fraction | None]) -> Iterable[tuple[str, Any]]:
    unknown, outside = set(matrix.unknown), set(matrix.not_applicable)
    for name, value in zip(matrix.requirements, row, strict=True):
        if (product, name) in outside:
            yield name, Statement(response="not_applicable", by="assessor")
        elif (product, name) not in unknown and value is not None:
            yield name, Statement(response="standard", value=_decimal(value))


def columns_of(rows: Sequence[Sequence[Fraction | None]]) -> list[list[int]]:
    """Rows of whole numbers that are to each other as the given ones: all of one unit, without a common divisor."""
    every = [value for row in rows for value in row if value is not None]
    unit = math.lcm(*(value.denominator for value in every)) if every else 1
    whole = [[int((value or 0) * unit) for value in row] for row in rows]
    shared = math.gcd(*(number for row in whole for number in row)) or 1
    return [[number // shared for number in row] for row in whole]


def check_ends(end: object) -> None:
    """Refuses any other word than low and high."""
    if end not in ("low", "high"):
        message = f"{shown(str(end))} is no end of what is unknown"
        raise TobfitError([Problem(code="TF411", message=message, path="end", hint="low or high")])


def bad_cells(cells: Sequence[CellName]) -> Problem:
    """The problem of cells that other methods cannot express."""
    listed = ", ".join(f"{product} on {requirement}" for product, requirement in cells[:8])
    more = f" and {len(cells) - 8} more" if len(cells) > 8 else ""
    message = f"does not apply, which other methods cannot express: {listed}{more}"
    hint = "leave the products or requirements out: matrix.without(products=[...], requirements=[...])"
    return Problem(code="TF411", message=message, path="matrix", hint=hint)
