"""What the tools take: the arguments of each, with their bounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Required, TypedDict

from tobfit.assistant.bounds import MAX_DOCUMENTS, MAX_LIMIT, MAX_PROBLEMS, MAX_TEXT
from tobfit.assistant.describing import About

Text = Annotated[str, About("YAML or JSON text: errors name line and column", most=MAX_TEXT)]
Tree = Annotated[dict[str, Any], About("The same as a JSON object; quote versions, such as \"5.20\"")]
Document = Text | Tree
Documents = list[Document]

Client = Annotated[Document, About("The client's document (tobfit: client/1)")]
Products = Annotated[
    Documents,
    About(
        "Documents of what is offered: product/1, offer/1 (several products as one candidate), response/1 (a vendor's "
        "answers line by line) and vendor/1, in any order",
        least=1,
        most=MAX_DOCUMENTS,
    ),
]
Packs = Annotated[
    Documents,
    About(
        "Packs of your own (pack/1), each one layer on top of the shipped ones; none by default", most=MAX_DOCUMENTS
    ),
]
Answers = Annotated[
    Documents,
    About(
        "What was learnt since (answers/1), laid over the documents in this order; `questions` gives such a document "
        "for each answer",
        most=MAX_DOCUMENTS,
    ),
]
Policy = Annotated[Document, About("How answers are scored (policy/1); the built-in policy by default")]
AsOf = Annotated[
    str,
    About("The day that dates are measured against, YYYY-MM-DD; the client's own by default, never today", most=10),
]
View = Annotated[str, About("The id of a view of the client: the score with its weights; Musts stay Musts", most=256)]
Lang = Annotated[Literal["en", "zh"], About("The language of sentences in the result", default="en")]
StatedOnly = Annotated[
    bool,
    About("Judge what the client states alone: no requirement is inferred from rules", default=False),
]
Only = Annotated[
    list[Annotated[str, About("The id of a product or offer", most=256)]],
    About("Tell these products and offers only; all are matched and ranked all the same", most=MAX_DOCUMENTS),
]
Limit = Annotated[
    int,
    About("How many items each list of the result holds at most; left_out says what it leaves out", 1, MAX_LIMIT, 5),
]


class Matching(TypedDict, total=False):
    """What a match is made of."""

    client: Required[Client]
    products: Required[Products]
    packs: Packs
    policy: Policy
    answers: Answers
    as_of: AsOf
    view: View
    stated_only: StatedOnly
    lang: Lang


class CheckInput(TypedDict, total=False):
    """The arguments of ``check``."""

    documents: Required[
        Annotated[
            Documents,
            About(
                "Documents of any kind: client/1, product/1, response/1, vendor/1, offer/1, policy/1, pack/1, "
                "answers/1, usage/1. Packs count for the others",
                least=1,
                most=MAX_DOCUMENTS,
            ),
        ]
    ]
    limit: Annotated[
        int, About("How many problems are told at most", least=1, most=5 * MAX_PROBLEMS, default=MAX_PROBLEMS)
    ]


class MatchInput(Matching, total=False):
    """The arguments of ``match``."""

    only: Only
    limit: Limit


class QuestionsInput(Matching, total=False):
    """The arguments of ``questions``."""

    only: Only
    limit: Limit


class ExplainInput(TypedDict, total=False):
    """The arguments of ``explain``: a name, or what a match is made of with one product and one line of it."""

    name: Annotated[
        str, About("An error code (TF301) or the id of a rule, as problems and results name them", most=256)
    ]
    client: Client
    products: Products
    product: Annotated[str, About("With client and products: the id of the product or offer", most=256)]
    requirement: Annotated[str, About("With client and products: the id of the requirement", most=256)]
    packs: Packs
    policy: Policy
    answers: Answers
    as_of: AsOf
    view: View
    stated_only: StatedOnly
    lang: Lang
