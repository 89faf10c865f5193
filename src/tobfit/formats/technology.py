"""What free texts and addresses say about technology: only words that are known, and nothing by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from tobfit.model.landscape import Platform

_PROTOCOLS = {
    word: word
    for word in (
        "https", "http", "rest", "soap", "odata", "graphql", "grpc", "websocket", "webhook", "mqtt", "amqp", "kafka",
        "jms", "sftp", "ftps", "ftp", "smb", "nfs", "smtp", "imap", "ldaps", "ldap", "saml", "scim", "oidc", "sql",
        "jdbc", "odbc", "modbus", "tcp", "tls", "udp", "syslog", "mcp", "opc-ua", "sap-rfc",
        "odata-v2", "odata-v4",
    )
} | {"websockets": "websocket", "webhooks": "webhook", "restful": "rest"}  # fmt: skip
_FORMATS = {
    word: word
    for word in (
        "json", "xml", "csv", "idoc", "avro", "protobuf", "parquet", "xlsx", "edifact", "fhir", "hl7", "html"
    )
} | {"idocs": "idoc"}  # fmt: skip
_AUTHS = {"oauth2": "oauth2", "mtls": "mtls", "jwt": "jwt", "kerberos": "kerberos"}
_PHRASES = (
    (re.compile(r"\bopc[ -]?ua\b"), "opc-ua"),
    (re.compile(r"\bsap[ -]rfc\b"), "sap-rfc"),
    (re.compile(r"\bodata[ -]?v?([24])(?:\.0)?(?![\w.])"), r"odata-v\1"),
    (re.compile(r"\boauth 2(?:\.0)?(?![\w.])"), "oauth2"),
    (re.compile(r"\boauth2\.0(?![\w.])"), "oauth2"),
    (re.compile(r"\bopenid connect\b"), "oidc"),
    (re.compile(r"\bprotocol buffers\b"), "protobuf"),
    (re.compile(r"\bweb (socket|hook)(s?)\b"), r"web\1\2"),
    (re.compile(r"\bmutual tls\b"), "mtls"),
)
_ALTERNATIVES = re.compile(r"[,;|&]|\bor\b|\band\b|\n")
_WORD = re.compile(r"opc-ua|sap-rfc|odata-v[24]\b|\w+")
_CARRIERS = ("tcp", "udp", "tls", "http", "https")
"""What carries other protocols, the lower ones first: beside another one they are how it is carried."""


@attrs.frozen
class Spoken:
    """The protocols, formats and kinds of authentication that a text names."""

    protocol: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    auth: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.protocol or self.format)


def spoken_in(text: str) -> Spoken:
    """What a text such as ``JSON/HTTPS`` names; of ``SQL/TCP`` the protocol is sql, which tcp carries.

    >>> spoken_in("JSON/HTTPS"), spoken_in("SQL/TCP").protocol, spoken_in("SFTP or HTTPS").protocol
    (Spoken(protocol=('https',), format=('json',), auth=()), ('sql',), ('sftp', 'https'))
    >>> bool(spoken_in("Telephone")), bool(spoken_in("Java and Spring MVC"))
    (False, False)
    """
    lowered = text.lower()
    for phrase, word in _PHRASES:
        lowered = phrase.sub(word, lowered)
    parts = [_WORD.findall(part) for part in _ALTERNATIVES.split(lowered)]
    return Spoken(
        protocol=_once(word for words in parts for word in _highest([_PROTOCOLS[w] for w in words if w in _PROTOCOLS])),
        format=_once(_FORMATS[word] for words in parts for word in words if word in _FORMATS),
        auth=_once(_AUTHS[word] for words in parts for word in words if word in _AUTHS),
    )


def _highest(protocols: list[str]) -> list[str]:
    """The protocols without those that carry them."""
    above = [word for word in protocols if word not in _CARRIERS]
    return above or sorted(protocols, key=_CARRIERS.index)[-1:]


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = {
    "https": "https", "http": "http", "wss": "websocket", "ws": "websocket", "amqp": "amqp", "amqps": "amqp",
    "mqtt": "mqtt", "mqtts": "mqtt", "kafka": "kafka", "grpc": "grpc", "grpcs": "grpc", "sftp": "sftp", "ftps": "ftps",
    "ftp": "ftp", "smb": "smb", "nfs": "nfs", "smtp": "smtp", "smtps": "smtp", "imap": "imap", "imaps": "imap",
    "ldap": "ldap", "ldaps": "ldaps", "jdbc": "jdbc", "odbc": "odbc", "jms": "jms", "opc.tcp": "opc-ua", "tcp": "tcp",
    "tls": "tls", "udp": "udp", "syslog": "syslog",
}  # fmt: skip


def scheme_protocol(address: str) -> str | None:
    """The protocol that the scheme of an address names; None for another scheme, or none.

    >>> scheme_protocol("https://example.com/app"), scheme_protocol("wss://example.com"), scheme_protocol("/app")
    ('https', 'websocket', None)
    """
    found = _SCHEME.match(address)
    return _SCHEMES.get(found[1].lower()) if found else None


_OTHER_NAMES = {
    "apache tomcat": "tomcat", "apache kafka": "kafka", "oracle database": "oracle", "postgres": "postgresql",
    "microsoft sql server": "sql-server", "ms sql server": "sql-server", "microsoft windows server": "windows-server",
    "red hat enterprise linux": "rhel", "suse linux enterprise server": "sles", "red hat openshift": "openshift",
    "ibm db2": "db2", "oracle weblogic": "weblogic", "oracle weblogic server": "weblogic", "node.js": "nodejs",
    "银河麒麟": "kylin", "统信uos": "uos", "达梦": "dm", "达梦数据库": "dm", "人大金仓": "kingbase",
    "东方通": "tongweb",
}  # fmt: skip
"""Other names of platforms, in small letters, by the one that packs have."""


def platform_name(name: str) -> str:
    """The name of a platform as packs spell it: small letters and hyphens, and one name for each thing.

    >>> platform_name("SAP HANA"), platform_name("Apache  Tomcat"), platform_name("达梦")
    ('sap-hana', 'tomcat', 'dm')
    """
    plain = " ".join(name.lower().split())
    return _OTHER_NAMES.get(plain, plain.replace(" ", "-"))


# A name of up to four words, then one version with digits; anything more is no platform by itself.
_PLATFORM = re.compile(
    r"(?P<name>[^\W\d_][\w.+#-]*(?: [^\W\d_][\w.+#-]*){0,3}) [vV]?(?P<version>\d+(?:\.\d+)*[a-z]?)(?: LTS)?"
)


def platform_in(text: str) -> Platform | None:
    """The platform of a text that is a name and a version; None for anything else.

    >>> platform_in("Ubuntu 16.04 LTS"), platform_in("Oracle 12c")
    (Platform(platform='ubuntu', version='16.04'), Platform(platform='oracle', version='12c'))
    >>> platform_in("Apache Tomcat 8.x"), platform_in("Microsoft Windows 10 or Apple macOS"), platform_in("Docker")
    (None, None, None)
    """
    found = _PLATFORM.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    return Platform(platform=platform_name(found["name"]), version=found["version"])
