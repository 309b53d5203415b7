"""Papers and spreadsheets: store them, know them by their bytes, read their cells."""
