"""All results that tobfit works out on one deal, and all that can be written of them: both found by reflection."""

from __future__ import annotations

import functools
import importlib
import inspect
import io
import itertools
import json
import typing
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

import tobfit
from tobfit import TobfitError
from tobfit.matching.report import Report
from tobfit.model.interval import Interval
from tobfit.model.record import Record
from tobfit.report.charts.records import OF_ONE, PICTURES
from tobfit.report.framed import Frame
from tobfit.report.framing import KINDS
from tobfit.report.notebook.homes import HOMES as DISPLAYS
from tobfit.report.notebook.homes import name_of
from tobfit.report.told import HOMES

ROOMS = ("analysis", "commercial", "lifecycle")
LANGUAGES = ("en", "zh")
GIVEN: dict[str, Any] = {
    "draws": 200,
    "days": 5,
    "seed": 1,
    "tries": 30,
    "models": {"all": {"flat": "90000 CNY/year"}, "each": {"per_user": "300 CNY/year"}},
}
"""Arguments that a function must have, or that make it quick."""


class Deal(Protocol):
    """Documents of one deal."""

    @property
    def client(self) -> Any: ...

    @property
    def other(self) -> Any: ...

    @property
    def catalog(self) -> Any: ...

    @property
    def packs(self) -> Any: ...

    @property
    def policy(self) -> Any: ...

    @property
    def usage(self) -> Any: ...

    def report(self, client: Any = None) -> Report:
        """The match."""


# ---- results


@attrs.frozen(eq=False)
class Worked:
    """The results of all functions, for every candidate where they take one, and what their errors said."""

    report: Report
    results: tuple[Any, ...]
    refused: tuple[str, ...]

    @property
    def whole(self) -> Report:
        """The report with every result, and with all that they found."""
        made = self.report
        for result in self.results:
            if findings := getattr(result, "findings", None):
                made = made.with_findings(findings, getattr(result, "decided", {}) or {})
        return made.with_results(*self.results)


