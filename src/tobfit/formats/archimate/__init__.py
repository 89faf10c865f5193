"""ArchiMate models: the Open Group's exchange format (2.1 and 3.x) and the files of Archi."""

from tobfit.formats.archimate.allowed import is_allowed
from tobfit.formats.archimate.reader import read

__all__ = ["is_allowed", "read"]
