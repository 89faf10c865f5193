"""``tobfit convert --from oscal``: the way from a profile and components to a match, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.formats.landscapes import write
from tests.formats.oscal_files import (
    COMPONENTS,
    RESOLVED,
    REV5,
    baseline,
    catalog,
    component,
    definition,
    entry,
    implementation,
    imported,
    oscal_folder,
    profile,
    status,
)

import tobfit
from tobfit.cli import main
from tobfit.cli.parser import ALTERNATIVES, PRIORITIES
from tobfit.formats.oscal import options

Captured = pytest.CaptureFixture[str]


def convert(file: Path, out: Path, *words: str) -> int:
    return main(["convert", "--from", "oscal", str(file), "-o", str(out), *words])


def client_in(folder: Path) -> tobfit.Client:
    return tobfit.load_client(folder / "client.yaml", packs=tobfit.load_packs(folder / "pack.yaml"))


def test_the_words_of_the_command_are_those_of_the_reader() -> None:
    assert (ALTERNATIVES, PRIORITIES) == (options.ALTERNATIVES, options.PRIORITIES)


@pytest.mark.parametrize("by", ["profile", "catalogue"])
def test_what_the_components_cover_of_low(shared: Path, tmp_path: Path, capsys: Captured, by: str) -> None:
    data = oscal_folder(shared)
    asked = baseline(data, "LOW") if by == "profile" else data / "profiles" / RESOLVED
    buyer, products = tmp_path / "buyer", tmp_path / "products"
    assert convert(asked, buyer, "--id", "low") == 0
    assert capsys.readouterr().out == f"{buyer / 'client.yaml'}\n{buyer / 'pack.yaml'}\n"
    option = "--profile" if by == "profile" else "--catalog"
    for name in COMPONENTS:
        assert convert(data / "components" / f"{name}.json", products, option, str(asked)) == 0
    said = capsys.readouterr().err
    assert "outside: nist800-53r4:ac-11, nist800-53r4:ac-12, nist800-53r4:sc-2\n" in said
    assert "products: 1 product, 15 statements\n" in said
    documents = [str(buyer / "client.yaml"), str(products), "--pack", str(buyer / "pack.yaml")]
    assert main(["check", *documents]) == 0
    assert capsys.readouterr().out == "5 documents, 0 errors, 0 warnings\n"
    report = [*documents, "--as-of", "2026-11-01", "--format", "json", "--detail", "summary"]
    assert main(["match", *report]) == 0
    fits = json.loads(capsys.readouterr().out)["fits"]
    met = {one["product"]: {j["requirement"] for j in one["judgements"] if j["verdict"] == "met"} for one in fits}
    assert {product: len(lines) for product, lines in met.items()} == {"drupal-cms": 15, "django": 6, "ssh": 1}
    assert len(set.union(*met.values())) == 16
    assert {len(one["judgements"]) for one in fits} == {124}


def test_what_was_read_and_left_out_is_told(tmp_path: Path, capsys: Captured) -> None:
    low = write(tmp_path, profile(imported("ac-2", excluding=["ac-1"]), merge={"as-is": True}), "low.json")
    assert convert(low, tmp_path / "buyer", "--catalog", str(write(tmp_path, catalog(), "catalog.json"))) == 0
    assert capsys.readouterr().err == (
        "read: 1 control of nist800-53r4\nlines: 1\nleft out: 1\n"
        "  1 how a profile orders, words and sets controls is not taken over\n"
    )
    client = client_in(tmp_path / "buyer")
    assert (client.id, [line.id for line in client.requirements]) == ("nist800-53r4", ["nist800-53r4:ac-2"])
    assert client.notes is not None
    assert client.notes.startswith("A template")


def test_the_options_reach_the_reader(tmp_path: Path) -> None:
    both = component(implementation(entry("ac-1")), implementation(entry("ac-2", status("alternative")), source=REV5))
    file = write(tmp_path, definition(both))
    words = ["--source", "rev5", "--scheme", "house", "--alternative", "third_party"]
    assert convert(file, tmp_path / "out", *words) == 0
    assert "\n  house:ac-2:\n    response: third_party\n" in (tmp_path / "out" / "acme-crm.yaml").read_text()
    assert "ac-1" not in (tmp_path / "out" / "acme-crm.yaml").read_text()
    assert convert(write(tmp_path, catalog()), tmp_path / "buyer", "--priority", "should", "--scheme", "own") == 0
    client = client_in(tmp_path / "buyer")
    assert {(line.priority, line.id.partition(":")[0]) for line in client.requirements} == {("should", "own")}


def test_nothing_is_written_where_there_is_an_error(tmp_path: Path, capsys: Captured) -> None:
    file = write(tmp_path, definition(component(implementation(entry("ac-1", status("planed"))))))
    assert convert(file, tmp_path / "out") == 2
    said = capsys.readouterr()
    assert (said.out, "TF149" in said.err, "read: 0 controls" in said.err) == ("", True, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [["--levels", "A"], ["--component", "web"], ["--environment", "Live"]],
)
def test_options_of_other_formats(tmp_path: Path, capsys: Captured, words: list[str]) -> None:
    assert convert(write(tmp_path, catalog()), tmp_path / "out", *words) == 2
    assert f"TF138: {words[0]} is no option of the format oscal" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--profile", "--scheme", "--source", "--alternative", "--priority"])
def test_options_of_oscal_alone(tmp_path: Path, capsys: Captured, option: str) -> None:
    value = {"--alternative": "third_party", "--priority": "must"}.get(option, "x")
    words = ["convert", "--from", "openacr", "report.yaml", "-o", str(tmp_path), option, value]
    assert main(words) == 2
    assert f"TF138: {option} is no option of the format openacr" in capsys.readouterr().err
