"""Maps drawn on the server: an SVG that needs no script, with its legend in words."""
