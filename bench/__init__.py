"""How fast the pages are: ratios to one unit, measured in the same run."""
