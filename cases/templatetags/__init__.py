"""Presentation in templates: dates, money, stages."""
