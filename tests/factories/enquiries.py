"""Enquiries of relatives, by the acts of staff."""

from typing import Any, cast

from cases.casework import enquiries
from cases.models import Child, Enquiry, Telling, User
from cases.rules.births import read_birth
from cases.vocabulary import EnquiryWay, MayBeTold, Relation, Role
from tests.factories.fixed import DAY
from tests.factories.people import user


def enquiry_facts(**changed: Any) -> enquiries.EnquiryFacts:
    """Return what an aunt asks, but for what is ``changed``."""
    facts = {
        "received_on": DAY,
        "came_by": EnquiryWay.TELEPHONE,
        "asker": "Мавлуда Ҳасанова",
        "relation": Relation.AUNT,
        "contact": "+992 900 00 00 00",
        "child_name": "Сафия Назарова",
        "mother_name": "",
        "born": read_birth("2015", on=DAY),
        "place": "",
        "words": "",
    }
    return cast("enquiries.EnquiryFacts", facts | changed)


def enquiry_columns() -> dict[str, Any]:
    """Return what an aunt asks, as the columns of its row."""
    facts: dict[str, Any] = {**enquiry_facts()}
    birth = facts.pop("born")
    born = {"born_earliest": birth.earliest, "born_latest": birth.latest}
    return facts | born | {"born_stated_on": birth.stated_on}


def enquiry(by: User | None = None, **changed: Any) -> Enquiry:
    """Record an enquiry as a caseworker."""
    return enquiries.record(facts=enquiry_facts(**changed), by=by or user(Role.CASEWORKER))


def chosen_enquiry(child: Child | None, by: User | None = None, **changed: Any) -> Enquiry:
    """Record an enquiry, and say as a reviewer whom it is about."""
    asked = enquiry(by, **changed)
    reviewer = user(Role.REVIEWER)
    return enquiries.choose(enquiry=asked, version=asked.version, by=reviewer, child=child)


def telling(child: Child | None = None, by: User | None = None) -> Telling:
    """Ask to tell whether a child is on record."""
    asked = chosen_enquiry(child)
    by = by or asked.recorded_by
    return enquiries.ask_to_tell(enquiry=asked, version=asked.version, by=by)


def told(asked: Enquiry, says: MayBeTold = MayBeTold.RECEIVED, by: User | None = None) -> Enquiry:
    """Record that a relative was told a sentence."""
    asked.refresh_from_db()
    enquiries.answer(
        enquiry=asked,
        version=asked.version,
        by=by or asked.recorded_by,
        says=says,
        given_on=DAY,
        given_by_way=EnquiryWay.TELEPHONE,
    )
    asked.refresh_from_db()
    return asked
