"""A table of alternatives and criteria as the fields of a matrix, and as the documents that say the same."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from tobfit.analysis.table_input import CellName, Direction, Reader
from tobfit.analysis.table_needs import UNIT, read_needs
from tobfit.errors import Problem, TobfitError
from tobfit.errors.gathered import Gathered
from tobfit.knowledge.packs import Packs
from tobfit.knowledge.profile_check import FOLLOWING
from tobfit.matching.report import Report, match
from tobfit.model.catalog import Catalog
from tobfit.model.client import Client
from tobfit.model.interval import Ratio
from tobfit.model.pack import Capability, Pack
from tobfit.model.policy import Policy
from tobfit.model.product import Product, Statement
from tobfit.model.requirement import Need, Requirement
from tobfit.model.scalars import EXACT, number_text, plain_decimal, shown
from tobfit.model.words import Decision

if TYPE_CHECKING:
    from tobfit.analysis.decision_matrix import Matrix


@attrs.frozen
class Table:
    """A table that was read: a direction and a weight for each requirement, a row for each product."""

    products: tuple[str, ...]
    requirements: tuple[str, ...]
    directions: tuple[Direction, ...]
    weights: tuple[Fraction, ...]
    values: tuple[tuple[Fraction | None, ...], ...]
    needs: dict[str, Need]
    musts: frozenset[str]
    outside: frozenset[CellName]


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


def read_table(
    products: object,
    requirements: object,
    directions: object,
    weights: object,
    values: object,
    needs: object,
    musts: object,
    not_applicable: object,
) -> Table:
    """What the arguments of ``Matrix.of`` say; a TobfitError with all that is wrong."""
    reader = Reader()
    rows, columns = reader.names("products", products), reader.names("requirements", requirements)
    signs = reader.listed("directions", directions, "max or min for each requirement")
    sizes = reader.listed("weights", weights, "a number for each requirement")
    reader.one_each("directions", signs, columns)
    reader.one_each("weights", sizes, columns)
    ways = reader.directions(signs or ())
    cells = reader.values(values, rows, columns)
    shares = reader.weights(sizes or ())
    known = dict.fromkeys(columns or ()) | dict(zip(columns or (), ways, strict=False))
    asked = read_needs(reader, needs, known)
    required = reader.musts(musts, known)
    weightless = {name for name, share in zip(columns or (), shares, strict=False) if share == 0}
    # What is no mapping is told already.
    needed = known if needs is not None and not isinstance(needs, Mapping) else needs or {}
    _check_musts(reader, required & known.keys(), needed, weightless)
    outside = reader.cells(not_applicable, rows or (), known)
    reader.check()
    return Table(
        rows or (),
        columns or (),
        tuple(way for way in ways if way),
        tuple(share or Fraction(0) for share in shares),
        tuple(map(tuple, cells)),
        asked,
        required,
        outside,
    )


def _check_musts(reader: Reader, musts: Iterable[str], needs: Collection[Any], weightless: set[str]) -> None:
    """A Must has a need and weight: a line without weight is no line of a matrix."""
    for name in sorted(filter(None, musts)):
        if name not in needs:
            reader.refuse("musts", f"nothing says how much of {shown(name)} is enough", "give it a need")
        if name in weightless:
            reader.refuse("musts", f"{shown(name)} has no weight", "give it weight, or drop it from musts")


def fields_of(table: Table) -> dict[str, Any]:
    """The fields of a Matrix: the requirements that have weight."""
    kept = [place for place, weight in enumerate(table.weights) if weight]
    gathered = Gathered()
    found = [gathered.attempt(_need, table, place) for place in kept]
    gathered.raise_all()
    needs = [need for need in found if need is not None]
    names = [table.requirements[place] for place in kept]
    low: list[tuple[Fraction | None, ...]] = []
    high: list[tuple[Fraction | None, ...]] = []
    unknown = []
    for product, row in zip(table.products, table.values, strict=True):
        cells = [(product, name) for name in names]
        ends = [
            (None, None) if cell in table.outside else _ends(row[place], need)
            for cell, place, need in zip(cells, kept, needs, strict=True)
        ]
        low.append(tuple(end[0] for end in ends))
        high.append(tuple(end[1] for end in ends))
        unknown += [c for c, place in zip(cells, kept, strict=True) if row[place] is None and c not in table.outside]
    whole = sum(table.weights, Fraction(0))
    return {
        "products": table.products,
        "requirements": tuple(names),
        "directions": tuple(table.directions[place] for place in kept),
        "weights": tuple(Ratio(table.weights[place] / whole) for place in kept),
        "low": tuple(low),
        "high": tuple(high),
        "unknown": tuple(unknown),
        "not_applicable": tuple((p, r) for p in table.products for r in names if (p, r) in table.outside),
        "musts": tuple(name for name in names if name in table.musts),
        "needs": tuple(needs),
    }


def _need(table: Table, place: int) -> Need:
    """The need that was given for a column, else from its worst known value to its best."""
    given = table.needs.get(table.requirements[place])
    if given is not None:
        return given
    column = [row[place] for row in table.values]
    known = [value for value in column if value is not None] or [Fraction(0), Fraction(1)]
    is_max = table.directions[place] == "max"
    worst, best = (min(known), max(known)) if is_max else (max(known), min(known))
    return Need(**{"at_least" if is_max else "at_most": _decimal(worst), "ideal": _decimal(best)})


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


def decisions_of(made: Matrix) -> dict[str, Decision]:
    """What the Musts of a matrix decide about each product, as its documents say it; empty without Musts."""
    if not made.musts:
        return {}
    others = [name for name in made.requirements if name not in set(made.musts)]
    report = _documents(_numbered(made.without(requirements=others)), "table", None).report()
    return {name: report[f"p{place}"].decision for place, name in enumerate(made.products)}


def _numbered(made: Matrix) -> Matrix:
    """The same under names that every document takes."""
    products = {name: f"p{place}" for place, name in enumerate(made.products)}
    lines = {name: f"c{place}" for place, name in enumerate(made.requirements)}
    return attrs.evolve(
        made,
        products=tuple(products.values()),
        requirements=tuple(lines.values()),
        unknown=tuple((products[product], lines[line]) for product, line in made.unknown),
        not_applicable=tuple((products[product], lines[line]) for product, line in made.not_applicable),
        musts=tuple(lines[line] for line in made.musts),
    )


def documents_of(made: Matrix, client: str, as_of: Any) -> Documents:
    """The documents that say what a matrix says, without the products that are knocked out for what it cannot say."""
    if not made.knocked_out:
        return _documents(made, client, as_of)
    out = frozenset(made.knocked_out)
    decided = decisions_of(made.without(products=[name for name in made.products if name not in out]))
    gone = [name for name in made.knocked_out if decided.get(name) != "no_fit"]
    if len(gone) == len(made.products):
        message = "every product is knocked out for what a matrix cannot say"
        raise TobfitError([Problem(code="TF411", message=message, path="matrix", hint="no product is left to match")])
    return _documents(made.without(products=gone), client, as_of)


def _documents(made: Matrix, client: str, as_of: Any) -> Documents:
    weights = columns_of([made.weights])[0]
    musts = set(made.musts)
    lines = [
        Requirement(id=id, capability=name, priority="must" if name in musts else "should", weight=str(w), need=need)
        for id, name, w, need in zip(_line_ids(made.requirements), made.requirements, weights, made.needs, strict=True)
    ]
    terms = [Capability(id=name, kind="quantity", unit=UNIT) for name in made.requirements]
    products = [
        Product(id=name, capabilities=dict(_statements(made, name, row)))
        for name, row in zip(made.products, made.low, strict=True)
    ]
    return Documents(
        Client(id=client, as_of=as_of or "2000-01-01", requirements=lines),
        Catalog(products=products),
        Pack(id="table", vocabulary=terms),
        Policy(id="table", at_bound="0", priority_factors={"must": "1", "should": "1", "could": "1"}),
    )


def _line_ids(names: Sequence[str]) -> Iterable[str]:
    """An id for each line: its name, but with another colon where its beginning is kept for lines that follow from a
    client. A report sorts lines by id, and such lines keep their places."""
    taken = set(names)
    for name in names:
        chosen = stem = name.replace(":", ".", 1) if name.startswith(FOLLOWING) else name
        number = 1
        while chosen is not name and chosen in taken:
            number += 1
            chosen = f"{stem}/{number}"
        taken.add(chosen)
        yield chosen


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
