"""OpenACR: accessibility conformance reports and the catalogues of criteria that they answer."""

from tobfit.formats.openacr.reader import read
from tobfit.formats.openacr.record import Criterion, Element, OpenAcr, Unread

__all__ = ["Criterion", "Element", "OpenAcr", "Unread", "read"]
