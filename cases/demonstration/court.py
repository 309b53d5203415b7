"""The demonstration's hearings and kinship claims."""

import datetime

from cases.casework import hearings, kinship
from cases.demonstration.way import Way
from cases.models import Country, Hearing, Place, PlaceName
from cases.vocabulary import (
    AdjournmentReason,
    ClaimStatus,
    EvidenceKind,
    HearingPurpose,
    PlaceKind,
    Relation,
)

COURTS = (
    ("Rusafa court, Baghdad", "суд Русафы, Багдад"),
    ("Karkh court, Baghdad", "суд Карха, Багдад"),
)
#: Number of the way among those given, who claims, as what, and the result that speaks for it.
CLAIMS = (
    (0, "Саида Сафарова", Relation.GRANDPARENT, "DNA-26/118"),
    (0, "Раҳим Қосимов", Relation.UNCLE, ""),
    (1, "Муборак Одинаева", Relation.AUNT, "DNA-26/131"),
    (1, "Шарифа Ғафурова", Relation.GRANDPARENT, "DNA-26/132"),
    (2, "Гулсара Назарова", Relation.GRANDPARENT, "DNA-26/140"),
)
_WEEK = datetime.timedelta(days=7)


def make_courts() -> list[Place]:
    """Return the two courts of the demonstration."""
    iraq, courts = Country.objects.get(code="IQ"), []
    for name, russian in COURTS:
        place, _new = Place.objects.get_or_create(
            country=iraq, name=name, defaults={"kind": PlaceKind.COURT}
        )
        PlaceName.objects.get_or_create(place=place, language="ru", name=russian)
        courts.append(place)
    return courts


def go_to_court(ways: list[Way], cleared: list[Way], today: datetime.date) -> None:
    """Set hearings for ``ways``, some adjourned twice; those of ``cleared`` were held."""
    rusafa, karkh = make_courts()
    for number, way in enumerate(ways):
        court = (rusafa, karkh)[number % 3 == 2]
        if number % 4 == 1:
            _put_off(_set(way, today - 5 * _WEEK, court), way, today)
        else:
            _set(way, today + datetime.timedelta(days=number // 2), court)
    for way in cleared:
        hearing = _set(way, way.day(24), rusafa)
        hearings.record_held(
            hearing=hearing,
            version=hearing.version,
            by=way.caseworker,
            on=way.day(26),
            outcome_on=hearing.scheduled_on,
        )


def claim_kinship(ways: list[Way], today: datetime.date) -> None:
    """Record claims on the first of ``ways``: two pairs that compete, and one that is accepted."""
    for number, name, relation, result in CLAIMS:
        way = ways[number]
        claim = kinship.record(
            child=way.child,
            by=way.caseworker,
            on=today,
            relation=relation,
            claimed_on=way.day(9),
            name=name,
        )
        if result:
            kinship.add_evidence(
                claim=claim,
                version=claim.version,
                by=way.caseworker,
                on=today,
                kind=EvidenceKind.DNA,
                reference=result,
                dated_on=way.day(11),
            )
    claim.refresh_from_db()
    kinship.decide(
        claim=claim,
        version=claim.version,
        by=way.staff.reviewer,
        on=today,
        status=ClaimStatus.ACCEPTED,
        decided_on=today,
        reasons="The result and the family's documents agree.",
    )


def _set(way: Way, day: datetime.date, court: Place) -> Hearing:
    return hearings.schedule(
        child=way.child,
        by=way.caseworker,
        on=max(way.child.stage_since, min(day - _WEEK, way.day(22))),
        court=court,
        scheduled_on=day,
        purpose=HearingPurpose.COURT_ORDER,
    )


def _put_off(hearing: Hearing, way: Way, today: datetime.date) -> None:
    for reason, weeks in ((AdjournmentReason.JUDGE, 2), (AdjournmentReason.PAPERS, -1)):
        following = hearings.adjourn(
            hearing=hearing,
            version=hearing.version,
            by=way.caseworker,
            on=hearing.scheduled_on,
            outcome_on=hearing.scheduled_on,
            reason=reason,
            next_on=today - weeks * _WEEK,
        )
        hearing = following or hearing
