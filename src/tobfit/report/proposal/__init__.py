"""Sections of proposals: plain data for any generator (``contents``), Word documents (``document``), templates.

Templates come from users: they run in a sandbox (``sandbox``), and every value that they show is escaped.
"""
