"""Random numbers that stay the same: words of PCG64, one stream for each purpose, whole numbers made of them.

numpy promises the raw words of a bit generator for all its versions, not what its distributions make of them. What is
needed here is made of the words by whole-number arithmetic, so that a seed gives the same bytes everywhere. A stream
is named by what it is for, not by its turn: another product or another question does not move the others' numbers.
"""

from __future__ import annotations

import hashlib
from typing import Any

import attrs

from tobfit.errors.extras import needed

KEPT = 40
"""So many bits of a word are used where a number below a bound is wanted: bounds up to 2**23 leave 63 bits."""


@attrs.define(eq=False)
class Stream:
    """A stream of words of 64 bits, taken in turn.

    >>> stream = stream_of(7, "coin")
    >>> first = stream.below(6, 3).tolist()
    >>> first == stream_of(7, "coin").below(6, 3).tolist(), max(first) < 6
    (True, True)
    """

    source: Any

    def words(self, count: int) -> Any:
        """The next words, an array of uint64."""
        return self.source.random_raw(count)

    def below(self, bound: int, count: int) -> Any:
        """Whole numbers from 0 to bound - 1, each as likely to within bound / 2**40; an array of int64. ``bound`` is
        at most 2**23."""
        numpy = needed("numpy", "sensitivity")
        words = self.words(count) >> numpy.uint64(64 - KEPT)
        return ((words * numpy.uint64(bound)) >> numpy.uint64(KEPT)).astype(numpy.int64)

    def bits(self, number: int, count: int) -> Any:
        """Whole numbers of so many bits (at most 63), each equally likely; an array of int64."""
        numpy = needed("numpy", "sensitivity")
        return (self.words(count) >> numpy.uint64(64 - number)).astype(numpy.int64)


def stream_of(seed: int, purpose: str) -> Stream:
    """The stream of a seed (a whole number from 0) for a purpose. Needs numpy (TF408)."""
    random = needed("numpy.random", "sensitivity")
    digest = hashlib.sha256(purpose.encode()).digest()
    return Stream(random.PCG64(random.SeedSequence([seed, int.from_bytes(digest[:16], "big")])))
