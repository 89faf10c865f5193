"""The example notebooks run, show what they say, and their figures are the library's."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import nbformat
import pytest
from tests.notebooks import FOLDER, executed, kept, shown
from tests.report.notebook_tags import Read

import tobfit
from tobfit import Report

EXAMPLES = FOLDER.parent
NAMES = ("first-fit", "not-said", "a-deal")
SHOWN = {"text/plain", "text/markdown", "text/html"}


@pytest.fixture(scope="module", params=NAMES)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    name: str = request.param
    return name, executed(name, tmp_path_factory.mktemp(name))


def texts(notebook: Any) -> list[str]:
    """What a reader sees of each result: the text of its HTML, else the plain text."""
    return [Read(bundle["text/html"]).text if is_ours(bundle) else bundle.get("text/plain", "")
            for bundle in shown(notebook)]  # fmt: skip


def is_ours(bundle: dict[str, Any]) -> bool:
    """Whether a record of tobfit shows itself."""
    return 'class="tobfit"' in bundle.get("text/html", "")


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_kept_without_outputs_and_with_fixed_ids(name: str) -> None:
    notebook = kept(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert [cell.id for cell in notebook.cells] == [f"{name}-{n:02}" for n in range(1, len(notebook.cells) + 1)]
    assert notebook.cells[0].cell_type == "markdown"
    assert len(notebook.cells) - len(code) >= len(code) / 2
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(NAMES)


def test_a_notebook_runs_and_shows_what_it_says(ran: tuple[str, Any]) -> None:
    name, notebook = ran
    kinds = [output.output_type for cell in notebook.cells for output in cell.get("outputs", ())]
    assert "error" not in kinds
    bundles = [bundle for bundle in shown(notebook) if is_ours(bundle)]
    assert len(bundles) >= 6
    for bundle in bundles:
        assert set(bundle) >= SHOWN
        assert Read(bundle["text/html"]).faults == []
    CHECKS[name](notebook)


def first_fit(notebook: Any) -> None:
    here, packs = EXAMPLES / "game-and-security", tobfit.load_packs()
    report = tobfit.match(here / "security-firm.yaml", here / "products", packs)
    best = report.fits[0]
    client, match, fit, parts, judged, gap, kept, radar, tornado, table, frame = texts(notebook)
    assert report.client.id in client
    for one in report.fits:
        assert f"{one.score:.4f}" in match
    assert f"{best.score:.4f}" in fit
    assert (parts, kept) == ("True", "True")
    missing = next(gap for gap in best.gaps if gap.kind == "missing")
    assert best[missing.requirement.id].reason in judged
    assert missing.because in gap
    assert f"{missing.remedies[0].score_after:.4f}" in gap
    for picture in (radar, tornado):
        assert picture
    assert {"image/svg+xml", "application/vnd.vegalite.v6+json"} <= shown(notebook)[-4].keys()
    row = next(line for line in table.splitlines() if line.startswith(best.product))
    names = ("major", "minor", "info") if "blocker" not in table else ("blocker", "info", "major", "minor")
    assert sorted(row.split()[1:]) == sorted(str(sum(gap.severity == name for gap in best.gaps)) for name in names)
    assert best.product in frame


def not_said(notebook: Any) -> None:
    packs = tobfit.load_packs()
    here = EXAMPLES / "game-and-security"
    studio = tobfit.load_client(here / "studio.yaml", packs)
    catalog = tobfit.load_catalog(here / "products", packs)
    before = tobfit.match(studio, catalog, packs)
    later, catalog = tobfit.answer(studio, catalog, tobfit.load_answers(here / "answers-studio.yaml"), packs)
    after = tobfit.match(later, catalog, packs)
    seen = texts(notebook)
    inference, match = seen[1], seen[2]
    assert f"{len(before.world.inference.implied)} requirements" in inference
    assert f"{before.fits[0].score:.4f}" in match
    assert before.questions[0].text in seen[4]
    assert "询问对象" in seen[5]
    assert "另有" in seen[5]
    counts = [(len(one.open_rules), len(one.questions)) for one in (before, after)]
    assert seen[6] == str(counts)
    assert seen[7] == "True"
    assert "对客户的了解程度" in seen[8]
    assert all(re.search("[一-鿿]", text) for text in seen[8:11])
    assert f"{after.fits[0].score:.4f}" in seen[10]
    assert after.questions[0].text in seen[11]


def a_deal(notebook: Any) -> None:
    seen = texts(notebook)
    offer, fit, comparison, firm, tornado, corridor, internal, files, same = seen
    report = studio_deal()
    assert "studio-offer" in offer
    assert f"{report['studio-offer'].score:.4f}" in fit
    difference = tobfit.analysis.compare(report, "studio-offer", "dolibarr@23")
    assert difference.parts[0].requirement in comparison
    assert all(str(score) in comparison for score in difference.scores)
    assert "studio-offer" in firm
    assert "studio-offer" in tornado
    assert "floor" not in corridor.lower()
    assert "floor" in internal.lower()
    assert files == "['lines.csv', 'matrix.xlsx', 'proposal.docx', 'report.html']"
    assert same == "True"


CHECKS = {"first-fit": first_fit, "not-said": not_said, "a-deal": a_deal}


@cache
def studio_deal() -> Report:
    here = EXAMPLES / "game-and-security"
    deal, packs = here / "deal", tobfit.load_packs()
    catalog = tobfit.load_catalog([here / "products", deal / "vendors", deal / "second"], packs)
    client = tobfit.load_client(here / "studio.yaml", packs)
    for name in (here / "answers-studio.yaml", deal / "answers.yaml"):
        client, catalog = tobfit.answer(client, catalog, tobfit.load_answers(name), packs)
    return tobfit.match(client, catalog, packs)
