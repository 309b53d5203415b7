"""How a list is narrowed by its address."""
