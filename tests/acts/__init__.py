"""One real act for every address that takes one: what stands on record before, and what is sent.

Each example is made when it is asked for, by the acts of staff who are not those that try it.
It stands in the module of its noun, which is named here; a route that takes a POST and has no
example fails tests/test_acts.py.
"""

from tests.acts import (
    accounts,
    agreements,
    assessments,
    audit,
    batches,
    cases,
    disposals,
    documents,
    duplicates,
    enquiries,
    exports,
    families,
    fees,
    follow_ups,
    hearings,
    held,
    imports,
    interests,
    kinship,
    merges,
    movements,
    places,
    receipts,
    saved_views,
    search,
    shares,
    statements,
    tasks,
)
from tests.acts.agreements import SCHEDULE
from tests.acts.example import EXAMPLES, Example
