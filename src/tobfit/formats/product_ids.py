"""Ids of products for what other formats call them."""

from __future__ import annotations

import re


def product_id(name: str, version: str | None) -> str:
    """The id of a product: its name in small letters and hyphens, and its version.

    >>> product_id("Acme CRM", "5.2 LTS"), product_id("NVDA", None), product_id("北风", "1")
    ('acme-crm@5.2-LTS', 'nvda', 'product@1')
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "product"
    suffix = re.sub(r"[^A-Za-z0-9._-]+", "-", version or "").strip("-")
    return f"{slug}@{suffix}" if suffix else slug