def worked(deal: Deal, candidates: int | None = None, names: Iterable[str] | None = None) -> Worked:
    """What can be worked out on a deal, by all functions or these, of all products and offers or the first ones."""
    matched, made, refused = deal.report(), [], []
    for name, function in functions().items():
        if names is not None and name not in names:
            continue
        found = []
        for arguments in itertools.islice(calls(function, deal, matched), candidates):
            try:
                found.append(function(**arguments))
            except TobfitError as error:
                refused.append(str(error))
        assert found, f"{name} could not be called on this world: teach the test what it takes"
        made += found
    return Worked(matched, tuple(made), tuple(refused))


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function that gives a result, by its name."""
    found: dict[str, Callable[..., Any]] = {}
    for room in ROOMS:
        module = importlib.import_module(f"tobfit.{room}")
        for name in module.__all__:
            made = getattr(module, name)
            if inspect.isfunction(made) and _result_of(made) in HOMES and is_written(_result_of(made)):
                found[name] = made
    return found


def is_written(kind: str) -> bool:
    """Whether a kind of result has a home, and a module that tells it."""
    home, root = HOMES[kind], Path(tobfit.__file__).parent
    is_made = any((root / room / f"{home}.py").exists() for room in ROOMS)
    return is_made and (root / "report" / "told" / f"{home}.py").exists()


def _result_of(function: Callable[..., Any]) -> str:
    made = typing.get_type_hints(function).get("return")
    return str(getattr(made, "__name__", ""))


def calls(function: Callable[..., Any], deal: Deal, matched: Report) -> Iterable[dict[str, Any]]:
    """The arguments that it is called with: for every candidate where it takes a fit."""
    pool = {
        "report": matched, "reports": [matched, deal.report(deal.other)], "usage": deal.usage, "client": deal.client,
        "catalog": deal.catalog, "packs": deal.packs, "policy": deal.policy, "before": matched,
        "after": matched.what_if({"client.requirements.R-3.need.at_least": "3 months"}), **GIVEN,
    }  # fmt: skip
    parameters = inspect.signature(function).parameters.values()
    names = [one for one in parameters if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    unknown = [one.name for one in names if one.default is one.empty and one.name not in (*pool, "fit", "a", "b")]
    assert not unknown, f"{function.__name__}: teach this test what to give for {unknown}"
    useful = (*GIVEN, "report", "packs", "policy")
    wanted = {one.name for one in names if one.default is one.empty or one.name in useful}
    fixed = {name: pool[name] for name in wanted if name in pool}
    if "fit" in wanted:
        yield from ({**fixed, "fit": fit} for fit in matched.fits)
    elif "a" in wanted:
        yield {**fixed, "a": "alpha", "b": "beta"}
    else:
        yield fixed


# ---- renderings


def renderers() -> dict[str, Callable[..., Any]]:
    """Every public function of ``tobfit.report`` but ``explain``, from which the others draw."""
    module = importlib.import_module("tobfit.report")
    found: dict[str, Callable[..., Any]] = {}
    for name in module.__all__:
        if name == "explain":
            continue
        made = getattr(module, name)
        if inspect.isfunction(made):
            found[name] = made
    return found


def rendered(
    made: Any, audience: str = "client", *, languages: Iterable[str] = LANGUAGES, names: Iterable[str] | None = None
) -> Iterator[tuple[str, Any]]:
    """A report or a result by every public renderer that takes it, in these languages: what it is, and what was made.

    A renderer of one picture makes all of them, one of a table each of its tables.
    """
    for name, render in renderers().items():
        if names is not None and name not in names:
            continue
        if typing.get_type_hints(render)["report"] is Report and not isinstance(made, Report):
            continue  # it renders reports alone
        takes = inspect.signature(render).parameters
        for lang in languages if "lang" in takes else ("en",):
            fixed: dict[str, Any] = {"lang": lang, "audience": audience, "limit": None}
            options = {option: value for option, value in fixed.items() if option in takes}
            for label, chosen in _choices(render, made):
                yield f"{name}{label} {lang}", render(made, **options, **chosen)


def _choices(render: Callable[..., Any], made: Any) -> Iterable[tuple[str, dict[str, Any]]]:
    """The values of what a renderer lets choose."""
    takes = inspect.signature(render).parameters
    if "chart" in takes:
        for kind in PICTURES:
            products = [fit.product for fit in made.fits] if kind in OF_ONE else [None]
            yield from ((f" {kind} {product or ''}", {"chart": kind, "product": product}) for product in products)
    elif "of" in takes and isinstance(made, Report):
        yield from ((f" of {name}", {"of": name}) for name in KINDS)
    else:
        yield "", {}


DRAWN = {
    "tobfit.report.charts.records.Picture", "tobfit.report.explained.explaining.Explanation",
    "tobfit.report.framed.Frame",
}  # fmt: skip
"""What is made for an audience by a function of its own, and shows itself in a notebook too."""


def displayed(made: Report) -> list[Any]:
    """One of everything that a notebook shows: documents, the match, its parts, what follows, results, findings."""
    world = made.world
    gaps = [gap for fit in made.fits for gap in fit.gaps]
    judgements = [judgement for fit in made.fits for judgement in fit.judgements]
    documents = (world.client, world.catalog, *world.catalog.products, *world.catalog.offers, *world.catalog.vendors,
                 *world.catalog.responses, world.policy, *world.requirements)  # fmt: skip
    questions = (*made.questions, *made.what_if({"client.requirements.R-1.priority": "could"}).questions)
    parts = (*made.fits, *judgements, *gaps, *questions, *(way for gap in gaps[:9] for way in made.remedies(gap)))
    routes = (judgement.route for judgement in judgements if judgement.route is not None)
    items = ((fit, sorted({j.item for j in fit.judgements if j.route})) for fit in made.fits)
    together = (fit.connections_of(name) for fit, names in items for name in names)
    follows = (world.inference, *world.open_rules, made.understanding)
    later = (*made.results, *made.findings)
    found = [made, *documents, *parts, *routes, *filter(None, together), *follows, *later]
    missing = set(DISPLAYS) - {name_of(type(one)) for one in found} - DRAWN
    assert not missing, f"a notebook shows these too: {missing}"
    return found


def as_text(made: Any) -> str:
    """All that is written in a rendering, as one text: the files of an archive, the parts of a record."""
    if isinstance(made, bytes):
        return _unzipped(made)
    if isinstance(made, Frame):
        return made.to_csv()
    return made if isinstance(made, str) else json.dumps(plain(made), ensure_ascii=False, default=str, sort_keys=True)


def _unzipped(made: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(made)):
        return made.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist()))


def plain(value: Any) -> Any:
    """A value as mappings, lists, texts and numbers: records by the names of their fields."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if attrs.has(type(value)) and not isinstance(value, Record):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    return value


WORKINGS = "tobfit.report.explained."


def parts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an explanation, with the names of the properties that lead to it: all that renderings can draw."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from parts(item, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from parts(item, f"{path}[{place}]")
    elif type(value).__module__.startswith(WORKINGS):
        for name in properties(type(value)):
            yield from parts(getattr(value, name), f"{path}.{name}")
    elif attrs.has(type(value)) and not isinstance(value, Record | Interval):
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name), f"{path}.{field.name}")
    elif value is not None and not isinstance(value, Record):
        yield path, str(value)


NOT_SHOWN = ("fit", "judgement", "line_of", "question", "report", "tell", "words")
"""Properties that give what stands behind an explanation: records of the model, and the wording."""


def properties(kind: type[Any]) -> list[str]:
    """What a part of an explanation offers: its fields and properties."""
    fields = [field.name for field in attrs.fields(kind)] if attrs.has(kind) else []
    held = (property, functools.cached_property)
    more = [name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, held)]
    return [name for name in dict.fromkeys([*fields, *more]) if not name.startswith("_") and name not in NOT_SHOWN]
