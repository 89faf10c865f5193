"""Small documents for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

CLIENT = """\
tobfit: client/1
id: beifeng
name: {en: Beifeng Games, zh: 北风游戏}
as_of: 2026-11-01
notes: met twice, cautious
requirements:
  - {id: R-1, capability: sec.mfa, priority: must}
  - {id: R-2, capability: sec.sso, priority: should}
views: [{id: users, weights: {user: 3}}]
"""
GOOD = """\
tobfit: product/1
id: good@1
capabilities:
  sec.mfa: {response: standard, evidence: [{source: manual, kind: documented}]}
  sec.sso: {response: standard, value: [saml2, oidc], evidence: [{source: manual, kind: documented}]}
"""
OPEN = "tobfit: product/1\nid: open@1\ncapabilities: {sec.sso: standard}\n"
BAD = "tobfit: product/1\nid: bad@1\ncapabilities: {sec.mfa: not_supported, sec.sso: standard}\n"


def written(folder: Path, **texts: str) -> dict[str, str]:
    """Writes each text as a YAML file; gives the paths."""
    paths = {name: folder / f"{name}.yaml" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return {name: str(path) for name, path in paths.items()}
