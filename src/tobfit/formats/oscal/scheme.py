"""Of which catalogue controls are: the scheme that begins their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PUBLICATION = re.compile(
    r"(?:(?<![0-9a-z])|(?<=sp))800[-_](?P<number>\d{2,3}[a-c]?)(?=[^0-9a-z]|$|r\d|rev)"
    r"(?:[\s_/.,:-]*(?:revision|rev|r)[\s_.-]*(?P<revision>\d+))?",
    re.IGNORECASE | re.ASCII,
)


def scheme_of(texts: Iterable[str]) -> str | None:
    """The scheme that addresses and titles tell of; None where none of them is recognised.

    Special Publications of NIST are: ``nist800-`` with their number, and ``r`` with the revision where it is said.

    >>> scheme_of(["https://example.org/nist.gov/SP800-53/rev4/json/NIST_SP-800-53_rev4_catalog.json"])
    'nist800-53r4'
    >>> scheme_of(["NIST Special Publication 800-53 Revision 5.1.1 LOW IMPACT BASELINE"])
    'nist800-53r5'
    >>> scheme_of(["NIST SP 800-218"]), scheme_of(["#ba047e56", "house rules"])
    ('nist800-218', None)
    """
    found = [match for text in texts for match in _PUBLICATION.finditer(text)]
    best = next((match for match in found if match["revision"]), found[0] if found else None)
    if best is None:
        return None
    revision = f"r{int(best['revision'])}" if best["revision"] else ""
    return f"nist800-{best['number'].lower()}{revision}"
