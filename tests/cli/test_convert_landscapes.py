"""``tobfit convert`` for architecture models: what is written, what is counted, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.formats.archimate_files import Thing, archi, exchange, link, thing

import tobfit
from tobfit.cli import main
from tobfit.cli.convert import _product_files
from tobfit.cli.convert_landscape import client_in
from tobfit.formats.foreign import Foreign
from tobfit.model.product import Product

Captured = pytest.CaptureFixture[str]
OFFICE = (
    thing("crm", "ApplicationComponent", "CRM"),
    thing("api", "ApplicationInterface", "Orders API"),
    thing("plant", "Location", "Plant"),
    link("r1", "Composition", "crm", "api"),
    link("r2", "Aggregation", "plant", "crm"),
)
SHARED = {
    "archimate": ("Archisurance.xml", "Archisurance.archimate"),
    "structurizr": ("big-bank-plc.json",),
    "backstage": ("demo__catalog-info.yaml",),
    "cyclonedx": ("saasbom_apigateway.json", "dropwizard-1.3.15.json"),
    "ord": ("document-1.json", "document-integration-dependencies.jsonc"),
}


def converted(folder: Path, text: str, *words: str) -> tuple[int, Path]:
    file, out = folder / "office.xml", folder / "out"
    file.write_text(text, encoding="utf-8")
    return main(["convert", "--from", "archimate", str(file), "-o", str(out), *words]), out


def test_a_model_becomes_a_client(tmp_path: Path, capsys: Captured) -> None:
    status, out = converted(tmp_path, archi(OFFICE, name="Head Office"))
    said = capsys.readouterr()
    assert (status, said.out) == (0, f"{out / 'client.yaml'}\n")
    assert said.err == (
        "read: 3 elements, 2 relations\n"
        "landscape: 1 system, 1 interface, 1 zone, 0 flows\n"
        "left out: 2\n"
        "  2 no place for folders\n"
    )
    assert sorted(path.name for path in out.iterdir()) == ["client.yaml"]
    client = tobfit.load_client(out / "client.yaml")
    assert (client.id, client.complete, client.name) == ("Head-Office", (), None)
    assert client.notes is not None
    assert client.notes.startswith("A template")
    assert client.landscape is not None
    (system,) = client.landscape.systems
    assert (system.id, system.zone, system.interfaces[0].id) == ("crm", "plant", "api")
    assert main(["check", str(out / "client.yaml")]) == 0
    assert capsys.readouterr().out == "1 document, 0 errors, 0 warnings\n"


def test_both_encodings_give_the_same_bytes(tmp_path: Path) -> None:
    texts = []
    for text in (archi(OFFICE), exchange(OFFICE)):
        _, out = converted(tmp_path, text, "--force")
        texts.append((out / "client.yaml").read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("name", "words", "id"),
    [
        ("Office", ("--id", "acme@2026"), "acme@2026"),
        ("办公室", (), "client"),
        ("", (), "office"),
        ("  办公室 2  ", (), "2"),
    ],
)
def test_the_id_of_the_client(tmp_path: Path, name: str, words: tuple[str, ...], id: str) -> None:
    status, out = converted(tmp_path, exchange(OFFICE, name=name), *words)
    assert status == 0
    assert tobfit.load_client(out / "client.yaml").id == id


def test_an_id_that_is_none(tmp_path: Path, capsys: Captured) -> None:
    status, out = converted(tmp_path, exchange(OFFICE), "--id", "总账")
    assert status == 2
    assert "TF207" in capsys.readouterr().err
    assert not out.exists()


def test_warnings_are_told_with_their_places_and_the_rest_is_written(tmp_path: Path, capsys: Captured) -> None:
    things = (*OFFICE, link("r3", "Flow", "crm", "gone"), link("r4", "Access", "api", "crm"))
    status, out = converted(tmp_path, exchange(things))
    err = capsys.readouterr().err
    lines = exchange(things).splitlines()
    assert status == 0
    for id, code in (("r3", "TF134"), ("r4", "TF135")):
        (line,) = (number for number, line in enumerate(lines, 1) if f'"{id}"' in line)
        assert f"{tmp_path / 'office.xml'}:{line}:1: warning {code} " in err
    assert "  1 an end leads nowhere\n" in err
    assert "read: 3 elements, 3 relations\n" in err
    assert main(["check", str(out / "client.yaml")]) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (exchange((*OFFICE, Thing("crm", "Node", "Other"))), "TF137"),
        (exchange(OFFICE)[:-20], "TF130"),
        ("<!DOCTYPE x><x/>", "TF131"),
        ("<x/>", "TF133"),
    ],
)
def test_nothing_is_written_where_there_is_an_error(tmp_path: Path, capsys: Captured, text: str, code: str) -> None:
    status, out = converted(tmp_path, text)
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert code in said.err
    assert not out.exists()


def test_a_file_in_the_way_is_kept(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "client.yaml").write_text("mine", encoding="utf-8")
    assert converted(tmp_path, exchange(OFFICE))[0] == 2
    assert "TF120" in capsys.readouterr().err
    assert (tmp_path / "out" / "client.yaml").read_text(encoding="utf-8") == "mine"
    assert converted(tmp_path, exchange(OFFICE), "--force")[0] == 0


def test_options_of_another_format_are_refused(tmp_path: Path, capsys: Captured) -> None:
    others = (("--levels", "A,AA"), ("--component", "web"), ("--catalog", "c.yaml"), ("--levels", ""))
    for name, value in (*others, ("--environment", "Live")):
        assert converted(tmp_path, exchange(OFFICE), name, value)[0] == 2
        assert f"TF138: {name} is no option of the format archimate\n" in capsys.readouterr().err
    converted(tmp_path, exchange(OFFICE), "--levels", "A", "--component", "web")
    assert capsys.readouterr().err.count("TF138") == 2
    assert main(["convert", "--from", "openacr", "none.yaml", "-o", str(tmp_path / "x"), "--id", "acme"]) == 2
    assert "TF138: --id is no option of the format openacr" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


WORKSPACE = """{"name": "Shop", "model": {"softwareSystems": [{"id": "1", "name": "ERP"}], "deploymentNodes": [
  {"id": "2", "name": "Hall", "environment": "Plant", "softwareSystemInstances":
    [{"id": "3", "softwareSystemId": "1", "environment": "Plant"}]},
  {"id": "4", "name": "Rack", "environment": "Office", "softwareSystemInstances":
    [{"id": "5", "softwareSystemId": "1", "environment": "Office"}]}
]}}"""


def test_the_environment_of_a_workspace(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "workspace.json"
    file.write_text(WORKSPACE, encoding="utf-8")
    zones = []
    for words in ((), ("--environment", "Plant"), ("--environment", "Office")):
        out = tmp_path / "-".join(("out", *words))
        assert main(["convert", "--from", "structurizr", str(file), "-o", str(out), *words]) == 0
        landscape = tobfit.load_client(out / "client.yaml").landscape
        assert landscape is not None
        zones.append([zone.name.text() for zone in landscape.zones if zone.name])
    assert zones == [[], ["Hall"], ["Rack"]]
    out = tmp_path / "none"
    assert main(["convert", "--from", "structurizr", str(file), "-o", str(out), "--environment", "Live"]) == 2
    assert "TF145" in capsys.readouterr().err


def test_products_have_files_of_their_own() -> None:
    ids = ("acme/crm@1", "acme-crm@1", "ACME-CRM-1", "client", "pack")
    files = _product_files(Product(id=id) for id in ids)
    assert list(files) == ["acme-crm-1.yaml", "acme-crm-1-2.yaml", "ACME-CRM-1-3.yaml", "client-2.yaml", "pack-2.yaml"]


def test_a_file_of_products_alone_gives_no_client() -> None:
    model = Foreign(format="ord", name="x", products=(Product(id="crm"),))
    assert client_in(model, "x.json", None) is None


@pytest.mark.parametrize(("source", "name"), [(source, name) for source, names in SHARED.items() for name in names])
def test_what_real_files_become_loads_again(
    shared: Path, tmp_path: Path, capsys: Captured, source: str, name: str
) -> None:
    folder = shared / "landscapes" if (shared / "landscapes").is_dir() else shared / "data" / "landscapes"
    out = tmp_path / "out"
    assert main(["convert", "--from", source, str(folder / name), "-o", str(out)]) == 0
    assert "read: " in capsys.readouterr().err
    assert main(["check", *map(str, sorted(out.iterdir()))]) == 0
    assert " 0 errors" in capsys.readouterr().out
