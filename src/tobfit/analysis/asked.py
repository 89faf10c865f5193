"""What a call names, checked: products of a report, views of a client; a near name where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tobfit.errors import Problem, TobfitError
from tobfit.matching.report import Report
from tobfit.model.scalars import near, shown


def check_products(report: Report, **names: str) -> None:
    """Refuses products that the report does not have (TF410); ``names`` are the arguments of the call."""
    known = [fit.product for fit in report.fits]
    problems = [
        Problem(code="TF410", message=_unknown(name), path=argument, hint=_hint(name, known))
        for argument, name in names.items()
        if name not in known
    ]
    if problems:
        raise TobfitError(problems)


def check_two(a: str, b: str) -> None:
    """Refuses one product twice (TF410)."""
    if a == b:
        message = f"both are {shown(a)}: a product is compared with another one"
        raise TobfitError([Problem(code="TF410", message=message, path="b")])


def views_asked(names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """The views that a call names, each once; unknown ones are TF403."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        message = f"a {type(names).__name__} stands where a list of views belongs"
        raise TobfitError([Problem(code="TF403", message=message, path="names", hint="a list of ids of views")])
    asked = tuple(dict.fromkeys(map(_as_key, names)))
    problems = [
        Problem(
            code="TF403",
            message=f"the client has no view {shown(str(name))}",
            path=f"names[{place}]",
            hint=near(str(name), known) or (f"there are: {', '.join(known)}" if known else "the client names no views"),
        )
        for place, name in enumerate(asked)
        if name not in known
    ]
    if problems:
        raise TobfitError(problems)
    return asked


def _as_key(name: object) -> str:
    return name if isinstance(name, str) else repr(name)


def _unknown(name: object) -> str:
    if not isinstance(name, str):
        return f"a {type(name).__name__} stands where the id of a product belongs"
    return f"the report has no product {shown(name)}"


def _hint(name: object, known: Sequence[str]) -> str:
    listed = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    return (near(name, known) if isinstance(name, str) else None) or f"there are: {listed}"
