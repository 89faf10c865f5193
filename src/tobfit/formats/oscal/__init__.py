"""OSCAL: catalogues of controls, profiles that select from them, and what components do for each control."""

from tobfit.formats.oscal.reader import read
from tobfit.formats.oscal.record import Control, Oscal

__all__ = ["Control", "Oscal", "read"]
