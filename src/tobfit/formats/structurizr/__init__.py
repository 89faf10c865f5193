"""Structurizr: workspaces of the C4 model as JSON."""

from tobfit.formats.structurizr.reader import read

__all__ = ["read"]
