"""The decision matrix: out to other libraries, and in from a table that others made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import attrs

from tobfit.analysis.table import (
    Documents,
    bad_cells,
    check_ends,
    columns_of,
    decisions_of,
    documents_of,
    fields_of,
    read_table,
)
from tobfit.analysis.table_input import CellName, Direction, Number, Reader
from tobfit.errors import Problem, TobfitError
from tobfit.errors.extras import needed
from tobfit.matching.report import Report
from tobfit.model.displaying import mimebundle
from tobfit.model.interval import Ratio
from tobfit.model.requirement import Need
from tobfit.model.scalars import near, shown

End = Literal["low", "high"]
Rows = tuple[tuple[Fraction | None, ...], ...]
CREDIT = Need(at_least="0", ideal="1")
CREDIT_OF_A_MUST = Need(more_than="0", ideal="1")
"""The scale of credits; a Must that earns nothing is unmet."""
MCDM = "tobfit[mcdm]"


class Arrays(NamedTuple):
    """What pymcdm takes (``matrix``, ``weights``, ``types``: 1 for profit, -1 for cost), and what rows and columns
    are called."""

    matrix: Any
    weights: Any
    types: Any
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]


@attrs.frozen
class Matrix:
    """Products by requirements, in exact fractions.

    ``low`` and ``high`` hold a row for each product: the value at the worst and at the best that the unknown allows,
    the same where it is known, None where a line does not apply to a product. ``weights`` add up to 1. ``unknown``
    and ``not_applicable`` name cells. ``musts`` are screened before anything is added up: products that are
    ``knocked_out`` have no place in a ranking, and ``undecided`` ones may still lose theirs.
    ``needs`` says how much each value is worth, for the way back.
    """

    _repr_mimebundle_ = mimebundle

    products: tuple[str, ...]
    requirements: tuple[str, ...]
    directions: tuple[Direction, ...]
    weights: tuple[Fraction, ...]
    low: Rows
    high: Rows
    unknown: tuple[CellName, ...] = ()
    not_applicable: tuple[CellName, ...] = ()
    musts: tuple[str, ...] = ()
    knocked_out: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    needs: tuple[Need, ...] = attrs.field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        products: Sequence[str],
        requirements: Sequence[str],
        directions: Sequence[Any],
        weights: Sequence[Number],
        values: Sequence[Sequence[Number | None]],
        *,
        needs: Mapping[str, Need | Mapping[str, Any]] | None = None,
        musts: Iterable[str] = (),
        not_applicable: Iterable[CellName] = (),
    ) -> Matrix:
        """The matrix of a table: names, directions, weights and values; None where a value is unknown.

        ``directions``: ``max``, ``min``, 1, -1, or the functions ``max`` and ``min``. ``weights``: numbers, 0 or more,
        in any unit; a criterion that weighs nothing is left out. ``values``: a row for each product; a float counts
        as the decimal that it prints as. ``needs``: requirement -> how much is enough and what is ideal, such as
        ``{"at_least": 3000, "ideal": 4500}``, in the direction of the column; else a column runs from its worst known
        value to its best. A Must needs weight and a need of its own; ``knocked_out`` and ``undecided`` are the products
        that the Musts decide so in ``documents().report()``. Products or requirements without names, names that come
        twice, rows and weights of the wrong length, values that are no numbers (NaN too), negative weights, needs
        that go against their direction and arguments of another kind are TF411, all at once.

        >>> made = Matrix.of(["A1", "A2"], ["risk", "height"], ["min", "max"], [1, 3], [[1, 3000], [2, None]])
        >>> [str(weight) for weight in made.weights], made.unknown, made.rows("low"), made.rows("high")
        (['1/4', '3/4'], (('A2', 'height'),), [[1.0, 3000.0], [2.0, 3000.0]], [[1.0, 3000.0], [2.0, 3000.0]])
        """
        read = read_table(products, requirements, directions, weights, values, needs, musts, not_applicable)
        made = cls(**fields_of(read))
        decided = decisions_of(made)
        out, undecided = ([p for p, decision in decided.items() if decision == d] for d in ("no_fit", "undecided"))
        return attrs.evolve(made, knocked_out=tuple(out), undecided=tuple(undecided))

    @classmethod
    def from_frame(cls, frame: Any, directions: Sequence[Any], weights: Sequence[Number], **options: Any) -> Matrix:
        """The same of a pandas DataFrame with products as its index; its NaN is how pandas writes unknown."""
        isna = needed("pandas", "Matrix.from_frame", MCDM).isna
        rows = [[None if isna(value) else value for value in row] for row in frame.itertuples(index=False)]
        return cls.of([*map(str, frame.index)], [*map(str, frame.columns)], directions, weights, rows, **options)

    @classmethod
    def from_skcriteria(cls, decision_matrix: Any, **options: Any) -> Matrix:
        """The same of a scikit-criteria DecisionMatrix."""
        directions = [int(sign) for sign in decision_matrix.iobjectives]
        frame = decision_matrix.matrix
        return cls.from_frame(frame, directions, [*map(float, decision_matrix.weights)], **options)

    def rows(self, end: End = "low") -> list[list[float | None]]:
        """A list of floats for each product, at one end of what is unknown; None where a line does not apply."""
        check_ends(end)
        rows = self.low if end == "low" else self.high
        return [[None if value is None else float(value) for value in row] for row in rows]

    def without(self, *, products: Iterable[str] = (), requirements: Iterable[str] = ()) -> Matrix:
        """The matrix without some rows and columns, the other weights made to add up to 1 again; names that are not
        there, and leaving nothing over, are TF411."""
        reader = Reader()
        gone = frozenset(reader.texts("products", products) or ())
        dropped = frozenset(reader.texts("requirements", requirements) or ())
        for what, names, of in (("product", gone, self.products), ("requirement", dropped, self.requirements)):
            for name in sorted(names.difference(of, [""])):
                reader.refuse(f"{what}s", f"there is no {what} {shown(name)}", near(name, of))
        reader.check()
        rows = [place for place, name in enumerate(self.products) if name not in gone]
        columns = [place for place, name in enumerate(self.requirements) if name not in dropped]
        return self._cut(rows, columns)

    def _cut(self, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
        names = frozenset(self.products[row] for row in rows)
        lines = frozenset(self.requirements[column] for column in columns)
        whole = sum((self.weights[column] for column in columns), Fraction(0))
        if not names or not whole:
            raise TobfitError([_empty("nothing is left of the matrix")])
        return attrs.evolve(
            self,
            products=tuple(self.products[row] for row in rows),
            requirements=tuple(self.requirements[column] for column in columns),
            directions=tuple(self.directions[column] for column in columns),
            weights=tuple(Ratio(self.weights[column] / whole) for column in columns),
            low=tuple(tuple(self.low[row][column] for column in columns) for row in rows),
            high=tuple(tuple(self.high[row][column] for column in columns) for row in rows),
            unknown=tuple(cell for cell in self.unknown if cell[0] in names and cell[1] in lines),
            not_applicable=tuple(cell for cell in self.not_applicable if cell[0] in names and cell[1] in lines),
            musts=tuple(name for name in self.musts if name in lines),
            knocked_out=tuple(name for name in self.knocked_out if name in names),
            undecided=tuple(name for name in self.undecided if name in names),
            needs=tuple(self.needs[column] for column in columns),
        )

    def screened(self) -> Matrix:
        """The matrix without the products that are knocked out."""
        return self.without(products=self.knocked_out) if self.knocked_out else self

    def whole(self, end: End = "low") -> tuple[list[list[int]], list[int]]:
        """Values and weights as whole numbers: all values in one unit, all weights in one, without common divisors.

        A weighted sum of credits orders the products as the report does, and in whole numbers floats add them
        without rounding as long as the sums stay below 2**53: then a tie is a tie in other libraries too.
        """
        self._all_apply()
        check_ends(end)
        rows = self.low if end == "low" else self.high
        return columns_of(rows), columns_of([self.weights])[0]

    def to_frame(self, end: End = "low") -> Any:
        """A pandas DataFrame, products as its index; NaN where a line does not apply. Needs pandas (TF408)."""
        pandas = needed("pandas", "Matrix.to_frame", MCDM)
        return pandas.DataFrame(self.rows(end), index=list(self.products), columns=list(self.requirements), dtype=float)

    def to_skcriteria(self, end: End = "low", *, exact: bool = False, knocked_out: bool = False) -> Any:
        """A scikit-criteria DecisionMatrix. Needs scikit-criteria (TF408).

        Products that are knocked out are left out, unless ``knocked_out`` asks for them: no method there would screen
        them. ``exact`` gives whole numbers (see ``whole``) in place of credits and shares. A line that does not
        apply to some product cannot be expressed: TF411 names the cells.
        """
        skcriteria = needed("skcriteria", "Matrix.to_skcriteria", MCDM)
        shown_rows, values, weights = self._exported(end, exact, knocked_out)
        objectives = [max if direction == "max" else min for direction in self.directions]
        names = {"alternatives": list(shown_rows.products), "criteria": list(self.requirements)}
        return skcriteria.mkdm(values, objectives, weights=weights, **names)

    def to_pymcdm(self, end: End = "low", *, exact: bool = False, knocked_out: bool = False) -> Arrays:
        """Matrix, weights and types as pymcdm takes them. Needs numpy (TF408); else as ``to_skcriteria``."""
        numpy = needed("numpy", "Matrix.to_pymcdm", MCDM)
        shown_rows, values, weights = self._exported(end, exact, knocked_out)
        types = [1 if direction == "max" else -1 for direction in self.directions]
        arrays = (numpy.array(values, dtype=float), numpy.array(weights, dtype=float), numpy.array(types))
        return Arrays(*arrays, shown_rows.products, self.requirements)

    def _exported(self, end: End, exact: bool, knocked_out: bool) -> tuple[Matrix, list[Any], list[Any]]:
        made = self if knocked_out else self.screened()
        made._all_apply()
        if exact:
            return made, *made.whole(end)
        return made, made.rows(end), [float(weight) for weight in made.weights]

    def _all_apply(self) -> None:
        if self.not_applicable:
            raise TobfitError([bad_cells(self.not_applicable)])

    def documents(self, *, client: str = "chooser", as_of: Any = None) -> Documents:
        """Client, catalogue, pack and policy that say what the table says, for ``tobfit.match`` or ``tobfit.dump``.

        Every criterion is a quantity without a unit, and every line a ``should`` (or Must) with the column's need;
        ``at_bound`` is 0 and all priorities count alike, so that a value v between bound a and ideal b is worth
        (v - a) / (b - a), rounded once to a millionth, and the score is the weighted mean. An unknown cell stays
        unstated, whatever its ends: a partly known credit becomes wholly unknown. Nothing here hangs on ``as_of``, but
        a match has one; absent, it is 2000-01-01.

        Ids that begin with ``suite:`` or ``implied:`` are kept for lines that follow from a client: such a line is
        called ``suite.crm.cpq/should`` for ``suite:crm.cpq/should`` here, while its criterion keeps the name.

        Products that are knocked out for what a matrix cannot say (a Must without weight, one that its policy takes
        for failed though it earns something) are left out, so that they do not come back as fits; those whose Musts
        fail here too stay, and are no fit again. Where none would be left, it is TF411. A product that is undecided
        for such a reason may come back decided.
        """
        return documents_of(self, client, as_of)


def matrix(report: Report) -> Matrix:
    """The decision matrix of a report: credits (all to be maximised) of the lines that have weight.

    Products come in the order of ranks, lines in their own. ``knocked_out`` and ``undecided`` are the report's: a Must
    without weight is no line here and yet knocks out. Where no line has weight, it is TF411.

    >>> import tobfit
    >>> client = tobfit.Client(id="harbour", as_of="2026-11-01").require("sec.mfa", priority="must").require("crm.cpq")
    >>> acme = tobfit.Product(id="acme@5").offers("sec.mfa", response="configuration")
    >>> found = matrix(tobfit.match(client, acme))
    >>> found.rows("low"), found.rows("high"), [str(weight) for weight in found.weights], found.unknown, found.musts
    ([[0.9, 0.0]], [[0.9, 1.0]], ['2/3', '1/3'], (('acme@5', 'R-002'),), ('R-001',))
    """
    lines = [line for line in report.world.lines if line.weight]
    whole = sum(line.weight for line in lines)
    if not whole:
        raise TobfitError([_empty("no line of the report has weight")])
    names = tuple(line.requirement.id for line in lines)
    low, high, unknown, outside = [], [], [], []
    for fit in report.fits:
        judged = [fit[name] for name in names]
        applies = [judgement.verdict != "not_applicable" for judgement in judged]
        low.append(tuple(j.credit.low if is_in else None for j, is_in in zip(judged, applies, strict=True)))
        high.append(tuple(j.credit.high if is_in else None for j, is_in in zip(judged, applies, strict=True)))
        unknown += [(fit.product, j.requirement.id) for j in judged if j.verdict == "unknown"]
        outside += [(fit.product, j.requirement.id) for j in judged if j.verdict == "not_applicable"]
    musts = tuple(line.requirement.id for line in lines if line.can_fail)
    return Matrix(
        products=tuple(fit.product for fit in report.fits),
        requirements=names,
        directions=tuple("max" for _ in lines),
        weights=tuple(Ratio(line.weight, whole) for line in lines),
        low=tuple(low),
        high=tuple(high),
        unknown=tuple(unknown),
        not_applicable=tuple(outside),
        musts=musts,
        knocked_out=tuple(fit.product for fit in report.fits if fit.decision == "no_fit"),
        undecided=tuple(fit.product for fit in report.fits if fit.decision == "undecided"),
        needs=tuple(CREDIT_OF_A_MUST if name in musts else CREDIT for name in names),
    )


def _empty(message: str) -> Problem:
    return Problem(code="TF411", message=message, path="matrix", hint="a matrix has a product and a line with weight")
