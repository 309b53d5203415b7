"""Agreements with their terms."""

import datetime

from cases.casework import fee_schedules
from cases.casework.seed import seed_agreement
from cases.models import (
    Agreement,
    AgreementFigures,
    ConsentRule,
    Country,
    CriteriaSet,
    Criterion,
    FeeSchedule,
    Requirement,
    User,
)
from cases.vocabulary import (
    AgreementKind,
    AgreementStatus,
    ClearanceKind,
    ConsentPurpose,
    CriteriaStatus,
    DueEvent,
    FeeBasis,
    GiverRole,
    NeededFor,
    Role,
)
from tests.factories.fixed import NOON, SINCE_2019
from tests.factories.people import user
from tests.factories.terms import agreed, past_the_guards
from tests.kept import kept


@kept
def agreement() -> Agreement:
    """Return the one agreement of the tests, with its terms and published criteria."""
    made, new = Agreement.objects.get_or_create(
        slug="tajikistan-iraq",
        defaults={
            "home": Country.objects.get(code="TJ"),
            "holding": Country.objects.get(code="IQ"),
            "title": "Tajikistan and Iraq",
            "kind": AgreementKind.VERBAL,
            "status": AgreementStatus.REPORTED,
        },
    )
    if new:
        _terms(made)
    return made


def bare_agreement(holding: str = "SY") -> Agreement:
    """Return a second agreement, of which nothing is known yet but its two countries."""
    country = Country.objects.get(code=holding)
    return Agreement.objects.create(
        slug=f"tajikistan-{country.name.split()[0].lower()}",
        home=Country.objects.get(code="TJ"),
        holding=country,
        title=f"Tajikistan and {country.name}",
        kind=AgreementKind.VERBAL,
        status=AgreementStatus.REPORTED,
    )


def second_agreement(holding: str = "SY") -> Agreement:
    """Return a second agreement with terms of its own."""
    made = bare_agreement(holding)
    _terms(made)
    return made


def _terms(made: Agreement) -> None:
    admin, reviewer = user(Role.ADMIN), user(Role.REVIEWER)
    agreed(
        AgreementFigures(
            agreement=made,
            as_of=datetime.date(2019, 2, 12),
            identified=92,
            target=75,
            source="AFP, 12 February 2019",
        ),
        *(
            Requirement(agreement=made, clearance=kind, needed_for=needed_for, during=SINCE_2019)
            for kind, needed_for in (
                (ClearanceKind.IDENTITY, NeededFor.VERIFY),
                (ClearanceKind.COURT_ORDER, NeededFor.CLEAR),
                (ClearanceKind.FIT_TO_TRAVEL, NeededFor.DEPART),
            )
        ),
        ConsentRule(
            agreement=made,
            purpose=ConsentPurpose.REPATRIATION,
            giver_role=GiverRole.MOTHER,
            during=SINCE_2019,
            legal_source="Reported: Iraqi law asks for a parent's consent",
        ),
        by=admin,
        reviewer=reviewer,
    )
    fee_schedule(made, standard_amount=2500, source="AFP, 12 February 2019")
    criteria = CriteriaSet.objects.create(agreement=made, number=1, source="Not published")
    for position, code in enumerate(("national", "consent")):
        Criterion.objects.create(
            criteria_set=criteria, code=code, position=position, text=f"Question {code}?"
        )
    CriteriaSet.objects.filter(pk=criteria.pk).update(
        publish_asked_by=admin,
        publish_asked_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC),
    )
    CriteriaSet.objects.filter(pk=criteria.pk).update(
        status=CriteriaStatus.PUBLISHED,
        publish_approved_by=reviewer,
        publish_approved_at=datetime.datetime(2019, 1, 2, tzinfo=datetime.UTC),
    )


def questions(of: Agreement, *facts: str) -> list[Criterion]:
    """Publish questions that ask for ``facts`` in place of those of an agreement."""
    sets = CriteriaSet.objects.filter(agreement=of)
    sets.update(status=CriteriaStatus.RETIRED)
    new = CriteriaSet.objects.create(agreement=of, number=9, source="Letter")
    made = [
        Criterion.objects.create(
            criteria_set=new, code=f"c{n}", position=n, text=f"Question {fact}?", asks=fact
        )
        for n, fact in enumerate(facts)
    ]
    sets.filter(pk=new.pk).update(publish_asked_by=user(Role.ADMIN), publish_asked_at=NOON)
    sets.filter(pk=new.pk).update(
        status=CriteriaStatus.PUBLISHED,
        publish_approved_by=user(Role.REVIEWER),
        publish_approved_at=NOON,
    )
    return made


def published_agreement() -> Agreement:
    """Return the agreement that the register ships with, its terms and its fee in force."""
    return seed_agreement(by=user(Role.ADMIN), reviewer=user(Role.REVIEWER))


@kept
def seeding_reviewer() -> User:
    """Return the reviewer, "reviewer", who approved the agreement that the register ships with."""
    reviewer = user(Role.REVIEWER, username="reviewer")
    seed_agreement(by=user(Role.ADMIN), reviewer=reviewer)
    return reviewer


def fee_schedule(made: Agreement, *, agreed: bool = True, **terms: object) -> FeeSchedule:
    """Propose what a child costs under an agreement, and approve it as a finance approver."""
    fields = {
        "amount": 400,
        "currency": "USD",
        "basis": FeeBasis.UNKNOWN,
        "due_event": DueEvent.ELIGIBLE,
        "during": SINCE_2019,
        "source": "Invented",
    }
    schedule = FeeSchedule(agreement=made, **fields | terms)
    fee_schedules.propose(schedule=schedule, by=user(Role.ADMIN))
    if agreed:
        schedule.refresh_from_db()
        fee_schedules.approve(schedule=schedule, version=1, by=user(Role.FINANCE_APPROVER))
        schedule.refresh_from_db()
    return schedule


def agreed_otherwise(**terms: object) -> None:
    """Let the agreed schedules have said ``terms`` from the start, past the guards."""
    with past_the_guards():
        FeeSchedule.objects.update(**terms)
