"""Open Resource Discovery: documents in which a system describes what it offers and what it needs."""

from tobfit.formats.ord.reader import read

__all__ = ["read"]
