"""Plain data into canonical YAML and JSON: one way to write each value, stable under versions and readers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import attrs

from tobfit.errors import Problem, TobfitError

MAX_DEPTH = 64
_LONGEST_SIMPLE_KEY = 1000  # YAML allows 1024 characters up to the colon.

# What readers of YAML 1.1 and 1.2 take for a truth value, a null or a number when it stands alone.
_WORDS = frozenset(
    ("y", "yes", "n", "no", "on", "off", "true", "false", "null", "none", "nil", "nan", "inf", "infinity")
)
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)? (?:%|[^\W\d_])")
_JSON_BARE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false")
_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_IDEOGRAPHIC_SPACE = "\u3000"


@attrs.frozen
class Bare:
    """A scalar that is written without quotes: a number, a date or a truth value.

    >>> to_yaml({"weight": Bare("1.10"), "version": "1.10"})
    'weight: 1.10\\nversion: "1.10"\\n'
    """

    text: str


def to_yaml(data: Any) -> str:
    """Plain data as block-style YAML, in the order given.

    >>> print(to_yaml({"id": "x", "name": {"zh": "北风"}, "needs": [{"id": "a", "by": "NO"}]}), end="")
    id: x
    name:
      zh: 北风
    needs:
      - id: a
        by: "NO"
    """
    if _is_inline(data):
        # A root text that holds a full-width colon would look like an entry, so it is always quoted.
        return (_quoted(data, "$") if isinstance(data, str) else _inline(data, "$")) + "\n"
    return "\n".join(_block(data, "$", 1)) + "\n"


def _is_inline(value: Any) -> bool:
    return not (isinstance(value, Mapping | list | tuple) and value)


def _block(value: Any, path: str, depth: int) -> list[str]:
    """The lines of a mapping or list that is not empty, without the indentation of its place."""
    _check_depth(depth, path)
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _entry(_key(key, path), item, f"{path}.{key}", depth)
        return lines
    for index, item in enumerate(value):
        lines += _item(item, f"{path}[{index}]", depth)
    return lines


def _entry(key: str, value: Any, path: str, depth: int) -> list[str]:
    head = [f"{key}:"] if len(key) <= _LONGEST_SIMPLE_KEY else [f"? {key}", ":"]
    if _is_inline(value):
        return [*head[:-1], f"{head[-1]} {_inline(value, path)}"]
    return [*head, *(f"  {line}" for line in _block(value, path, depth + 1))]


def _item(value: Any, path: str, depth: int) -> list[str]:
    if _is_inline(value):
        return [f"- {_inline(value, path)}"]
    first, *others = _block(value, path, depth + 1)
    return [f"- {first}", *(f"  {line}" for line in others)]


def _key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        _refuse(key, path, "a key")
    return _text(key, f"{path}.{key}")


def _inline(value: Any, path: str) -> str:
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, Bare):
        return _bare(value, path)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return _refuse(value, path, "a value")


def _text(text: str, path: str) -> str:
    return text if _stays_itself(text) else _quoted(text, path)


def _stays_itself(text: str) -> bool:
    """Every reader of YAML 1.1 or 1.2 reads this text, unquoted, as the same text."""
    if not _holds_together(text) or text.lower() in _WORDS:
        return False
    begins_well = text[0].isalpha() or (ord(text[0]) > 127 and not text[0].isdigit())
    return begins_well or _AMOUNT.match(text) is not None


def _holds_together(text: str) -> bool:
    """Written unquoted in a block, this text is one scalar with nothing cut off."""
    return (
        text != ""
        and text[0] not in _INDICATORS
        and not text[0].isspace()
        and not text[-1].isspace()
        and not text.endswith(":")
        and ": " not in text
        and " #" not in text
        and all(_is_visible(char) for char in text)
    )


def _is_visible(char: str) -> bool:
    return char.isprintable() or char == _IDEOGRAPHIC_SPACE


def _bare(value: Bare, path: str) -> str:
    text = value.text
    signed = len(text) > 1 and text[0] == "-" and text[1].isalnum()
    if not _holds_together(text[1:] if signed else text):
        message = f"{text!r} cannot be written without quotes"
        raise TobfitError([Problem(code="TF205", message=message, path=path)])
    return text


def _quoted(text: str, path: str) -> str:
    return '"' + _escaped(text, path, _yaml_escape) + '"'


def _escaped(text: str, path: str, escape: Callable[[str], str]) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        message = "the text holds half of a character (a lone surrogate)"
        raise TobfitError([Problem(code="TF107", message=message, path=path, hint="remove it")])
    return "".join(_SHORT_ESCAPES.get(char) or (char if _is_visible(char) else escape(char)) for char in text)


def _yaml_escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def to_json(data: Any) -> str:
    """Plain data as JSON, indented by two, in the order given.

    >>> print(to_json({"name": "北风", "weight": Bare("1.10"), "on": Bare("2026-11-01")}), end="")
    {
      "name": "北风",
      "weight": 1.10,
      "on": "2026-11-01"
    }
    """
    return "\n".join(_json_lines(data, "$", 0)) + "\n"


def _json_lines(value: Any, path: str, depth: int) -> list[str]:
    if _is_inline(value):
        return [_json_inline(value, path)]
    _check_depth(depth + 1, path)
    is_map = isinstance(value, Mapping)
    lines: list[str] = []
    for name, item in value.items() if is_map else enumerate(value):
        below = f"{path}.{name}" if is_map else f"{path}[{name}]"
        first, *others = _json_lines(item, below, depth + 1)
        head = f"{_json_key(name, path)}: {first}" if is_map else first
        lines += [f"  {head}", *(f"  {line}" for line in others)]
        lines[-1] += ","
    lines[-1] = lines[-1][:-1]
    return ["{", *lines, "}"] if is_map else ["[", *lines, "]"]


def _json_key(key: Any, path: str) -> str:
    if not isinstance(key, str):
        _refuse(key, path, "a key")
    return _json_text(key, f"{path}.{key}")


def _json_inline(value: Any, path: str) -> str:
    if isinstance(value, Bare):
        return value.text if _JSON_BARE.fullmatch(value.text) else _json_text(value.text, path)
    return _json_text(value, path) if isinstance(value, str) else _inline(value, path)


def _json_text(text: str, path: str) -> str:
    return '"' + _escaped(text, path, _json_escape) + '"'


def _check_depth(depth: int, path: str) -> None:
    if depth > MAX_DEPTH:
        raise TobfitError([Problem(code="TF110", message=f"nested more than {MAX_DEPTH} deep", path=path)])


def _refuse(value: Any, path: str, what: str) -> NoReturn:
    message = f"a {type(value).__name__} cannot be written as {what}"
    hint = "leave the entry out" if value is None else "give a text, or Bare(...) for a number"
    raise TobfitError([Problem(code="TF205", message=message, path=path, hint=hint)])
