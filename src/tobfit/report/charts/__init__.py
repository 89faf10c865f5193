"""Pictures of a report: what they show is worked out once, as numbers; SVG and Vega-Lite draw the same numbers."""
