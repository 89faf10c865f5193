"""Every error that tobfit raises, and the problem records inside it."""

from tobfit.errors.problem import Problem, TobfitError, TobfitWarning

__all__ = ["Problem", "TobfitError", "TobfitWarning"]
