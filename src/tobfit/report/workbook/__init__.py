"""The compliance matrix as an Excel workbook; ``tobfit.intake`` reads it back. Its layout is that of
``tobfit.intake.layout``, one module writes each sheet, and ``book`` is the only one that writes cells."""
