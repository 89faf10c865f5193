"""Questions about the client: whom to ask, and what each answer would mean for the products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tobfit.matching.profile_options import OTHER
from tobfit.matching.profile_question import ProfileEffect, ProfileQuestion
from tobfit.matching.reasons import question_text
from tobfit.model.interval import Interval
from tobfit.model.words import Decision
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.teller import Teller

ANSWERED = 8
"""How many answers a bounded rendering works out; each is a match of all products with another client."""
FEW = 3
"""Up to how many products are told one by one."""
ADDED = 5
"""How many of the requirements that an answer adds are named."""
BESIDE = "nothing beside "


def client_question_blocks(tell: Teller) -> Iterable[Block]:
    """The questions about the client; the answers of some are worked out, and it is said of how many."""
    questions = [question for question in tell.report.questions if isinstance(question, ProfileQuestion)]
    if not questions:
        return
    shown = tell.within(questions)
    answered = affordable(shown, tell)
    yield Heading(3, tell.words("about_client"))
    if len(answered) < len(shown):
        yield Paragraph(tell.words("answers_of_some", questions=tell.words.count(len(answered), "question")))
    items = (Item(client_question(q, tell), answer_lines(q, tell) if q.target in answered else ()) for q in shown)
    yield Bullets((*items, *tell.more(questions, shown)))


def affordable(questions: Sequence[ProfileQuestion], tell: Teller) -> set[str]:
    """The targets of those whose answers are worked out: each for which there is still room, those in front first."""
    if tell.limit is None:
        return {question.target for question in questions}
    room, found = ANSWERED, set()
    for question in questions:
        if len(question.options) <= room:
            room -= len(question.options)
            found.add(question.target)
    return found


def client_question(question: ProfileQuestion, tell: Teller) -> str:
    """The question in a line: its text, the role to ask, and how much hangs on it."""
    words = tell.words
    effect = [words("pivotal")] if question.pivotal else []
    if question.width:
        effect.append(words("hangs", share=tell.percent(question.width)))
    whom = words("whom", whom=tell.naming.role(question.ask))
    return words("question", text=question_text(question, words.lang), whom=whom, effect=tell.extras(effect))


def answer_lines(question: ProfileQuestion, tell: Teller) -> tuple[str, ...]:
    """One line for each answer; answers that mean the same stand together."""
    return tuple(
        tell.words("answer_means", answers=" / ".join(labels), effects=effects)
        for effects, labels in answer_groups(question, tell).items()
    )


def answer_groups(question: ProfileQuestion, tell: Teller) -> dict[str, list[str]]:
    """What answers mean -> those that mean it."""
    groups: dict[str, list[str]] = {}
    for label, effect in question.answers.items():
        groups.setdefault(_means(effect, tell), []).append(answer_text(question, label, tell))
    return groups


def answer_options(question: ProfileQuestion, tell: Teller) -> tuple[str, ...]:
    """The answers in words, without what they mean."""
    return tuple(answer_text(question, label, tell) for label, _ in question.options)


def answer_text(question: ProfileQuestion, label: str, tell: Teller) -> str:
    """An answer in the reader's language; a number stands for all between two bounds of the rules."""
    words, attribute = tell.words, question.attribute
    if attribute.kind in ("set", "segment"):
        return _member(attribute.id, label, tell)
    if attribute.kind in ("number", "quantity"):
        return words("such_as", value=label)
    if attribute.kind == "text" and not attribute.values and set(label.split("-")) == {OTHER}:
        return words("another")
    return tell.naming.value(attribute.id, label)


def _member(attribute: str, label: str, tell: Teller) -> str:
    words = tell.words
    if label.startswith(BESIDE):
        said = label.removeprefix(BESIDE)
        if said == "none":
            return words("nothing_at_all")
        names = words("join").join(tell.naming.value(attribute, member) for member in said.split(", "))
        return words("nothing_beside", names=names)
    code, found, segment = label.partition(": ")
    if found:
        return words("filed_as", code=code, segment=tell.naming.value(attribute, segment))
    return tell.naming.value(attribute, label)


def _means(effect: ProfileEffect, tell: Teller) -> str:
    products = [fit.product for fit in tell.report.fits]
    told = _each(effect, products, tell) if len(products) <= FEW else _together(effect, products, tell)
    return tell.words("semi").join([*told, _added(effect, tell)])


def _each(effect: ProfileEffect, products: Iterable[str], tell: Teller) -> list[str]:
    return [
        tell.words(
            "of_product",
            product=product,
            decision=tell.words.term(effect.decisions[product]),
            score=tell.score(effect.scores[product]),
        )
        for product in products
    ]


def _together(effect: ProfileEffect, products: Sequence[str], tell: Teller) -> list[str]:
    """The decisions that change, and the range that holds the scores of all products."""
    turned: dict[Decision, list[str]] = {}
    for product in products:
        decision = effect.decisions[product]
        if decision != tell.report[product].decision:
            turned.setdefault(decision, []).append(product)
    told = [
        tell.words(
            "turn_many" if len(names) > 1 else "turn_to",
            products=tell.naming.some(names, tell.limit),
            decision=tell.words.term(decision),
        )
        for decision, names in turned.items()
    ]
    return [*(told or [tell.words("no_change")]), *_range(effect, tell)]


def _range(effect: ProfileEffect, tell: Teller) -> Iterable[str]:
    scores = [score for score in effect.scores.values() if score is not None]
    if scores:
        low: Fraction = min(score.low for score in scores)
        high: Fraction = max(score.high for score in scores)
        yield tell.words("score_range", score=tell.score(Interval(low, high)))


def _added(effect: ProfileEffect, tell: Teller) -> str:
    if not effect.added:
        return tell.words("adds_nothing")
    bound = None if tell.limit is None else min(tell.limit, ADDED)
    return tell.words("adds", lines=tell.naming.some([_line(name, tell) for name in effect.added], bound))


def _line(name: str, tell: Teller) -> str:
    """A line of the new match, whose id names capability and priority: ``implied:sec.mfa/must``."""
    capability, _, priority = name.partition(":")[2].partition("/")
    if capability not in tell.report.world.vocabulary:
        return name
    details = tell.words.term(priority.partition("/")[0])
    return tell.words("demand", capability=tell.naming.capability(capability), details=details)
