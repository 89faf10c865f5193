"""Reads a workbook as LibreOffice saved it (flat OpenDocument)."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def texts(path: Path) -> list[str]:
    """The texts of every column of every sheet, each column as one text: what goes on below reads on."""
    found: list[str] = []
    for sheet in ElementTree.parse(path).iter(f"{TABLE}table"):
        columns: dict[int, str] = {}
        for row in sheet.iter(f"{TABLE}table-row"):
            place = 0
            for cell in row:
                paragraphs = ("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
                columns[place] = columns.get(place, "") + "\n".join(paragraphs) + "\n"
                place += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        found += columns.values()
    return found


def formulas(path: Path) -> list[str]:
    """What LibreOffice would calculate."""
    return [
        f"{element.get(f'{TABLE}formula')}"
        for element in ElementTree.parse(path).iter()
        if element.get(f"{TABLE}formula") is not None
    ]


def links(path: Path) -> list[str]:
    """Addresses that a cell leads to."""
    return ["".join(element.itertext()) for element in ElementTree.parse(path).iter(f"{TEXT}a")]
