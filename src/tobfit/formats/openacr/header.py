"""The head of a report: which product, of which day, from which source."""

from __future__ import annotations

import datetime
import re
from pathlib import PurePath

import attrs

from tobfit.formats.openacr.scan import Scan, at
from tobfit.formats.product_ids import product_id
from tobfit.model.scalars import Refused, parse_day, shown
from tobfit.model.tree import Map


@attrs.frozen(kw_only=True)
class Header:
    """The product's identity, and what the evidence of every statement says."""

    id: str
    name: str | None
    version: str | None
    day: datetime.date | None
    source: str


def read_header(root: Map, file: str, scan: Scan) -> Header:
    """The head of a report; a product without a name takes its id from the file's name."""
    product = root.get("product")
    name, version = None, None
    if isinstance(product, Map):
        name = scan.text(product, "name", "$.product")
        version = scan.text(product, "version", "$.product")
    else:
        scan.wrong(at(root, "product"), "$.product", "a mapping")
    return Header(
        id=product_id(name or PurePath(file).stem, version),
        name=name,
        version=version,
        day=_day(root, scan),
        source=scan.optional_text(root, "repository", "$") or PurePath(file).name,
    )


def _day(root: Map, scan: Scan) -> datetime.date | None:
    text = scan.optional_text(root, "report_date", "$")
    if text is None:
        return None
    try:
        return day_of(text)
    except Refused as refused:
        hint = "write it as YYYY-MM-DD; month/day/year is read too"
        scan.warn(at(root, "report_date"), "TF507", "$.report_date", refused.message, hint)
        return None


def day_of(text: str) -> datetime.date:
    """A date written YYYY-MM-DD, or month/day/year as in the United States; else Refused.

    >>> day_of("8/31/2021").isoformat()
    '2021-08-31'
    """
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII):
        try:
            return datetime.date(int(found[3]), int(found[1]), int(found[2]))
        except ValueError:
            raise Refused("TF507", f"the date {shown(text)} does not exist") from None
    return parse_day(text)
