"""What the lines of a fit take, as far as the statements that serve them say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tobfit.commercial.cost_records import OpenEffort
from tobfit.commercial.estimate_pieces import Piece, called, points_of, told
from tobfit.knowledge.services import is_service
from tobfit.matching.asks import asks_of, target_of
from tobfit.matching.fit import Fit
from tobfit.matching.outcome import Judgement
from tobfit.matching.remedy import Remedy
from tobfit.matching.voices import Voices
from tobfit.model.natural import natural
from tobfit.model.price import Effort
from tobfit.model.product import Statement

WORK = ("configuration", "third_party", "customisation")
"""The responses that take work for a client, whether or not somebody said how much."""
GIVEN = ("standard", *WORK)
"""The responses whose stated effort counts: the work on a later release is the product's, and of what is not there
nothing is done."""
BUILD = "implementation"
OPEN_ASKS = ("statement", "unresolved", "landscape", "not_applicable")
"""The open points that leave it open what has to be done; a missing value, date or proof does not."""


@attrs.frozen
class Said:
    """Statements that speak for a line side by side, and where they stand: on a capability, or on the line itself."""

    item: str
    name: str
    target: str
    statements: tuple[Statement, ...]

    @property
    def efforts(self) -> frozenset[Effort]:
        """The efforts that they name."""
        return frozenset(one.effort for one in self.statements if one.effort is not None and one.response in GIVEN)

    @property
    def takes_work(self) -> bool:
        """Whether one of them calls for work."""
        return any(one.response in WORK for one in self.statements)


@attrs.frozen(eq=False)
class Found:
    """Estimates, what nobody estimated, and the lines that have an estimate."""

    pieces: tuple[Piece, ...] = ()
    open: tuple[OpenEffort, ...] = ()
    estimated: frozenset[str] = frozenset()


def stated(fit: Fit, served: frozenset[str], remedies: Mapping[str, Remedy]) -> Found:
    """The efforts of the statements that serve the lines: each once, however many lines it serves.

    ``served`` are capabilities that services of the vendor give with an effort of their own; what statements say of
    them is not counted again. ``remedies``: line -> a chosen remedy with an effort, which counts where the statements
    say none.
    """
    groups: dict[tuple[str, str, frozenset[Effort]], tuple[Said, list[Judgement]]] = {}
    open_ones: list[OpenEffort] = []
    for judgement in counted(fit):
        open_ones += _open(judgement, fit) if judgement.requirement.connect is None else ()
        for said in _said(judgement.own, served) if judgement.verdict != "unmet" else ():
            groups.setdefault((said.item, said.name, said.efforts), (said, []))[1].append(judgement)
    pieces: list[Piece] = []
    estimated: set[str] = set()
    for said, lines in groups.values():
        names = tuple(dict.fromkeys(sorted((one.requirement.id for one in lines), key=natural)))
        if len(said.efforts) == 1:
            pieces.append(_piece(said, lines, names, fit))
            estimated.update(names)
        elif said.takes_work and not any(name in remedies for name in names):
            open_ones.append(_unestimated(said, names))
    return Found(tuple(pieces), tuple(open_ones), frozenset(estimated))


def counted(fit: Fit) -> Iterable[Judgement]:
    """The lines that something may have to be done for: nothing that was let go, and nothing about the vendor."""
    for judgement in fit.judgements:
        line = judgement.requirement
        is_let_go = line.priority == "wont" or judgement.waived or judgement.verdict == "not_applicable"
        if not is_let_go and line.scope != "vendor":
            yield judgement


def _open(judgement: Judgement, fit: Fit) -> Iterable[OpenEffort]:
    """A line that nobody serves, or of which nobody knows."""
    line, own = judgement.requirement, judgement.own
    en, zh = (called(line, fit.world.vocabulary, lang) for lang in ("en", "zh"))
    if judgement.verdict == "unmet":
        because = told(f"{en} is not met; nothing is counted for it", f"{zh} 未满足；未计入任何工作量")
        yield OpenEffort("unmet", line.id, because, requirements=(line.id,))
    elif judgement.verdict == "unknown":
        is_spoken = any(one.response in GIVEN for one in own.statements) and own.speech.kind != "rollup"
        because = told(f"nobody said how {en} is given", f"无人说明 {zh} 如何提供")
        for ask in asks_of(judgement, fit.world, fit.product):
            if ask.kind in OPEN_ASKS and not is_spoken:
                yield OpenEffort("unknown", line.id, because, ask.target, (line.id,))


def _said(judgement: Judgement, served: frozenset[str]) -> Iterable[Said]:
    """The statements behind a line, with where they stand."""
    speech, line, item = judgement.speech, judgement.requirement, judgement.item
    if speech.kind == "rollup" and speech.capability is not None:
        found = _below(speech.capability, judgement.voices)
    elif speech.statements and (speech.kind == "landscape" or _is_of_its_own(judgement)):
        found = [Said(item, line.id, target_of(judgement, item), speech.statements)]
    elif speech.statements:
        name = speech.capability or line.id
        target = f"product.{item}.capabilities.{name}" if speech.capability else target_of(judgement, item)
        found = [Said(item, name, target, speech.statements)]
    else:
        found = []
    yield from (said for said in found if said.name not in served)


def _below(name: str, voices: Voices) -> Iterable[Said]:
    for child in voices.vocabulary.narrower(name):
        if own := voices.own(child):
            item = voices.product.id
            yield Said(item, child, f"product.{item}.capabilities.{child}", own)
        else:
            yield from _below(child, voices)


def _is_of_its_own(judgement: Judgement) -> bool:
    """Whether an answer to a line names an effort of its own, or calls for work that the statement on the capability
    does not name."""
    speech, voices, line = judgement.speech, judgement.voices, judgement.requirement.id
    if speech.kind != "answer":
        return False
    if speech.capability is None:
        return True
    heard = {(one.by, one.on) for one in speech.statements}
    answers = voices.answers.get(line, ())
    if any(answer.effort is not None and (answer.by, answer.on) in heard for answer in answers):
        return True
    general = voices.own(speech.capability)
    return {one.effort for one in speech.statements} != {one.effort for one in general}


def _piece(said: Said, lines: list[Judgement], names: tuple[str, ...], fit: Fit) -> Piece:
    (effort,) = said.efforts
    base = fit.world.packs.base
    known = base.vocabulary.get(said.name)
    title = known.title if known is not None else lines[0].requirement.title
    wanted = {one.requirement.stage for one in lines if one.requirement.stage is not None}
    stage = min(wanted) if len(wanted) == 1 else None
    if stage is None and is_service(said.name, base.vocabulary):
        stage = base.stage_map.of(said.name)
    return Piece(
        id=f"statement/{said.item}/{said.name}",
        stage=stage or BUILD,
        source="statement",
        name=title,
        unit=points_of(effort),
        capability=said.name if known is not None else None,
        requirements=names,
    )


def _unestimated(said: Said, names: tuple[str, ...]) -> OpenEffort:
    if said.efforts:
        because = told(f"several efforts are stated for {said.name}", f"{said.name} 有多个不同的工作量说明")
    else:
        because = told(f"nobody said what {said.name} takes", f"无人说明 {said.name} 所需的工作量")
    return OpenEffort("unestimated", said.name, because, f"{said.target}.effort", names)
