"""Every link of the catalogue with what it is to prove, so that anyone can check it again. Uses no network."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import tobfit

PRODUCTS = Path(__file__).resolve().parent / "products"
MARK = "Page heading: "


class Proof(NamedTuple):
    """One link, and the statement that it is to prove."""

    link: str
    product: str
    capability: str
    response: str
    extent: str
    value: str
    heading: str
    proves: str
    read_on: str


def proofs(folder: Path) -> list[Proof]:
    """All of them, by link, product and capability."""
    found = []
    for product in tobfit.load_catalog(folder).products:
        for capability, statements in product.capabilities.items():
            for statement in statements:
                value, extent = ", ".join(statement.value or ()), str(statement.extent)
                for item in statement.evidence:
                    heading, proves = read_remark(item.remark.text("en") if item.remark else "")
                    said = (statement.response, extent, value, heading, proves, str(item.date or ""))
                    found.append(Proof(item.source, product.id, capability, *said))
    return sorted(found)


def read_remark(remark: str) -> tuple[str, str]:
    """The heading of the page, and what it proves.

    >>> read_remark("Page heading: Reports; users build their own")
    ('Reports', 'users build their own')
    """
    heading, _, proves = remark.removeprefix(MARK).partition("; ")
    return (heading, proves) if remark.startswith(MARK) else ("", remark)


def as_text(found: Iterable[Proof]) -> Iterable[str]:
    """One link after another, below each what it is to prove."""
    link = None
    for proof in found:
        if proof.link != link:
            link = proof.link
            yield link
        extent = "" if proof.extent == "full" else f" ({proof.extent})"
        value = f" [{proof.value}]" if proof.value else ""
        yield f"    {proof.product}: {proof.capability} {proof.response}{extent}{value}"
        yield f"        {proof.read_on}, \"{proof.heading}\": {proof.proves}"


def main() -> None:
    """Prints the list in the format asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("text", "csv"), default="text", help="how the list is written")
    found = proofs(PRODUCTS)
    if parser.parse_args().format == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(Proof._fields)
        rows.writerows(found)
        return
    for line in as_text(found):
        print(line)
    products = len({proof.product for proof in found})
    print(f"\n{len({proof.link for proof in found})} links, {len(found)} proofs, {products} products")


if __name__ == "__main__":
    main()
