"""From a score to a decision: compare, stress, close the gaps, bundle, explain change.

Every function takes the result of a match and returns a frozen record. Names are loaded when they are first used;
what needs a solver or many draws needs the extra ``tobfit[analysis]``, and says so where it is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tobfit.face import face

if TYPE_CHECKING:
    from tobfit.analysis.bundling import Bundle, bundle
    from tobfit.analysis.changing import Change, change
    from tobfit.analysis.closing import Plan, close_gaps
    from tobfit.analysis.comparison import Comparison, Standing, compare, standing
    from tobfit.analysis.decision_matrix import Matrix, matrix
    from tobfit.analysis.demonstration import Demonstration, poc
    from tobfit.analysis.profiles import FitProfile, Flexibility, fit_profile, flexibility
    from tobfit.analysis.smaa import Sensitivity, sensitivity
    from tobfit.analysis.viewing import Views, views

_HOMES = {
    "bundle": "bundling",
    "Bundle": "bundling",
    "change": "changing",
    "Change": "changing",
    "close_gaps": "closing",
    "Plan": "closing",
    "compare": "comparison",
    "Comparison": "comparison",
    "standing": "comparison",
    "Standing": "comparison",
    "matrix": "decision_matrix",
    "Matrix": "decision_matrix",
    "poc": "demonstration",
    "Demonstration": "demonstration",
    "fit_profile": "profiles",
    "FitProfile": "profiles",
    "flexibility": "profiles",
    "Flexibility": "profiles",
    "sensitivity": "smaa",
    "Sensitivity": "smaa",
    "views": "viewing",
    "Views": "viewing",
}

__all__ = [
    "Bundle", "Change", "Comparison", "Demonstration", "FitProfile", "Flexibility", "Matrix", "Plan", "Sensitivity",
    "Standing", "Views", "bundle", "change", "close_gaps", "compare", "fit_profile", "flexibility", "matrix", "poc",
    "sensitivity", "standing", "views",
]  # fmt: skip

__getattr__, __dir__ = face(__name__, _HOMES, __all__)
