"""The texts of the data: each stands once, however often it is used."""

from __future__ import annotations

import attrs

from tobfit.report.escape import visible
from tobfit.report.page.both import Text


@attrs.frozen(eq=False)
class Strings:
    """Texts by number, in the order in which they came, as they are shown: invisible characters written out.

    >>> strings = Strings()
    >>> [strings(Text("yes", "是")), strings("R-1"), strings(Text("yes", "是"))], strings.listed()
    ([0, 1, 0], [['yes', '是'], 'R-1'])
    """

    _found: dict[tuple[str, str], int] = attrs.field(factory=dict, init=False)

    def __call__(self, text: Text | str) -> int:
        """The number of a text, the same in both languages or one for each."""
        key = (text, text) if isinstance(text, str) else (text.en, text.zh)
        return self._found.setdefault((visible(key[0]), visible(key[1])), len(self._found))

    def marked(self, text: Text) -> int:
        """The same for a text that is shown as it is already, with marks in it."""
        return self._found.setdefault((text.en, text.zh), len(self._found))

    def listed(self) -> list[str | list[str]]:
        """The texts as they are shown; a pair where the languages differ."""
        return [en if en == zh else [en, zh] for en, zh in self._found]
