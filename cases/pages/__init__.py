"""What a page says: facts, rows and tabs put into words; no request, no query of its own."""
