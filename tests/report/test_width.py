"""How wide texts stand, and texts cut, filled and wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tobfit.report.width import pad, truncate, width, wrap

TEXTS = st.text(st.sampled_from("ab 总账，。（é\u0301…🙂\u200d"), max_size=40)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("总账", 4), ("（a）", 5), ("e\u0301", 1), ("\u200b", 0), ("ｱ", 1), ("🙂", 2)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXTS, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert lines
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(0, 30))
def test_cut_and_filled(text: str, columns: int) -> None:
    cut = truncate(text, columns)
    assert width(cut) <= columns
    assert (cut == text) == (width(text) <= columns)
    assert width(pad(cut, columns)) == width(pad(cut, columns, "right")) == columns


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert truncate("ee\u0301xyz", 3) == "ee\u0301…"
    assert wrap("aae\u0301bb", 3) == ["aae\u0301", "bb"]
