"""What the tests of the landscape readers share: small files, places of problems, and the way through a document."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import tobfit
from tobfit.errors import Problem
from tobfit.formats.documents import dump
from tobfit.formats.foreign import Foreign
from tobfit.formats.foreign_client import client_of
from tobfit.model.landscape import Interface, Landscape, System

PROTOCOLS = re.compile(
    "https?|rest|soap|odata(-v[24])?|graphql|grpc|websocket|webhook|mqtt|amqp|kafka|jms|sftp|ftps?|smb|nfs|smtp|imap|"
    "ldaps?|saml|scim|oidc|sql|jdbc|odbc|sap-rfc|opc-ua|modbus|tcp|tls|udp|syslog|mcp"
)
FORMATS = re.compile("json|xml|csv|idoc|avro|protobuf|parquet|xlsx|edifact|hl7|fhir|text|binary|html")
AUTHS = re.compile("none|basic|api-key|oauth2|oidc|saml|mtls|kerberos|ldap|sap-logon|ssh-key|jwt")


def landscapes(shared: Path) -> Path:
    """The folder of architecture models among the shared data sets."""
    folder = shared / "landscapes" if (shared / "landscapes").is_dir() else shared / "data" / "landscapes"
    if not folder.is_dir():
        pytest.skip("the shared data sets have no folder `landscapes`")
    return folder


def write(folder: Path, content: Any, name: str = "file.json") -> Path:
    """A file with the content as JSON, one entry a line, or with a text as it is."""
    file = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
    file.write_text(text, encoding="utf-8")
    return file


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, int | None, str | None]]:
    """Code, line, column and path of each problem."""
    return [(one.code, one.line, one.column, one.path) for one in problems]


def codes(found: Foreign) -> list[str]:
    """The codes of all problems, in the order of the file."""
    return [problem.code for problem in found.problems]


def drawn(found: Foreign) -> Landscape:
    """The landscape, which every reader of landscapes gives."""
    assert found.landscape is not None
    return found.landscape


def system(found: Foreign, id: str) -> System:
    """The system of an id."""
    (one,) = (system for system in drawn(found).systems if system.id == id)
    return one


def interfaces(found: Foreign, id: str) -> dict[str, Interface]:
    """The interfaces of a system by id."""
    return {interface.id: interface for interface in system(found, id).interfaces}


def unread(found: Foreign, why: str) -> list[str]:
    """The paths of what was left out for a reason."""
    return [one.path for one in found.unread if one.why == why]


def check_sound(found: Foreign, folder: Path) -> None:
    """What holds for every reading: all is drawn, nothing is declared complete, and the document loads again equal."""
    landscape = drawn(found)
    assert len(landscape.elements) == len(found.elements)
    assert len(landscape.relations) == len(found.relations)
    known = {element.id for element in found.elements}
    assert all({relation.source, relation.target} <= known for relation in found.relations)
    drawn_ids = {element.id for element in landscape.elements}
    assert all({relation.source, relation.target} <= drawn_ids for relation in landscape.relations)
    zones = {zone.id for zone in landscape.zones} | {"saas", "internet"}
    assert all(one.zone is None or one.zone in zones for one in landscape.systems)
    assert all(one.line is not None and one.path.startswith("$") and one.what for one in found.unread)
    assert all(one.line and one.column and one.file and one.excerpt is not None for one in found.problems)
    client = client_of(found, "acme")
    assert client.complete == ()
    file = folder / "client-of-it.yaml"
    text = dump(client)
    file.write_text(text, encoding="utf-8")
    loaded = tobfit.load_client(file)
    assert loaded == client
    assert dump(loaded) == text
    for product in found.products:
        file = folder / "product-of-it.yaml"
        file.write_text(dump(product), encoding="utf-8")
        assert tobfit.load_catalog(file).products == (product,)
