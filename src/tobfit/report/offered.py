"""What an offer holds, the modules that lines need, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tobfit.matching.fit import Fit
from tobfit.matching.offer_price import PricePart
from tobfit.model.offer import Offer
from tobfit.report.blocks import Block, Bullets, Heading, Item, Paragraph
from tobfit.report.explained.records import PriceRow
from tobfit.report.teller import Teller


def offer_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """The products of an offer; of a product the modules that its lines need, where it has some."""
    words, offer = tell.words, fit.offer
    if offer is not None:
        items = words("semi").join(_item(item.product, item.modules, tell) for item in offer.items)
        if offer.partner is None:
            yield Paragraph(words("offered", items=items))
        else:
            yield Paragraph(words("offered_by", items=items, partner=offer.partner))
    elif fit.modules:
        told = [
            words("module_lines", module=one.module, lines=words.join(list(tell.within(one.requirements))))
            for one in fit.modules
        ]
        yield Paragraph(words("need_modules", modules=words("semi").join(told)))


def _item(product: str, modules: Iterable[str], tell: Teller) -> str:
    name, sold = tell.names[product], list(modules)
    return tell.words("offered_item", product=name, modules=tell.words.join(sold)) if sold else name


def price_blocks(fit: Fit, tell: Teller) -> Iterable[Block]:
    """The price part by part; nothing where the documents name no price."""
    words, price = tell.words, fit.price
    if not price.is_known:
        return
    totals = words("price_plus").join(map(str, price.totals))
    yield Heading(3, words("price_at_least" if price.open else "price_known", totals=totals))
    shown = tell.within(price.parts)
    yield Bullets((*(Item(_part(part, fit, tell)) for part in shown), *tell.more(price.parts, shown)))


def price_row(part: PricePart, fit: Fit, tell: Teller) -> PriceRow:
    """One part of the price in words."""
    words = tell.words
    name = part.label.text(words.lang) if part.label is not None else _name(part, tell)
    if part.kind != "licence" and part.product is not None and fit.offer is not None:
        name = words("module_of", module=name, product=part.product)
    amount = None if part.amount is None else str(part.amount)
    return PriceRow(words.term(f"price_{part.kind}"), name, amount, part.requirements)


def _part(part: PricePart, fit: Fit, tell: Teller) -> str:
    words, row = tell.words, price_row(part, fit, tell)
    told = words("price_part", kind=row.kind, name=row.name, amount=row.amount or words("price_open"))
    lines = list(tell.within(row.lines))
    return told + (words("price_lines", lines=words.join(lines)) if lines else "")


def _name(part: PricePart, tell: Teller) -> str:
    if part.kind in ("third_party", "customisation", "statement"):
        return tell.naming.capability(part.name)
    return part.name or tell.words("price_open")


def more_modules(offer: Offer, items: Iterable[Any], tell: Teller) -> str:
    """What a change of an offer's items adds to it."""
    before = {item.product: item.modules for item in offer.items}
    told = [
        tell.words("module_of", module=module, product=item["product"])
        for item in items
        for module in item.get("modules", ())
        if module not in before.get(item["product"], ())
    ]
    return tell.words("add_modules", modules=tell.words.join(told))
