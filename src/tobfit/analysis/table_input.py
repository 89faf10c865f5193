"""What a caller hands over as a table, read strictly: all that is wrong with it is told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import Refused, near, parse_number, shown

Number = int | float | Decimal | Fraction | str
Direction = Literal["max", "min"]
CellName = tuple[str, str]
"""Product and requirement."""
DIRECTIONS: dict[str | int, Direction] = {"max": "max", "min": "min", "1": "max", "-1": "min", 1: "max", -1: "min"}
LARGEST = 10**31
"""Numbers of documents stay below."""


@attrs.frozen(eq=False)
class Reader:
    """Reads the arguments of a call and gathers all that is wrong with them.

    Where an argument cannot be read, what it gives is left empty, and its length unchecked.
    """

    problems: list[Problem] = attrs.field(factory=list)

    def refuse(self, path: str, message: str, hint: str | None = None) -> None:
        """One more problem, TF411."""
        self.problems.append(Problem(code="TF411", message=message, path=path, hint=hint))

    def check(self) -> None:
        """Raises what was gathered, if anything was."""
        if self.problems:
            raise TobfitError(dict.fromkeys(self.problems))

    def listed(self, path: str, given: object, hint: str) -> tuple[Any, ...] | None:
        """What a list holds; None where something else stands in its place."""
        if isinstance(given, str):
            self.refuse(path, f"the text {shown(given)} stands where a list belongs", f"write [{shown(given)}]")
            return None
        try:
            if not isinstance(given, bytes | Mapping):
                return tuple(given)  # type: ignore[arg-type]
        except TypeError:
            pass
        self.refuse(path, f"{told(given)} stands where a list belongs", hint)
        return None

    def texts(self, path: str, given: object) -> tuple[str, ...] | None:
        """A list of names; one that is no text is empty."""
        found = self.listed(path, given, "a list of names")
        for place, name in enumerate(found or ()):
            if not isinstance(name, str) or not name:
                self.refuse(f"{path}[{place}]", f"{told(name)} stands where a name belongs", "a text")
        return None if found is None else tuple(str(name) if isinstance(name, str) else "" for name in found)

    def names(self, path: str, given: object) -> tuple[str, ...] | None:
        """Names of rows or columns: some, and each once."""
        found = self.texts(path, given)
        if found == ():
            self.refuse(path, f"there are no {path}", "a matrix has a product and a line with weight")
        for name, times in Counter(found or ()).items():
            if times > 1 and name:
                self.refuse(path, f"{shown(name)} comes {times} times", "give each a name of its own")
        return found

    def named(self, path: str, name: object, known: Collection[str]) -> None:
        """Refuses a name that the table does not have."""
        if not isinstance(name, str):
            self.refuse(path, f"{told(name)} stands where a name belongs", "a text")
        elif name and name not in known:
            self.refuse(path, f"the table has no {shown(name)}", near(name, filter(None, known)))

    def one_each(self, path: str, found: Collection[Any] | None, columns: Collection[str] | None) -> None:
        """As many as there are requirements."""
        if found is not None and columns is not None and len(found) != len(columns):
            self.refuse(path, f"{len(found)} {path} for {len(columns)} requirements", "one for each requirement")

    def directions(self, given: Sequence[Any]) -> list[Direction | None]:
        """Each as max or min; None for what is neither."""
        found: list[Direction | None] = []
        for place, one in enumerate(map(plain, given)):
            way: Direction | None = "max" if one is max else "min" if one is min else None
            if way is None and isinstance(one, str | int) and not isinstance(one, bool):
                way = DIRECTIONS.get(one)
            if way is None:
                self.refuse(f"directions[{place}]", f"{told(one)} is no direction", "max or min (1 or -1)")
            found.append(way)
        return found

    def weights(self, given: Sequence[Any]) -> list[Fraction | None]:
        """Each as a fraction, 0 or more; None for what is no number."""
        before = len(self.problems)
        found = [self.number(one, f"weights[{place}]") for place, one in enumerate(given)]
        for place, weight in enumerate(found):
            if weight is not None and weight < 0:
                self.refuse(f"weights[{place}]", f"the weight {given[place]} is negative", "0 or more")
        if found and before == len(self.problems) and not any(found):
            self.refuse("weights", "no requirement has weight", "a matrix has a product and a line with weight")
        return found

    def values(
        self, given: object, products: Collection[str] | None, columns: Collection[str] | None
    ) -> list[list[Fraction | None]]:
        """A row for each product, a value for each requirement."""
        rows = self.listed("values", given, "a row for each product")
        if rows is not None and products is not None and len(rows) != len(products):
            self.refuse("values", f"{len(rows)} rows for {len(products)} products", "one for each product")
        found = []
        for place, row in enumerate(rows or ()):
            path = f"values[{place}]"
            cells = self.listed(path, row, "a value for each requirement")
            if cells is not None and columns is not None and len(cells) != len(columns):
                self.refuse(path, f"{len(cells)} values for {len(columns)} requirements", "None where unknown")
            numbers = enumerate(cells or ())
            found.append([None if cell is None else self.number(cell, f"{path}[{n}]") for n, cell in numbers])
        return found

    def number(self, given: Any, path: str) -> Fraction | None:
        """A finite number, exact, a float as the decimal that it prints as; None with a problem for anything else."""
        given = plain(given)
        if isinstance(given, Fraction):
            if abs(given) < LARGEST and given.denominator < LARGEST**30:
                return given
            self.refuse(path, "the fraction has too many digits", "round it")
            return None
        try:
            is_number = isinstance(given, str | Decimal | float) or hasattr(given, "__index__")
            text = str(given) if is_number and not isinstance(given, bool) else None
        except ValueError:  # a whole number that is too long to be written
            text = None
        if text is None:
            self.refuse(path, f"{told(given)} is not a number", "None where a value is unknown")
            return None
        try:
            return Fraction(parse_number(text))
        except Refused as refused:
            is_nan = "nan" in text.lower()
            self.refuse(path, refused.message, "None where a value is unknown" if is_nan else refused.hint)
            return None

    def musts(self, given: object, known: Collection[str]) -> frozenset[str]:
        """The Musts, each a name of the table."""
        found = self.texts("musts", given) or ()
        for name in found:
            self.named("musts", name, known)
        return frozenset(found)

    def cells(self, given: object, products: Collection[str], known: Collection[str]) -> frozenset[CellName]:
        """Pairs of a product and a requirement."""
        found = []
        for place, pair in enumerate(self.listed("not_applicable", given, "a list of pairs") or ()):
            path = f"not_applicable[{place}]"
            hint = "a pair of product and requirement"
            cell = None if isinstance(pair, str) else Reader().listed(path, pair, hint)
            if cell is None or len(cell) != 2:
                self.refuse(path, f"{told(pair)} is no cell", hint)
                continue
            self.named(path, cell[0], products)
            self.named(path, cell[1], known)
            found.append((str(cell[0]), str(cell[1])))
        return frozenset(found)


def plain(given: Any) -> Any:
    """A number of numpy or pandas as one of Python; anything else as it is."""
    try:
        return given.item() if hasattr(given, "item") else given
    except (TypeError, ValueError):  # an array of several
        return given


def told(given: object) -> str:
    """What was given, as messages name it: a text quoted, other things by their kind."""
    if given is None:
        return "None"
    if isinstance(given, str | bool | float) or (isinstance(given, int) and abs(given) < LARGEST):
        return shown(str(given))
    kind = type(given).__name__
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
