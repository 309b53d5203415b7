"""The agreement the register starts from: the published facts, each with its source.

Only published facts are stated as facts. Unpublished ones are empty, or rows whose source
says that they are our assumption; an admin changes either. Criteria of eligibility were not
published: none are created.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from cases.casework import fee_schedules, term_changes
from cases.casework.acting import acting
from cases.casework.kept_words import say
from cases.casework.seed_words import IN_RUSSIAN
from cases.models import (
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    Country,
    FeeSchedule,
    FollowUpRule,
    Place,
    PlaceName,
    PublishedFigure,
    Requirement,
    StageLimit,
    User,
)
from cases.queries.term_changes import Term
from cases.vocabulary import (
    AgreementKind,
    AgreementStatus,
    ClearanceKind,
    ConsentPurpose,
    DueEvent,
    FeeBasis,
    FollowUpKind,
    GiverRole,
    Measure,
    NeededFor,
    PlaceKind,
    Stage,
    StatementPart,
)

SLUG = "tajikistan-iraq"
#: The day the minister spoke, and the day from which what he said holds here.
SAID_ON = datetime.date(2019, 2, 12)
SOURCE = "Kurdistan 24, citing AFP: the foreign minister of Tajikistan, 12 February 2019"
_HOLDS = (SAID_ON, None)
_MINISTER = "Minister of Foreign Affairs of Tajikistan"

#: Part of the page, heading, text; a statement without a text is one to be supplied.
STATEMENTS = (
    (
        StatementPart.SUMMARY,
        "In short",
        (
            "Tajikistan and Iraq agreed on the return of children of Tajikistan from Iraq. "
            "Of 92 children there, Tajikistan hopes to bring 75 home."
        ),
    ),
    (
        StatementPart.AGREED,
        "Children",
        "There are 92 children of Tajikistan in Iraq.",
    ),
    (
        StatementPart.AGREED,
        "Children planned to return",
        "75 of them are good candidates for repatriation, it is hoped.",
    ),
    (
        StatementPart.AGREED,
        "Fee",
        "After negotiations, Tajikistan agreed to pay Iraq 400 US dollars for each child returned.",
    ),
    (StatementPart.AGREED, "Text of the agreement", ""),
    (StatementPart.WHO, "Requirements of eligibility", ""),
    (
        StatementPart.WHO,
        "Mothers",
        "The mothers reportedly agreed to the return of their children.",
    ),
    (
        StatementPart.HOME,
        "Payment",
        "Tajikistan pays the agreed fee for each child returned.",
    ),
    (StatementPart.HOME, "Reception and care", ""),
    (StatementPart.HOLDING, "Permission to leave", ""),
    (
        StatementPart.CONTEXT,
        "Mothers",
        (
            "The mothers are serving sentences in Iraq, many of them long or for life; they were "
            "jailed over links to the Islamic State. Their own return “will be long and hard”."
        ),
    ),
    (
        StatementPart.CONTEXT,
        "Fathers",
        "Most of the fathers were killed in the fighting.",
    ),
    (
        StatementPart.CONTEXT,
        "Citizens abroad",
        "Over 1,000 citizens of Tajikistan went to Iraq and Syria since 2011.",
    ),
    (
        StatementPart.CONTEXT,
        "Other states",
        "On the Sunday before, Russia repatriated 27 children held in the same way.",
    ),
    (StatementPart.CONTACT, "Contact", ""),
)

REQUIREMENTS = (
    (ClearanceKind.IDENTITY, NeededFor.VERIFY),
    (ClearanceKind.KINSHIP, NeededFor.VERIFY),
    (ClearanceKind.NATIONALITY, NeededFor.VERIFY),
    (ClearanceKind.COURT_ORDER, NeededFor.CLEAR),
    (ClearanceKind.EXIT_PERMIT, NeededFor.CLEAR),
    (ClearanceKind.TRAVEL_DOCUMENT, NeededFor.CLEAR),
    (ClearanceKind.FIT_TO_TRAVEL, NeededFor.DEPART),
)

#: Our assumption, until the ministry sets its own: days before a case counts as overdue.
STAGE_LIMITS = {
    Stage.REGISTERED: 30,
    Stage.VERIFIED: 45,
    Stage.ELIGIBLE: 60,
    Stage.CLEARED: 45,
    Stage.BOOKED: 21,
    Stage.IN_TRANSIT: 2,
    Stage.RETURNED: 30,
}

#: Our assumption, until the ministry sets its own: months after the placement.
FOLLOW_UPS = (
    (FollowUpKind.VISIT, 1),
    (FollowUpKind.VISIT, 3),
    (FollowUpKind.MEDICAL, 3),
    (FollowUpKind.VISIT, 6),
    (FollowUpKind.SCHOOL, 6),
    (FollowUpKind.VISIT, 12),
)

PUBLISHED = (
    (Measure.FEE, 400, "US dollars for each child returned"),
    (Measure.TARGET, 75, "Children hoped to be repatriated, “good candidates”"),
    (Measure.IDENTIFIED, 92, "Children of Tajikistan in Iraq"),
)

#: Country, kind, name, and the names by which lists call it (language or alias).
PLACES = (
    (
        "IQ",
        PlaceKind.PRISON,
        "Rusafa women’s prison, Baghdad",
        (
            ("tg", "зиндони Русафо, Бағдод"),
            ("ru", "женская тюрьма Русафа, Багдад"),
            ("ar", "سجن الرصافة"),
            ("", "Baghdad, Rusafa"),
        ),
    ),
    (
        "IQ",
        PlaceKind.OTHER,
        "Baquba",
        (("tg", "Баъқуба"), ("ru", "Баакуба"), ("ar", "بعقوبة")),
    ),
    (
        "IQ",
        PlaceKind.AIRPORT,
        "Baghdad International Airport",
        (("tg", "Фурудгоҳи байналмилалии Бағдод"), ("ru", "Международный аэропорт Багдад")),
    ),
    (
        "TJ",
        PlaceKind.AIRPORT,
        "Dushanbe Airport",
        (("tg", "Фурудгоҳи Душанбе"), ("ru", "Аэропорт Душанбе")),
    ),
    (
        "TJ",
        PlaceKind.CARE,
        "Care centre, Dushanbe",
        (("tg", "Маркази нигоҳубин, Душанбе"), ("ru", "Центр ухода, Душанбе")),
    ),
)


@transaction.atomic
def seed_agreement(*, by: User, reviewer: User | None = None) -> Agreement:
    """Create the agreement of Tajikistan and Iraq, or return the existing one unchanged.

    Its terms and its fee schedule are asked for by ``by`` and wait, unless ``reviewer`` approves
    them at once. Source: domain page, section 1.
    """
    with acting(by):
        _places()
        agreement = Agreement.objects.filter(slug=SLUG).first()
        return agreement or _agreement(by, reviewer)


def _agreement(by: User, reviewer: User | None) -> Agreement:
    agreement = Agreement.objects.create(
        slug=SLUG,
        home=Country.objects.get(code="TJ"),
        holding=Country.objects.get(code="IQ"),
        title="Return of children of Tajikistan from Iraq",
        kind=AgreementKind.VERBAL,
        status=AgreementStatus.REPORTED,
    )
    _statements(agreement)
    terms = [*_figures(agreement), *_terms(agreement)]
    term_changes.ask(agreement=agreement, terms=terms, by=by)
    _fee(agreement, by, reviewer)
    agreement.refresh_from_db()
    if reviewer is not None:
        with acting(reviewer):
            term_changes.approve(agreement=agreement, version=agreement.version, by=reviewer)
        agreement.refresh_from_db()
    for text, russian in IN_RUSSIAN.items():
        say(text, ru=russian)
    return agreement


def _figures(agreement: Agreement) -> Iterator[Term]:
    yield AgreementFigures(
        agreement=agreement, as_of=SAID_ON, identified=92, target=75, source=SOURCE
    )
    for measure, value, definition in PUBLISHED:
        yield PublishedFigure(
            agreement=agreement,
            published_on=SAID_ON,
            speaker=_MINISTER,
            measure=measure,
            value=value,
            currency="USD" if measure == Measure.FEE else "",
            definition=definition,
            source=SOURCE,
        )


def _statements(agreement: Agreement) -> None:
    AgreementStatement.objects.bulk_create(
        AgreementStatement(
            agreement=agreement,
            part=part,
            position=position,
            language="en",
            heading=heading,
            text=text,
            stated_on=SAID_ON if text else None,
            source=SOURCE if text else "",
        )
        for position, (part, heading, text) in enumerate(STATEMENTS, start=1)
    )


def _terms(agreement: Agreement) -> Iterator[Term]:
    """Yield what is asked of each case: published, or our assumption until the ministry's own."""
    alike: Any = {"agreement": agreement, "during": _HOLDS}
    for kind, needed_for in REQUIREMENTS:
        yield Requirement(**alike, clearance=kind, needed_for=needed_for)
    yield ConsentRule(
        **alike,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.MOTHER,
        legal_source="Reported in 2019: Iraqi law asks for a parent’s consent. Text not published.",
    )
    for stage, days in STAGE_LIMITS.items():
        yield StageLimit(**alike, stage=stage, days=days)
    for follow_up, months in FOLLOW_UPS:
        yield FollowUpRule(**alike, kind=follow_up, months=months)


def _fee(agreement: Agreement, by: User, reviewer: User | None) -> None:
    schedule = FeeSchedule(
        agreement=agreement,
        amount=400,
        currency="USD",
        standard_amount=2500,
        basis=FeeBasis.UNKNOWN,
        due_event=DueEvent.ELIGIBLE,
        due_event_source="",
        during=_HOLDS,
        source=f"{SOURCE}; the standard rate as reported elsewhere in 2019",
    )
    fee_schedules.propose(schedule=schedule, by=by)
    if reviewer is not None:
        with acting(reviewer):
            fee_schedules.approve(schedule=schedule, version=schedule.version, by=reviewer)


def _places() -> None:
    for code, kind, name, called in PLACES:
        place, _made = Place.objects.get_or_create(
            country=Country.objects.get(code=code), name=name, defaults={"kind": kind}
        )
        for language, text in called:
            PlaceName.objects.get_or_create(place=place, language=language, name=text)
