"""Pictures as Vega-Lite specifications: plain data with every number inside, for pages and notebooks of one's own."""
