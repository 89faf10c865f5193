"""Backstage: the entities of a software catalogue, as descriptor files hold them."""

from tobfit.formats.backstage.reader import read

__all__ = ["read"]
