"""The attributes that every client record has: rules may name them without a pack that declares them."""

from __future__ import annotations

from tobfit.model.attribute import Attribute
from tobfit.model.frozen import FrozenMap
from tobfit.model.size import SizeScheme
from tobfit.model.words import SIZES

_RECORDS = (
    Attribute(
        id="jurisdictions",
        kind="set",
        about="industry",
        name={"en": "Jurisdictions", "zh": "经营所在法域"},
        question={
            "en": "In which countries or regions does the client operate or sell, and is that all?",
            "zh": "客户在哪些国家或地区经营或销售？是否已全部列出？",
        },
        ask="economic",
    ),
    Attribute(
        id="industries",
        kind="segment",
        about="industry",
        name={"en": "Industries", "zh": "所属行业"},
        question={
            "en": "In which industries does the client operate, and is that all?",
            "zh": "客户从事哪些行业？是否已全部列出？",
        },
        ask="economic",
    ),
    Attribute(
        id="industry_stage",
        kind="text",
        about="industry",
        name={"en": "Stage of the industry", "zh": "行业发展阶段"},
        question={
            "en": "In which stage of development is the client's industry?",
            "zh": "客户所在行业处于哪个发展阶段？",
        },
        ask="economic",
    ),
    Attribute(
        id="employees",
        kind="number",
        about="scale",
        name={"en": "Employees", "zh": "从业人员数"},
        question={"en": "How many people does the client employ?", "zh": "客户有多少从业人员？"},
        ask="economic",
    ),
    Attribute(
        id="revenue",
        kind="quantity",
        about="scale",
        name={"en": "Annual revenue", "zh": "年营业收入"},
        question={"en": "What is the client's annual revenue?", "zh": "客户的年营业收入是多少？"},
        ask="economic",
    ),
    Attribute(
        id="assets",
        kind="quantity",
        about="scale",
        name={"en": "Total assets", "zh": "资产总额"},
        question={"en": "What is the client's balance sheet total?", "zh": "客户的资产总额是多少？"},
        ask="economic",
    ),
)
INTRINSIC: FrozenMap[str, Attribute] = FrozenMap({record.id: record for record in _RECORDS})

PATHS: FrozenMap[str, str] = FrozenMap(
    {
        "jurisdictions": "jurisdictions",
        "industries": "industries",
        "industry_stage": "profile.industry_stage",
        "employees": "scale.employees",
        "revenue": "scale.revenue",
        "assets": "scale.assets",
    }
)
"""Where a client holds what is not under ``profile.<id>``."""


def path_of(attribute: str) -> str:
    """The place in a client record that answers an attribute.

    >>> path_of("employees"), path_of("cardholder_data")
    ('scale.employees', 'profile.cardholder_data')
    """
    return PATHS.get(attribute, f"profile.{attribute}")


def size_attribute(scheme: SizeScheme) -> Attribute:
    """The attribute that holds the class under a scheme."""
    name = scheme.name.texts if scheme.name else {"en": scheme.id, "zh": scheme.id}
    return Attribute(
        id=f"size_class.{scheme.id}",
        kind="level",
        values=SIZES,
        labels={
            "micro": {"en": "micro", "zh": "微型"},
            "small": {"en": "small", "zh": "小型"},
            "medium": {"en": "medium", "zh": "中型"},
            "large": {"en": "large", "zh": "大型"},
        },
        about="scale",
        name={lang: _SIZE_NAME.get(lang, _SIZE_NAME["en"]) + text for lang, text in name.items()},
        question={
            "en": f"Which size class does the client have under {scheme.id}?",
            "zh": f"按 {scheme.id} 标准，客户属于哪个规模类型？",
        },
        ask="economic",
    )


_SIZE_NAME = {"en": "Size class, ", "zh": "规模类型："}
