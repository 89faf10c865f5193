"""What texts and addresses say about technology: words that are known, and nothing that is not said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.landscapes import AUTHS, FORMATS, PROTOCOLS

from tobfit.formats.technology import platform_in, platform_name, scheme_protocol, spoken_in
from tobfit.model.version import parse_version


@pytest.mark.parametrize(
    ("text", "protocols", "formats", "auths"),
    [
        ("JSON/HTTPS", ["https"], ["json"], []),
        ("XML/HTTPS", ["https"], ["xml"], []),
        ("SQL/TCP", ["sql"], [], []),
        ("HTTPS", ["https"], [], []),
        ("REST/JSON over HTTPS (OAuth 2.0)", ["rest"], ["json"], ["oauth2"]),
        ("RESTful API, JSON or XML", ["rest"], ["json", "xml"], []),
        ("REST-API", ["rest"], [], []),
        ("SFTP or HTTPS", ["sftp", "https"], [], []),
        ("SFTP, CSV; AMQP", ["sftp", "amqp"], ["csv"], []),
        ("gRPC (HTTP/2) with Protocol Buffers", ["grpc"], ["protobuf"], []),
        ("TCP/IP", ["tcp"], [], []),
        ("HTTPS/TLS", ["https"], [], []),
        ("SOAP over HTTP with mutual TLS", ["soap"], [], ["mtls"]),
        ("Web Sockets", ["websocket"], [], []),
        ("webhook", ["webhook"], [], []),
        ("OPC UA", ["opc-ua"], [], []),
        ("OPC-UA over TCP", ["opc-ua"], [], []),
        ("SAP RFC, IDocs", ["sap-rfc"], ["idoc"], []),
        ("OData", ["odata"], [], []),
        ("OData V2", ["odata-v2"], [], []),
        ("OData 4.0 / JSON", ["odata-v4"], ["json"], []),
        ("OData 4.01", ["odata"], [], []),
        ("OpenID Connect", ["oidc"], [], []),
        ("HL7/FHIR over HTTPS", ["https"], ["hl7", "fhir"], []),
        ("Telephone", [], [], []),
        ("Java and Spring MVC", [], [], []),
        ("restful-ish sqlite jsonb", ["rest"], [], []),
        ("JSON格式", [], [], []),
        ("通过 HTTPS 发送 JSON", ["https"], ["json"], []),
        ("", [], [], []),
    ],
)
def test_texts(text: str, protocols: list[str], formats: list[str], auths: list[str]) -> None:
    said = spoken_in(text)
    assert (list(said.protocol), list(said.format), list(said.auth)) == (protocols, formats, auths)
    assert bool(said) == bool(protocols or formats)


WORDS = ["https", "JSON", "SQL", "tcp", "REST", "OAuth2", "or", "/", ",", " over ", "x", "odata v4", "接口", "RFC"]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=8).map(" ".join))
def test_only_names_of_the_packs_are_said_and_only_what_stands_there(text: str) -> None:
    said = spoken_in(text)
    assert all(PROTOCOLS.fullmatch(word) for word in said.protocol)
    assert all(FORMATS.fullmatch(word) for word in said.format)
    assert all(AUTHS.fullmatch(word) for word in said.auth)
    for word in (*said.protocol, *said.format, *said.auth):
        assert word[:3].rstrip("-2") in text.lower().replace("mutual tls", "mtls")
    assert len(set(said.protocol)) == len(said.protocol)


@pytest.mark.parametrize(
    ("address", "protocol"),
    [
        ("https://a", "https"),
        ("HTTP://a", "http"),
        ("wss://a", "websocket"),
        ("amqps://a:5671", "amqp"),
        ("opc.tcp://plc:4840", "opc-ua"),
        ("jdbc:oracle:thin:@a", "jdbc"),
        ("gopher://a", None),
        ("/a:b", None),
        ("a.example", None),
        ("", None),
    ],
)
def test_addresses(address: str, protocol: str | None) -> None:
    assert scheme_protocol(address) == protocol


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("Ubuntu 16.04 LTS", "ubuntu", "16.04"),
        ("Oracle 12c", "oracle", "12c"),
        ("Apache Tomcat 9.0.1", "tomcat", "9.0.1"),
        ("Microsoft SQL Server 2019", "sql-server", "2019"),
        ("PostgreSQL v14.1", "postgresql", "14.1"),
        ("银河麒麟 V10", "kylin", "10"),
        ("统信UOS 20", "uos", "20"),
    ],
)
def test_platforms(text: str, name: str, version: str) -> None:
    found = platform_in(text)
    assert found is not None
    assert (found.platform, found.version) == (name, version)
    parse_version(version)


@pytest.mark.parametrize(
    "text",
    [
        "Docker",
        "Apache Tomcat 8.x",
        "Oracle",
        "16.04",
        "Microsoft Windows 10 or Apple macOS",
        "Chrome, Firefox 120",
        "Big Bank plc data center",
        "a b c d e 1",
        "Oracle 12c/19c",
        "",
    ],
)
def test_what_is_no_platform_with_one_version(text: str) -> None:
    assert platform_in(text) is None


def test_names_of_platforms() -> None:
    assert [platform_name(name) for name in ("Red Hat  Enterprise Linux", "SAP HANA", "达梦", "Own OS")] == [
        "rhel",
        "sap-hana",
        "dm",
        "own-os",
    ]
