"""How much of what real tenders ask for the shipped packs find from the buyer's profile alone.

Run: python benchmarks/recall/measure.py. The method and its limits are in the README beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import yaml

from tobfit import Client, load_client, load_packs
from tobfit.knowledge.base import KnowledgeBase
from tobfit.knowledge.inference import Inference, date_of, infer

TENDERS = Path(__file__).parent / "tenders"
WAYS = ("suites", "suites+rules", "or asked")
"""What is counted as found: what suites ask for, what rules add, and what an open rule would ask about."""


@attrs.frozen
class Tender:
    """One tender as it was read: who buys, which capabilities it asks for and where, and how much lies outside.

    ``client`` is what the part about the buyer says; ``fuller`` adds what the rest of the text says of its size and
    of the systems that it has.
    """

    id: str
    title: str
    client: Client
    fuller: Client
    asked: dict[str, str]
    outside: int


@attrs.frozen
class Found:
    """What is asked for, and what each way finds, each way holding the one before."""

    tender: str
    asked: frozenset[str]
    ways: dict[str, frozenset[str]]

    def hits(self, way: str) -> frozenset[str]:
        """What is asked for and found."""
        return self.asked & self.ways[way]


def read_tender(path: Path) -> Tender:
    """The tender of a file; its client document is checked as any other, against the shipped packs."""
    # Plain text for every scalar, so that tobfit alone decides what a value means.
    tree: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    asked = {line["capability"]: line["where"] for line in tree["asked"]}
    if len(asked) != len(tree["asked"]):
        raise ValueError(f"{path.name} names a capability twice")
    client, fuller = load_client(tree["profile"]), load_client(_with_later(tree["profile"], tree.get("later", {})))
    return Tender(path.stem, tree["source"]["title"], client, fuller, asked, int(tree["outside"]))


def _with_later(profile: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """A client document with the scale and the systems that were read later."""
    landscape = profile.get("landscape", {})
    systems = [*landscape.get("systems", []), *later.get("systems", [])]
    scale = {**profile.get("scale", {}), **later.get("scale", {})}
    more = {"landscape": {**landscape, "systems": systems}, "scale": scale}
    return {**profile, **{key: value for key, value in more.items() if value}}


def read_tenders(folder: Path = TENDERS) -> list[Tender]:
    """All tenders of a folder, by name."""
    return [read_tender(path) for path in sorted(folder.glob("*.yaml"))]


def find(tender: Tender, base: KnowledgeBase, client: Client | None = None) -> Found:
    """What suites, rules and questions find for a tender's buyer (or for ``client``) on the day of the tender."""
    client = client or tender.client
    day = date_of(client, None)
    plain = infer(client, base, day, with_rules=False)
    full = infer(client, base, day)
    implied = _capabilities(full)
    asks = {demand.capability for rule in full.open_rules for demand in rule.rule.implies}
    sets = (_capabilities(plain), implied, implied | asks)
    return Found(tender.id, frozenset(tender.asked), dict(zip(WAYS, sets, strict=True)))


def _capabilities(inference: Inference) -> frozenset[str]:
    return frozenset(line.capability for line in inference.implied if line.capability is not None)


def rate(part: int, whole: int) -> str:
    """A share in per cent; a dash where there is nothing to share.

    >>> rate(1, 3), rate(0, 0)
    ('33 %', '-')
    """
    return f"{100 * part / whole:.0f} %" if whole else "-"


def table(found: Sequence[Found], terms: int) -> str:
    """Recall, precision and the share of the vocabulary that is named, for each tender and for all.

    Naming terms at random would find as large a share of what is asked for as it names of the vocabulary.
    """
    short = ("suites", "rules", "asked")
    head = ["tender", "asked", "nothing", *WAYS, *(f"prec. {n}" for n in short), *(f"named {n}" for n in short), "all"]
    return _aligned([head, *(_row(item.tender, [item], terms) for item in found), _row("all", found, terms)])


def _row(name: str, found: Sequence[Found], terms: int) -> list[str]:
    asked = sum(len(item.asked) for item in found)
    hits = [sum(len(item.hits(way)) for item in found) for way in WAYS]
    sizes = [sum(len(item.ways[way]) for item in found) for way in WAYS]
    recall = [rate(hit, asked) for hit in (0, *hits)]
    precision = [rate(hit, size) for hit, size in zip(hits, sizes, strict=True)]
    every = terms * len(found)
    return [name, str(asked), *recall, *precision, *(rate(size, every) for size in sizes), rate(asked, every)]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    )


def lists(found: Iterable[Found]) -> str:
    """For each tender what rules found beyond suites, what only a question reaches, and what all miss."""
    parts: tuple[tuple[str, Callable[[Found], frozenset[str]]], ...] = (
        ("found by rules, not by suites", lambda item: item.hits("suites+rules") - item.hits("suites")),
        ("only asked about", lambda item: item.hits("or asked") - item.hits("suites+rules")),
        ("missed by all", lambda item: item.asked - item.ways["or asked"]),
        ("implied, not asked for", lambda item: item.ways["suites+rules"] - item.asked),
    )
    lines: list[str] = []
    for item in found:
        lines += ["", item.tender]
        lines += [f"  {title} ({len(part(item))}): {', '.join(sorted(part(item)))}" for title, part in parts]
    return "\n".join(lines)


def main() -> None:
    """Print the tables and the lists."""
    base = load_packs().base
    tenders = read_tenders()
    found = [find(tender, base) for tender in tenders]
    terms = sum(1 for term in base.vocabulary.capabilities.values() if term.broader is not None)
    print("Recall, precision (prec.) and share of the vocabulary that is named; all: precision of naming every term")
    print(table(found, terms))
    print("\nThe same with the size and the systems of the buyer that the rest of the text tells")
    print(table([find(tender, base, tender.fuller) for tender in tenders], terms))
    print(f"\nStated needs that have no term in the vocabulary: {sum(tender.outside for tender in tenders)}")
    print("A tender that does not ask for something does not show that it is not needed: read precision with that.")
    print(lists(found))


if __name__ == "__main__":
    main()
