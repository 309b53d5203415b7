"""Reference data, and read-only case records; for admins and auditors."""

from cases.admin import (
    agreement,
    assessment,
    cases,
    fee,
    kept_words,
    movement,
    person,
    place,
    staff,
    work,
)

__all__ = [
    "agreement",
    "assessment",
    "cases",
    "fee",
    "kept_words",
    "movement",
    "person",
    "place",
    "staff",
    "work",
]
