"""The tools themselves, without any protocol: arguments in, data and a readable text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tobfit.assistant import giving, taking
from tobfit.assistant.accepting import accept
from tobfit.assistant.asking import asked
from tobfit.assistant.bounded import Patience
from tobfit.assistant.bounds import MAX_LIMIT, SECONDS
from tobfit.assistant.checking import checked
from tobfit.assistant.describing import Schema, schema_of
from tobfit.assistant.explaining import explained_line, explained_name, is_of_line
from tobfit.assistant.quoting import framed
from tobfit.assistant.ranking import ranked
from tobfit.assistant.reading import Matched, matched
from tobfit.assistant.wording import Wording
from tobfit.errors import Problem, TobfitError
from tobfit.model.scalars import near, shown
from tobfit.report.explained.explaining import Explanation, explain
from tobfit.report.words import check_audience


@attrs.frozen
class Tool:
    """What is published of a tool; the schemas are closed, but for documents, which their kinds describe."""

    name: str
    title: str
    description: str
    takes: Any = attrs.field(repr=False)
    gives: Any = attrs.field(repr=False)

    @property
    def input_schema(self) -> Schema:
        """JSON Schema (2020-12) of the arguments."""
        return schema_of(self.takes)

    @property
    def output_schema(self) -> Schema:
        """JSON Schema of the data."""
        return schema_of(self.gives)


@attrs.frozen
class Reply:
    """What a tool says: ``data`` as its output schema has it, and the same as text for reading."""

    data: Mapping[str, Any]
    text: str


_DOCUMENTS = "Documents come as content: YAML or JSON text, or JSON objects. Never a path; `include` is refused."
TOOLS: tuple[Tool, ...] = (
    Tool(
        "check",
        "Check documents",
        f"Says everything that is wrong with tobfit documents, with line, column and hint. {_DOCUMENTS}",
        taking.CheckInput,
        giving.CheckOutput,
    ),
    Tool(
        "match",
        "Match products against a client",
        "Judges every requirement of a client, stated and implied by rules, against every product: ranking, decision, "
        "score interval, Musts that fail or may, gaps with reasons and ways out. Call it before you say that a product "
        f"fits. {_DOCUMENTS}",
        taking.MatchInput,
        giving.MatchOutput,
    ),
    Tool(
        "questions",
        "What to ask next",
        "Lists what is unknown about client and products, those questions first that can change who wins: whom to ask, "
        "and the decision and score that each answer would give. Ask these instead of guessing. "
        f"{_DOCUMENTS}",
        taking.QuestionsInput,
        giving.QuestionsOutput,
    ),
    Tool(
        "explain",
        "Explain a line, a rule or a code",
        "Tells one requirement of one product in full: verdict, reason, who asked or which rule with citation and "
        "facts, evidence, path, its part of the score, ways out; or what an error code or a rule (`name`) means. "
        f"{_DOCUMENTS}",
        taking.ExplainInput,
        giving.ExplainOutput,
    ),
)


def tools() -> tuple[Tool, ...]:
    """The tools, with their schemas; they need no extra.

    >>> [tool.name for tool in tools()]
    ['check', 'match', 'questions', 'explain']
    """
    return TOOLS


def call(name: str, arguments: Mapping[str, Any], *, audience: str = "client", seconds: float = SECONDS) -> Reply:
    """Calls a tool by its name, as an assistant does; the server adds the protocol.

    Nothing is read from a disk but what ships with tobfit, and nothing is written. A TobfitError holds all problems:
    TF470 arguments that the schema does not allow, TF471 a document that includes files, TF472 too much at once, TF473
    a call of more than ``seconds``, TF474 no such product, line, rule or code; and whatever the documents are refused
    for. Another audience than client and internal is a ValueError.

    >>> documents = ["tobfit: client/1\\nid: acme\\nas_of: 2026-11-01\\nrequirments: []"]
    >>> reply = call("check", {"documents": documents})
    >>> reply.data["problems"][0]["line"], reply.data["problems"][0]["hint"]
    (4, "did you mean 'requirements'?")
    """
    check_audience(audience)
    tool = next((tool for tool in TOOLS if tool.name == name), None)
    if tool is None:
        hint = near(str(name), [tool.name for tool in TOOLS])
        message = f"there is no tool {shown(str(name))}"
        raise TobfitError([Problem(code="TF470", message=message, path="name", hint=hint)])
    held: object = arguments
    if not isinstance(held, Mapping):
        message, hint = f"a {type(held).__name__} stands where a mapping of arguments belongs", "give {} for none"
        raise TobfitError([Problem(code="TF470", message=message, path="arguments", hint=hint)])
    arguments = accept(tool.input_schema, arguments)
    wording = Wording(arguments.get("lang", "en"))
    if name == "check":
        found = checked(arguments)
        return Reply(dict(found), framed(wording.check(found)))
    return _RUN[name](_Call(arguments, audience, Patience(seconds), wording))


@attrs.frozen(eq=False)
class _Call:
    """One call of a tool that matches."""

    arguments: Mapping[str, Any]
    audience: str
    patience: Patience
    wording: Wording

    def matched(self, limit: int | None = None) -> tuple[Matched, Explanation]:
        """The report, explained: lists inside sentences have as many items as the other lists."""
        made = matched(self.arguments)
        self.patience.check()
        bound = limit or self.arguments.get("limit", 5)
        return made, explain(made.report, lang=self.wording.words.lang, audience=self.audience, limit=bound)


def _match(one: _Call) -> Reply:
    made, told = one.matched()
    found = ranked(made, told, one.arguments, one.patience)
    return Reply(dict(found), framed([one.wording.match(found)]))


def _questions(one: _Call) -> Reply:
    made, told = one.matched()
    found = asked(made, told, one.arguments, one.patience)
    return Reply(dict(found), framed([one.wording.questions(found)]))


def _explain(one: _Call) -> Reply:
    if is_of_line(one.arguments):
        made, told = one.matched(MAX_LIMIT)
        found = explained_line(made, told, one.arguments, one.patience)
    else:
        found = explained_name(one.arguments)
    return Reply(dict(found), framed([one.wording.explain(found)]))


_RUN: Mapping[str, Callable[[_Call], Reply]] = {"match": _match, "questions": _questions, "explain": _explain}
