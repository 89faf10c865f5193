"""Pieces of the default templates as XML of Word: paragraphs, marks, tables, fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from tobfit.report.proposal.making_styles import SHADE

WIDTH = 9411
"""The width of the text in twentieths of a point: A4 with margins of 2.2 cm."""


def paragraph(text: str, style: str = "Normal", *, bookmark: tuple[int, str] | None = None) -> str:
    """A paragraph; ``**`` puts what stands between in bold."""
    runs = "".join(run(piece, bold=place % 2 == 1) for place, piece in enumerate(text.split("**")) if piece)
    if bookmark is not None:
        number, name = bookmark
        runs = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'
    look = "" if style == "Normal" else f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"<w:p>{look}{runs}</w:p>"


def run(text: str, *, bold: bool = False) -> str:
    """A run of text."""
    look = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def mark(statement: str) -> str:
    """A statement in a paragraph of its own, which goes away with it."""
    return paragraph(f"{{%p {statement} %}}")


def repeated(loop: str, *inside: str) -> str:
    """Paragraphs for each item."""
    return mark(f"for {loop}") + "".join(inside) + mark("endfor")


def only_if(condition: str, *inside: str, otherwise: str = "") -> str:
    """Paragraphs under a condition."""
    other = mark("else") + otherwise if otherwise else ""
    return mark(f"if {condition}") + "".join(inside) + other + mark("endif")


def field(code: str, shown: str = "1") -> str:
    """A field, with what it shows until Word works it out."""
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return (
        f'{kinds[0]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{kinds[1]}{run(shown)}{kinds[2]}'
    )


def cell(*paragraphs: str, width: int = 0, look: str = "", span: int = 1) -> str:
    """A cell of a table; its look is that of ``tcPr``."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{look}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """A row; a head stands again on each page. A row may go on overleaf: one that may not and is higher than a page
    loses its end in LibreOffice."""
    kept = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{kept}{''.join(cells)}</w:tr>"


def row_mark(statement: str, columns: int) -> str:
    """A statement in a row of its own, which goes away with it."""
    return row([cell(paragraph(f"{{%tr {statement} %}}"), span=columns)])


def table(widths: Sequence[int], head: Sequence[str], *rows: str) -> str:
    """A table in the look of proposals; widths are shares of the text's width. An empty paragraph keeps two apart."""
    whole = sum(widths)
    sizes = [WIDTH * width // whole for width in widths]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    heads = row(
        [cell(paragraph(title, "CellHead"), width=size) for title, size in zip(head, sizes, strict=True)], head=True
    )
    look = (
        f'<w:tblPr><w:tblStyle w:val="Proposal"/><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" '
        'w:noVBand="1"/></w:tblPr>'
    )
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{heads}{''.join(rows)}</w:tbl>{gap()}"


def body_row(widths: Sequence[int], *cells: Sequence[str] | str) -> str:
    """A row of texts; several texts stand below each other, all but the first small."""
    whole = sum(widths)
    made = []
    for width, texts in zip(widths, cells, strict=True):
        lines = [texts] if isinstance(texts, str) else texts
        inside = [line if line.startswith("<w:p>") else paragraph(line, "CellSmall" if place else "Cell")
                  for place, line in enumerate(lines)]  # fmt: skip
        made.append(cell(*inside, width=WIDTH * width // whole))
    return row(made)


def band(text: str, columns: int) -> str:
    """A row over the whole width that begins a group."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    return row([cell(paragraph(text, "CellBand"), width=WIDTH, look=shade, span=columns)])


def gap() -> str:
    """What keeps tables apart."""
    return '<w:p><w:pPr><w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
