"""How the marks of a Word template stand, before anything is made of them: closed, and alone where they have to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import shown
from tobfit.report.proposal.faults import FULL_WIDTH, HALF_WIDTH
from tobfit.report.proposal.templating import TOLD
from tobfit.report.proposal.word_checks import W

_OPENED = re.compile(r"\{([{%#])")
_CLOSED = {"{": "}}", "%": "%}", "#": "#}"}
_HOLDING = re.compile(r"\{[{%#](p|tr|tc) ")
HOLDERS = {"p": "paragraph", "tr": "row", "tc": "cell"}
"""What goes away with a mark. What else stands in it docxtpl would take away in silence."""
Texts = dict[Any, str]
Fault = tuple[str, str | None]


def check_marks(tree: Any, name: str, file: str | None) -> None:
    """TF465 for marks that are not closed where they are opened, for which docxtpl would take all up to the next one;
    for those beside which something stands that would be lost; and for those in full-width letters."""
    texts = _texts(tree)
    problems = []
    for number, paragraph in enumerate(tree.iter(f"{W}p"), 1):
        said = texts.get(paragraph, "")
        for message, hint in _faults(paragraph, said, texts):
            quoted = shown(" ".join(said.split()), 120)
            path = f"template {name}, paragraph {number}"
            problems.append(Problem(code="TF465", message=f"{quoted}: {message}", file=file, path=path, hint=hint))
    if problems:
        raise TobfitError(problems[:TOLD])


def _texts(tree: Any) -> Texts:
    """What stands in each paragraph, row and cell, without that of others inside it."""
    found: Texts = defaultdict(str)
    for one in tree.iter(f"{W}t"):
        for kind in HOLDERS:
            holder = next(one.iterancestors(f"{W}{kind}"), None)
            if holder is not None:
                found[holder] += one.text or ""
    return found


def _faults(paragraph: Any, said: str, texts: Texts) -> Iterable[Fault]:
    if FULL_WIDTH.search(said):
        yield HALF_WIDTH
    elif _end(said) is None:
        yield "a mark is opened, and not closed in the same paragraph", None
    else:
        for kind in dict.fromkeys(_HOLDING.findall(said)):
            holder = paragraph if kind == "p" else next(paragraph.iterancestors(f"{W}{kind}"), None)
            if holder is None:
                yield f"the mark stands in no {HOLDERS[kind]} of a table", "{%p %} is for paragraphs"
            elif not _is_alone(texts[holder].strip()):
                message = f"the mark goes away with its {HOLDERS[kind]}, and so would what stands beside it"
                yield message, f"let it stand alone in a {HOLDERS[kind]} of its own"


def _is_alone(said: str) -> bool:
    """Whether a text is one mark and nothing else."""
    opened = _OPENED.match(said)
    return opened is not None and said.find(_CLOSED[opened[1]]) + 2 == len(said)


def _end(text: str) -> int | None:
    """Behind the last mark of a text; None if that is not closed."""
    end = 0
    while (found := _OPENED.search(text, end)) is not None:
        closed = text.find(_CLOSED[found[1]], found.end())
        if closed < 0:
            return None
        end = closed + 2
    return end
