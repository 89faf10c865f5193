"""A walk through the example: what two fictional clients need without saying so, what fits, and what to ask next.

Run it as a script, or cell by cell in an editor that knows ``# %%``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import tobfit
from tobfit import Answers, Client, Fit, Gap, Judgement, ProfileQuestion, Question, Report, Requirement
from tobfit.knowledge import infer, size_class
from tobfit.matching.profile_question import ProfileEffect
from tobfit.report import text

HERE = Path(__file__).resolve().parent
SCHEME = "cn-2017"
WIDTH = 116
HEAD = 32  # lines


# %% How things are printed
def title(words: str) -> None:
    """A heading for one cell."""
    print(f"\n{words}\n{'=' * len(words)}")


def say(words: str, indent: int = 0) -> None:
    """One paragraph or item, wrapped."""
    first, later = " " * indent, " " * (indent + 2)
    print(textwrap.fill(words, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False))


def label(capability: str) -> str:
    """A capability by its id and its name."""
    known = packs.base.vocabulary.get(capability)
    return f"{capability} ({known.title.text('en')})" if known else capability


def names(values: Iterable[str]) -> str:
    """Names one after another, or a dash."""
    return ", ".join(values) or "-"


# %% The clients, the products, the packs
packs = tobfit.load_packs()
studio = tobfit.load_client(HERE / "studio.yaml", packs)
security = tobfit.load_client(HERE / "security-firm.yaml", packs)
catalog = tobfit.load_catalog(HERE / "products", packs)
# The same studio, filed as one that operates games (6422) and not as one that makes their content (6572).
operator = studio.evolve(industries=[studio.industries[0].evolve(code="6422")])
statements = sum(len(said) for product in catalog.products for said in product.capabilities.values())

title("Two fictional clients and a real catalogue")
for client in (studio, security):
    filed = client.industries[0]
    scale = client.scale
    assert scale is not None
    say(f"{client.name}: {filed.segment}, filed under {filed.scheme} {filed.code}; {scale.employees} employees, "
        f"{scale.revenue} revenue; suites wanted: {names(client.need_suites)}")
say(f"{len(catalog.products)} open-source products with {statements} statements from public documentation "
    "(links.py lists every link)")


# %% Size classes under either filing, and why
def explain_size(client: Client) -> None:
    """The class with the bounds that decide it."""
    size = size_class(client, SCHEME, packs)
    group = next(group for group in packs.base.scales[SCHEME].groups if group.id == size.group)
    bounds = [f"{i.attr} {i.medium} and {i.large}" for i in group.indicators]
    inputs = ", ".join(f"{name} {value}" for name, value in size.inputs.items())
    assert group.name is not None
    say(f"{client.id} as {client.industries[0].code}: {size} ({inputs})")
    say(f"group {size.group} ({group.name.text('en')}): medium and large begin at {'; '.join(bounds)}; "
        "the lowest class that any indicator gives counts", 2)


title("Size classes")
for client in (studio, operator, security):
    explain_size(client)


# %% What is implied for each
def implied(client: Client) -> dict[str, list[Requirement]]:
    """The lines that rules stand behind, by capability; a stated line that answers a rule is one of them."""
    found: dict[str, list[Requirement]] = {}
    for line in infer(client, packs).requirements:
        if line.capability and any(source.kind == "implied" for source in line.sources):
            found.setdefault(line.capability, []).append(line)
    return found


def wanted(lines: Iterable[Requirement]) -> str:
    """Priority and need of each line, and where the client states it itself."""
    return "; ".join(f"{line.priority}, {line.need}" + f" (stated as {line.id})" * line.is_own for line in lines)


def grounds(lines: Iterable[Requirement]) -> dict[str, str]:
    """Behind lines: each rule with the place where it is written, and the facts that fired it."""
    found: dict[str, str] = {}
    for line in lines:
        for source in line.sources:
            if source.kind == "implied":
                mark = "" if source.is_verified else " [source not read: a should at most]"
                found[f"{source.basis} {source.rule}: {source.citation}{mark}"] = names(source.facts)
    return found


def show(capability: str, found: dict[str, list[Requirement]]) -> None:
    """A capability with what asks for it at each client that has it."""
    say(f"{label(capability)}: {wanted(next(iter(found.values())))}", 2)
    behind = {who: grounds(lines) for who, lines in found.items()}
    for rule in dict.fromkeys(rule for rules in behind.values() for rule in rules):
        facts = {who: rules[rule] for who, rules in behind.items() if rule in rules}
        if len(facts) == len(found) and len(set(facts.values())) == 1:
            say(f"{rule}; because {next(iter(facts.values()))}", 6)
        else:
            say(f"{rule}; {'; '.join(f'at {who} because {fact}' for who, fact in facts.items())}", 6)


def compare(one: Client, other: Client) -> None:
    """What is implied for one client alone, for the other alone, and for both."""
    first, second = implied(one), implied(other)
    print(f"\n{one.id} alone: {len(first.keys() - second.keys())} capabilities")
    for capability in sorted(first.keys() - second.keys()):
        show(capability, {one.id: first[capability]})
    print(f"\n{other.id} alone: {len(second.keys() - first.keys())} capabilities")
    for capability in sorted(second.keys() - first.keys()):
        show(capability, {other.id: second[capability]})
    print(f"\nshared: {len(first.keys() & second.keys())} capabilities")
    for capability in sorted(first.keys() & second.keys()):
        show(capability, {one.id: first[capability], other.id: second[capability]})


title(f"What nobody said: {studio.id} (filed 6572) and {security.id}")
compare(studio, security)

# %% What the filing changes
def asked_for(line: Requirement) -> tuple[object, ...]:
    """What a line asks for; the order of a set says nothing."""
    need = line.need
    rest = need.evolve(any_of=(), all_of=())
    return line.priority, frozenset(need.any_of), frozenset(need.all_of), rest


title("The same studio filed under 6422")
large, medium = implied(studio), implied(operator)
say(f"no longer implied: {names(label(c) for c in sorted(large.keys() - medium.keys()))}")
say(f"newly implied: {names(label(c) for c in sorted(medium.keys() - large.keys()))}")
for capability in sorted(large.keys() & medium.keys()):
    if set(map(asked_for, large[capability])) != set(map(asked_for, medium[capability])):
        say(f"{label(capability)}: {wanted(large[capability])} becomes {wanted(medium[capability])}")
firm = implied(security)
say(f"beside {security.id}: {len(medium.keys() - firm.keys())} capabilities for the studio alone, "
    f"{len(firm.keys() - medium.keys())} for {security.id} alone, {len(medium.keys() & firm.keys())} shared")


# %% Which products fit
def is_open_must(judgement: Judgement) -> bool:
    """Whether a Must is not met, or not known to be."""
    line = judgement.requirement
    return line.priority == "must" and not judgement.waived and judgement.verdict in ("unmet", "unknown")


def ranking(report: Report) -> None:
    """Rank, decision, score, the share of weight that is answered, and the Musts that stay open or fail."""
    understood = report.understanding.share
    print(f"\n{report.client.id} ({report.client.industries[0].code}), {len(report.requirements)} lines, "
          f"{understood or 0:.0%} of what rules ask about the client is known")
    for fit in report.fits:
        open_ones = names(j.requirement.capability or j.requirement.id for j in fit.judgements if is_open_must(j))
        row = f"{report.ranks[fit.product]}  {fit.product:<20} {fit.decision:<13} {fit.score!s:<14}"
        say(f"{row}  {fit.coverage or 0:.0%} known; Musts open or unmet: {open_ones}", 2)


title("Which products fit")
reports = {client.industries[0].code: tobfit.match(client, catalog, packs) for client in (studio, operator, security)}
for report in reports.values():
    ranking(report)
report = reports["6572"]
silent = [fit for fit in report.fits if fit["implied:sec.audit_log_retention/must"].verdict == "unknown"]
print()
say("The Cybersecurity Law makes six months of audit logs a Must; of "
    f"{len(silent)} of the {len(report.fits)} products the documentation that was read does not say how long they are "
    "kept. Unknown is not no: the products stay undecided, and it becomes a question.")
for conflict in report.conflicts:
    sources = ", ".join(str(source) for source in conflict.sources if source.kind == "implied")
    accepted = "the risk is accepted" if conflict.accepted else "open"
    say(f"conflict ({conflict.kind}): {label(conflict.subject)} is waived in {names(conflict.requirements)} against "
        f"{sources}; {accepted}", 2)


# %% The worst gaps of the best product, and the ways out
def show_gap(gap: Gap, report: Report) -> None:
    """What is missing, what it hangs on, what it endangers, and what each way out would give."""
    line = gap.requirement
    say(f"{gap.severity}, {gap.kind}: {label(line.capability or line.id)}. {gap.because}", 2)
    say(f"path: {' > '.join(gap.path)}", 6)
    say(f"endangers: {names((*gap.goals, *gap.outcomes))}", 6)
    for way in report.remedies(gap):
        # A line that a rule or a suite added is waived or lowered by writing it down as an own one first, as the
        # studio did with G-001; only then there is a line to change.
        if not line.is_own and any(target.startswith("client.requirements.") for target in way.changes):
            continue
        answer = f" ({way.answer})" if way.answer else ""
        other = f" by {way.product}" if way.kind == "replace" else ""
        say(f"{way.kind}{answer}{other}: {way.decision_after}, {way.score_after}, risk {way.risk}", 6)


best = report.fits[0]
worst: dict[str, Gap] = {}
for gap in best.gaps:  # worst first
    worst.setdefault(gap.kind, gap)
title(f"The worst gap of each kind of {best.product} for {studio.id}")
for gap in worst.values():
    show_gap(gap, report)


# %% What to ask next
def meaning(effect: ProfileEffect, report: Report) -> str:
    """What an answer would lead to, as a new match gives it."""
    changed = [f"{p} becomes {d}" for p, d in effect.decisions.items() if d != report[p].decision]
    scores = [score for score in effect.scores.values() if score is not None]
    low, high = min(score.low for score in scores), max(score.high for score in scores)
    lines = "1 line more" if len(effect.added) == 1 else f"{len(effect.added)} lines more"
    outcome = names(changed) if changed else "no decision changes"
    return f"{lines}, scores {float(low):.4f}..{float(high):.4f}; {outcome}"


def about_the_client(report: Report) -> list[ProfileQuestion]:
    """The questions about the client, those first that can change a decision."""
    return [question for question in report.questions if isinstance(question, ProfileQuestion)]


def ask(question: ProfileQuestion, number: int, report: Report) -> None:
    """Question, whom to ask, which rules hang on it, and what each answer would mean."""
    role = packs.base.roles[question.ask].name
    print(f"\n{number}. {question.target}")
    say(f"ask the {role.text('en') if role else question.ask}: {question.text}", 3)
    say(f"decides: {names(rule.id for rule in question.rules)}", 3)
    for answer, effect in question.answers.items():
        say(f"{answer}: {meaning(effect, report)}", 5)


title(f"{len(report.open_rules)} undecided rules of {studio.id}, and the ten questions to ask next")
deciding = {rule.id for question in about_the_client(report) for rule in question.rules}
say(f"undecided: {names(rule.id for rule in report.open_rules)}")
idle = [rule.id for rule in report.open_rules if rule.id not in deciding]
say(f"{len(deciding)} of them hang on {len(about_the_client(report))} questions about the client; what the others ask "
    f"for is asked anyway: {names(idle)}")
for number, question in enumerate(about_the_client(report)[:10], start=1):
    ask(question, number, report)


# %% Answers come in, one by one
def promise(question: ProfileQuestion, value: object) -> ProfileEffect:
    """What the question said of an answer; a number stands with all others between the bounds of the rules."""
    written = str(value).lower()
    if written in question.answers:
        return question.answers[written]
    below = [answer for answer in question.answers if Decimal(answer) <= Decimal(written)]
    return question.answers[max(below, key=Decimal)]


def is_kept(effect: ProfileEffect, after: Report) -> bool:
    """Whether matching again gives exactly what was promised: every decision, every score."""
    decisions = {fit.product: fit.decision for fit in after.fits}
    scores = {fit.product: fit.score for fit in after.fits}
    return dict(effect.decisions) == decisions and dict(effect.scores) == scores


def tally(fits: Iterable[Fit]) -> str:
    """How many products there are of each decision."""
    decisions = [fit.decision for fit in fits]
    return ", ".join(f"{decisions.count(d)} {d}" for d in dict.fromkeys(decisions))


def learn(answers: Answers, asking: Client, now: Report) -> Report:
    """Lays one answer after the other over the client; stops where a new match differs from the promise."""
    for item in answers.answers:
        question = next((q for q in about_the_client(now) if q.target == item.target), None)
        one = {"answers": [{"target": item.target, "value": item.value}]}
        asking, _ = tobfit.answer(asking, catalog, one, packs)
        after = tobfit.match(asking, catalog, packs)
        if question and not is_kept(promise(question, item.value), after):
            raise SystemExit(f"{item.target}: a new match differs from what the question promised")
        kept = "as promised" if question else "nobody asked any more"
        out = [f.product for f in after.fits if f.decision == "no_fit" and now[f.product].decision != "no_fit"]
        say(f"{item.target} = {item.value}: {tally(after.fits)}; knocked out: {names(out)}; {kept}", 2)
        now = after
    return now


title("What the answers of answers-studio.yaml change")
learnt = tobfit.load_answers(HERE / "answers-studio.yaml")
say(f"before: {tally(report.fits)}; best {report.fits[0].product}")
later = learn(learnt, studio, report)
if tobfit.answer(studio, catalog, learnt, packs)[0] != later.client:
    raise SystemExit("the answers together are not the answers one by one")
ranking(later)
say(f"{len(report.open_rules)} undecided rules became {len(later.open_rules)}; best is {later.fits[0].product} now")

# %% What is left to ask about the product that is best now
title(f"What is left to ask about {later.fits[0].product}")
for left in later.questions:
    if isinstance(left, Question) and left.pivotal and left.product == later.fits[0].product:
        say(f"ask the {left.ask}: {left.text}", 2)
        for reply, result in left.answers.items():
            say(f"{reply}: {result.decision}, {result.score}", 6)

# %% The same in Chinese: the head of the report
title("中文报告（节选）")
print("\n".join(text(later, lang="zh", limit=1).splitlines()[:HEAD]))
