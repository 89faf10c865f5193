"""The condition of a rule in words."""

from __future__ import annotations

from collections.abc import Sequence

from tobfit.model.rule import Condition
from tobfit.report.naming import Naming


def condition_text(condition: Condition, naming: Naming) -> str:
    """A condition as one sentence part; what stands inside another one is bracketed where it has several parts."""
    return _text(condition, naming, is_inner=False)


def _text(condition: Condition, naming: Naming, *, is_inner: bool) -> str:
    words = naming.words
    if condition.not_ is not None:
        return words("not", part=_text(condition.not_, naming, is_inner=False))
    if condition.all is not None:
        return _joined(condition.all, "and", "always", naming, is_inner=is_inner)
    if condition.any is not None:
        return _joined(condition.any, "or", "never", naming, is_inner=is_inner)
    return _atom(condition, naming)


def _joined(parts: Sequence[Condition], joint: str, nothing: str, naming: Naming, *, is_inner: bool) -> str:
    words = naming.words
    if not parts:
        return words(nothing)
    if len(parts) == 1:
        return _text(parts[0], naming, is_inner=is_inner)
    joined = words(joint).join(_text(part, naming, is_inner=True) for part in parts)
    return words("either", parts=joined) if is_inner else joined


def _atom(condition: Condition, naming: Naming) -> str:
    words, name, value = naming.words, condition.attr or "", condition.value
    record = naming.base.askable.get(name)
    given = value if isinstance(value, tuple) else () if value is None else (value,)
    values = [naming.value(name, str(one)) for one in given]
    if record is not None and record.kind == "text":
        # Labels of texts are phrases, which would run into the sentence.
        values = [words("quoted", text=one) for one in values]
    is_flag = record is not None and record.kind == "boolean" and condition.op == "eq"
    told = words("join").join(values)
    return words("fact" if is_flag else f"op_{condition.op}", attribute=naming.attribute(name), value=told)
