"""The smallest valid records, made by the same acts as staff use.

Days are fixed: ``DAY`` is the day the tests' cases are registered and worked on.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterable

import factory
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from factory.django import DjangoModelFactory

from cases.casework import (
    assessments,
    batches,
    cases,
    clearances,
    consents,
    documents,
    fee_schedules,
    hearings,
    homecoming,
    interests,
    journal,
    journeys,
    kinship,
    manifests,
    movements,
    receipts,
    registration,
    restatements,
    siblings,
)
from cases.casework.documents import NewDocument, NewFile
from cases.casework.interests import Weighing
from cases.casework.movements import JourneyPlan
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.files.papers import take_in
from cases.models import (
    Agreement,
    AgreementFigures,
    BestInterestsNote,
    Child,
    ConsentRule,
    Country,
    CriteriaSet,
    Criterion,
    Document,
    Fee,
    FeeSchedule,
    Hearing,
    KinshipClaim,
    Mother,
    Movement,
    PaymentBatch,
    Place,
    Receipt,
    Requirement,
    Team,
    User,
)
from cases.rules.births import read_birth
from cases.vocabulary import (
    Act,
    AgreementKind,
    AgreementStatus,
    Answer,
    BatchStatus,
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    CriteriaStatus,
    Decision,
    DocumentKind,
    DueEvent,
    EvidenceKind,
    FeeBasis,
    GiverRole,
    HearingPurpose,
    InterestsTrigger,
    Language,
    NameKind,
    NameWithdrawn,
    NeededFor,
    PlaceKind,
    PlacementKind,
    Reason,
    Recommendation,
    Relation,
    RestatedPart,
    Role,
    Sex,
    Stage,
)
from tests import papers

DAY = datetime.date(2019, 3, 1)
#: Noon of that day in Dushanbe.
NOON = datetime.datetime(2019, 3, 1, 7, tzinfo=datetime.UTC)
#: When batches are approved, a month before they are paid.
APPROVED_AT = NOON - datetime.timedelta(days=28)
#: A day that lies ahead whenever the tests run.
AHEAD = datetime.date(2099, 1, 1)
SINCE_2019 = (datetime.date(2019, 1, 1), None)
#: What a second person says who confirms without a paper on file.
SEEN = {"without_paper": "The consulate has seen the original."}
PASSWORD = "correct-horse-battery"
_numbers = itertools.count(1)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("name",)

    name = "Baghdad desk"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Sitora"
    last_name = factory.Sequence(lambda n: f"Karimova {n:05}")
    password = factory.django.Password(PASSWORD)
    team = factory.SubFactory(TeamFactory)


def user(role: Role, **fields: object) -> User:
    """Return a user with one role; caseworkers are of the team that owns ``family()``."""
    with connection.cursor() as cursor:  # nobody on a page makes an account of a test
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
    made = UserFactory(**fields)
    made.groups.add(Group.objects.get(name=role))
    made.refresh_from_db(fields=["is_staff"])
    return made


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("country", "name")

    name = "Rusafa women’s prison, Baghdad"
    kind = PlaceKind.PRISON
    country = factory.LazyFunction(lambda: Country.objects.get(code="IQ"))


def airports() -> tuple[Place, Place]:
    """Return Baghdad's and Dushanbe's airport."""
    home = Country.objects.get(code="TJ")
    return (
        PlaceFactory(name="Baghdad International Airport", kind=PlaceKind.AIRPORT),
        PlaceFactory(name="Dushanbe Airport", kind=PlaceKind.AIRPORT, country=home),
    )


def care_centre() -> Place:
    """Return the institution of Dushanbe."""
    home = Country.objects.get(code="TJ")
    return PlaceFactory(name="Care centre, Dushanbe", kind=PlaceKind.CARE, country=home)


def typed_town(name: str = "Кӯлоб", by: User | None = None) -> Place:
    """Return a town of Tajikistan as a caseworker typed it, which nobody has checked."""
    home = Country.objects.get(code="TJ")
    typed_by = by or user(Role.CASEWORKER)
    return PlaceFactory(name=name, kind=PlaceKind.TOWN, country=home, typed_by=typed_by)


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
    AgreementFigures.objects.create(
        agreement=made,
        as_of=datetime.date(2019, 2, 12),
        identified=92,
        target=75,
        source="AFP, 12 February 2019",
    )
    for kind, needed_for in (
        (ClearanceKind.IDENTITY, NeededFor.VERIFY),
        (ClearanceKind.COURT_ORDER, NeededFor.CLEAR),
        (ClearanceKind.FIT_TO_TRAVEL, NeededFor.DEPART),
    ):
        Requirement.objects.create(
            agreement=made, clearance=kind, needed_for=needed_for, during=SINCE_2019
        )
    ConsentRule.objects.create(
        agreement=made,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.MOTHER,
        during=SINCE_2019,
        legal_source="Reported: Iraqi law asks for a parent's consent",
    )
    fee_schedule(made, standard_amount=2500, source="AFP, 12 February 2019")
    criteria = CriteriaSet.objects.create(agreement=made, number=1, source="Not published")
    for position, code in enumerate(("national", "consent")):
        Criterion.objects.create(
            criteria_set=criteria, code=code, position=position, text=f"Question {code}?"
        )
    CriteriaSet.objects.filter(pk=criteria.pk).update(
        publish_asked_by=user(Role.ADMIN),
        publish_asked_at=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC),
    )
    CriteriaSet.objects.filter(pk=criteria.pk).update(
        status=CriteriaStatus.PUBLISHED,
        publish_approved_by=user(Role.REVIEWER),
        publish_approved_at=datetime.datetime(2019, 1, 2, tzinfo=datetime.UTC),
    )


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


def confirm(child: Child, part: RestatedPart = RestatedPart.IDENTITY) -> None:
    """Confirm as a reviewer what was restated of ``child``."""
    newest = child.restatements.waiting().filter(part=part).first()
    restatements.confirm(
        child=child, part=part, seen=newest.pk, by=user(Role.REVIEWER), on=DAY, **SEEN
    )


def agreed_otherwise(**terms: object) -> None:
    """Let the agreed schedules have said ``terms`` from the start, past the guards."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        FeeSchedule.objects.update(**terms)
        cursor.execute("SET session_replication_role = origin")


def mother_facts(name: str = "Манижа Раҳимова", born: str = "1989") -> MotherFacts:
    names = {NameKind.FAMILY: name} if name else {}
    birth = read_birth(born, on=DAY) if born else None
    return MotherFacts(PersonFacts(names, birth), held_at=PlaceFactory())


def child_facts(name: str = "Билол", born: str = "2016", sex: Sex = Sex.MALE) -> ChildFacts:
    return ChildFacts(PersonFacts({NameKind.FAMILY: name}, read_birth(born, on=DAY), sex=sex))


def _given_name(number: int) -> str:
    """Return a name of its own for each number; all have one key, since vowels do not count."""
    return "Билол" + "".join("аеиоуыэюяі"[int(figure)] for figure in str(number))


@journal.entered_as_it_happens()
def family(
    children: int = 1,
    *,
    by: User | None = None,
    team: Team | None = None,
    caseworker: User | None = None,
    name: str = "Манижа Раҳимова",
    under: Agreement | None = None,
) -> Mother:
    """Register a mother and her children as a caseworker of ``team``."""
    team = team or TeamFactory()
    return registration.register_family(
        agreement=under or agreement(),
        team=team,
        mother=mother_facts(name),
        children=[child_facts(_given_name(next(_numbers))) for _ in range(children)],
        by=by or user(Role.CASEWORKER, team=team),
        on=DAY,
        caseworker=caseworker,
    )


def court() -> Place:
    """Return Baghdad's court."""
    return PlaceFactory(name="Rusafa court, Baghdad", kind=PlaceKind.COURT)


def hearing(child: Child, **fields: object) -> Hearing:
    """Set a hearing of a court order on ``DAY`` as a caseworker."""
    given = {"court": court(), "scheduled_on": DAY, "purpose": HearingPurpose.COURT_ORDER}
    officer = fields.pop("by", None) or user(Role.CASEWORKER)
    return hearings.schedule(child=child, by=officer, on=DAY, **(given | fields))


def claim(child: Child, name: str = "Саида Сафарова", **fields: object) -> KinshipClaim:
    """Record on ``DAY`` that a new grandmother claims a child, as a caseworker."""
    given = {"relation": Relation.GRANDPARENT, "claimed_on": DAY, "name": name}
    officer = fields.pop("by", None) or user(Role.CASEWORKER)
    return kinship.record(child=child, by=officer, on=DAY, **(given | fields))


def evidence(claim: KinshipClaim, reference: str = "DNA-2019/118", **fields: object) -> None:
    """Add the reference of a result to a claim, as a caseworker."""
    claim.refresh_from_db()
    given = {"kind": EvidenceKind.DNA, "reference": reference, "dated_on": DAY}
    kinship.add_evidence(
        claim=claim,
        version=claim.version,
        by=fields.pop("by", None) or user(Role.CASEWORKER),
        on=DAY,
        **(given | fields),
    )
    claim.refresh_from_db()


def grant(child: Child, *kinds: ClearanceKind, by: User | None = None) -> None:
    """Record granted clearances for ``child``."""
    for kind in kinds:
        clearances.record(
            child=child,
            by=by or user(Role.CASEWORKER),
            on=DAY,
            kind=kind,
            status=ClearanceStatus.GRANTED,
            issued_on=DAY,
        )


def consent(
    child: Child,
    decision: ConsentDecision = ConsentDecision.GIVEN,
    *,
    verified: bool = True,
) -> None:
    """Record the mother's consent to the return, and verify it."""
    given = consents.record(
        child=child,
        by=user(Role.CASEWORKER),
        on=DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.MOTHER,
        decision=decision,
        decided_on=DAY,
        method=ConsentMethod.SIGNED,
        reason="fear" if decision == ConsentDecision.WITHHELD else "",
    )
    if verified:
        consents.verify(consent=given, by=user(Role.REVIEWER), on=DAY, **SEEN)


def interests_note(
    child: Child, *triggers: InterestsTrigger, by: User | None = None, approved: bool = False
) -> BestInterestsNote:
    """Write a best-interests note of a panel held on ``DAY``, and approve it if asked to."""
    weighing = Weighing(
        triggers=list(triggers or [InterestsTrigger.CONSENT_CONTESTED]),
        panel="Sitora Karimova, caseworker\nDr Nazarov, physician",
        held_on=DAY,
        recommendation=Recommendation.RETURN,
        reasons="The grandmother waits.",
        child_view="I want to go with my brother.",
    )
    author = by or user(Role.CASEWORKER)
    note = interests.write(child=child, weighing=weighing, by=author, on=DAY)
    if approved:
        reviewer = user(Role.REVIEWER)
        interests.approve(note=note, version=note.version, by=reviewer, on=DAY)
    return note


def document(whose: Child | Mother, content: bytes | None = None, **said: object) -> Document:
    """Put a birth certificate in Arabic on file, a PDF unless ``content`` is another."""
    content = content or papers.pdf(text=b"Paper %d" % next(_numbers))
    name = "Билол paper.pdf" if content.startswith(b"%PDF") else "Билол photo.png"
    facts = {"kind": DocumentKind.BIRTH, "language": Language.ARABIC} | said
    return documents.add(
        whose=whose,
        by=user(Role.CASEWORKER),
        on=DAY,
        new=NewDocument(take_in(name, papers.sent(content)), **facts),
    )


def assess(child: Child, proposed: Decision = Decision.ELIGIBLE, by: User | None = None):
    """Assess a verified child with every criterion answered "yes"."""
    child.refresh_from_db()
    criteria = assessments.published_criteria(child).criteria.all()
    return assessments.assess(
        child=child,
        version=child.version,
        by=by or user(Role.CASEWORKER),
        on=DAY,
        findings=dict.fromkeys(criteria, (Answer.YES, "")),
        proposed=proposed,
        proposal_reasons="Papers seen.",
    )


def decide(child: Child, decided: Decision) -> None:
    assessment = assess(child, decided)
    later = decided in (Decision.DEFERRED, Decision.INELIGIBLE)
    assessments.decide(
        assessment=assessment,
        version=assessment.version,
        by=user(Role.REVIEWER),
        on=DAY,
        decided=decided,
        reasons="As proposed.",
        review_due_on=AHEAD if later else None,
    )


def _verified(child: Child) -> None:
    grant(child, ClearanceKind.IDENTITY)
    cases.verify(child=child, version=child.version, by=user(Role.REVIEWER), on=DAY, **SEEN)


def _cleared(child: Child) -> None:
    grant(child, ClearanceKind.COURT_ORDER, ClearanceKind.FIT_TO_TRAVEL)
    consent(child)
    cases.clear(child=child, version=child.version, by=user(Role.CASEWORKER), on=DAY)


def movement(seats: int = 10, by: User | None = None) -> Movement:
    """Plan a flight from Baghdad to Dushanbe ten days after ``DAY``."""
    origin, destination = airports()
    departs = datetime.datetime(2019, 3, 11, 8, tzinfo=datetime.UTC)
    return movements.plan(
        agreement=agreement(),
        journey=JourneyPlan(
            origin=origin,
            destination=destination,
            carrier="Somon Air",
            number="SZ 100",
            departs_at=departs,
            arrives_at=departs + datetime.timedelta(hours=4),
            seats=seats,
        ),
        by=by or user(Role.TRAVEL_OFFICER),
    )


def give_seats(flight: Movement, *children: Child) -> None:
    """Propose places for ``children`` as a travel officer."""
    flight.refresh_from_db()
    movements.propose_all(
        movement=flight,
        children=children,
        version=flight.version,
        by=user(Role.TRAVEL_OFFICER),
        on=DAY,
    )
    flight.refresh_from_db()


def take_off(flight: Movement, child: Child) -> None:
    """Take one child off a movement as a travel officer."""
    passenger = flight.passengers.get(child=child)
    manifests.take_off(
        passenger=passenger,
        version=passenger.version,
        by=user(Role.TRAVEL_OFFICER),
        on=DAY,
        reason=Reason.HEALTH,
    )


def ask_lock(flight: Movement) -> None:
    """Request the lock of the manifest as a travel officer."""
    flight.refresh_from_db()
    officer = user(Role.TRAVEL_OFFICER)
    manifests.ask_lock(movement=flight, version=flight.version, by=officer, on=DAY)
    flight.refresh_from_db()


def lock(flight: Movement) -> None:
    """Request the lock and approve it as a reviewer."""
    ask_lock(flight)
    reviewer = user(Role.REVIEWER)
    manifests.approve_lock(movement=flight, version=flight.version, by=reviewer, on=DAY)
    flight.refresh_from_db()


def depart(flight: Movement) -> None:
    """Take everybody on board and depart on time."""
    officer = user(Role.TRAVEL_OFFICER)
    journeys.board_all(movement=flight, version=flight.version, by=officer)
    journeys.depart(movement=flight, version=flight.version, at=flight.departs_at, by=officer)
    flight.refresh_from_db()


def _booked(child: Child) -> None:
    flight = movement()
    give_seats(flight, child)
    lock(flight)


def _in_transit(child: Child) -> None:
    depart(child.passages.get().movement)


def _returned(child: Child) -> None:
    flight = child.passages.get().movement
    journeys.arrive(
        movement=flight,
        version=flight.version,
        at=flight.arrives_at,
        by=user(Role.TRAVEL_OFFICER),
    )


def _placed(child: Child) -> None:
    officer, day = user(Role.CASEWORKER), child.returned_on
    homecoming.hand_over(
        child=child,
        by=officer,
        on=day,
        signed_on=day,
        paper="H-1",
        handed_by="Ministry of Foreign Affairs",
        received_by="Child Rights Unit",
    )
    child.refresh_from_db()
    homecoming.place(
        child=child,
        version=child.version,
        by=officer,
        on=day,
        kind=PlacementKind.INSTITUTION,
        place=care_centre(),
    )


_WAY = (
    (Stage.VERIFIED, _verified),
    (Stage.ELIGIBLE, lambda child: decide(child, Decision.ELIGIBLE)),
    (Stage.CLEARED, _cleared),
    (Stage.BOOKED, _booked),
    (Stage.IN_TRANSIT, _in_transit),
    (Stage.RETURNED, _returned),
    (Stage.PLACED, _placed),
)


def child(stage: Stage = Stage.REGISTERED, **family_fields: object) -> Child:
    """Return a child of a family of one that has come to ``stage`` by the acts of staff."""
    made = family(**family_fields).children.get()
    return bring_to(made, stage)


@journal.entered_as_it_happens()
def bring_to(made: Child, stage: Stage) -> Child:
    """Take a registered child along the way to ``stage``."""
    if stage in (Stage.DEFERRED, Stage.INELIGIBLE):
        _verified(made)
        decide(made, Decision(stage.value))
    else:
        for reached, act in _WAY:
            if made.stage == stage:
                break
            act(made)
            made.refresh_from_db()
            assert made.stage == reached
    made.refresh_from_db()
    return made


def due_fees(count: int = 1) -> list[Fee]:
    """Return the due fees of children of one mother, in the order of their keys."""
    made = family(count, name="Мунаввара Сафарова").children.order_by("pk")
    schedule = FeeSchedule.objects.get(agreement=agreement())
    by = user(Role.REVIEWER)
    for one in made:
        journal.record(one, act=Act.FEE_DUE, by=by, on=DAY)
    return [
        Fee.objects.create(
            child=one,
            agreement=schedule.agreement,
            schedule=schedule,
            amount=schedule.amount,
            currency=schedule.currency,
            due_on=DAY,
        )
        for one in made
    ]


def batch(
    status: BatchStatus = BatchStatus.DRAFT, fees: int = 2, *, by: User | None = None
) -> PaymentBatch:
    """Return a batch of new fees brought to ``status`` by a finance officer and an approver."""
    officer = by or user(Role.FINANCE_OFFICER)
    made = batches.create(fees_picked=due_fees(fees), by=officer, token=uuid.uuid4())
    acts = {
        BatchStatus.SUBMITTED: lambda: batches.submit(batch=made, version=made.version, by=officer),
        BatchStatus.APPROVED: lambda: approve(made),
        BatchStatus.SENT: lambda: batches.record_transfer(
            batch=made,
            version=made.version,
            by=officer,
            on=DAY,
            bank_reference=f"BANK-{made.reference}",
            value_date=DAY,
        ),
    }
    for reached, act in acts.items():
        if made.status == status:
            break
        act()
        made.refresh_from_db()
        assert made.status == reached
    return made


def approve(batch: PaymentBatch, *, at: datetime.datetime = APPROVED_AT) -> None:
    """Let a finance approver approve a batch, at a moment before the days of the tests."""
    approver = user(Role.FINANCE_APPROVER)
    batches.approve(batch=batch, version=batch.version, by=approver, at=at)


def scan(content: bytes | None = None) -> NewFile:
    """Return the scan of a receipt as a form hands it over; its name names a child."""
    content = content or papers.pdf(text=b"Receipt %d" % next(_numbers))
    return NewFile(take_in("Билол receipt.pdf", papers.sent(content)))


def receipt(*batches: PaymentBatch, new: NewFile | None = None) -> Receipt:
    """Return a receipt for all open fees of sent batches, of a new one where none is given."""
    batches = batches or (batch(BatchStatus.SENT),)
    open_fees = Fee.objects.filter(payments__batch__in=batches, payments__released=False)
    return receipts.record(
        agreement=batches[0].agreement,
        by=batches[0].prepared_by,
        on=DAY,
        authority="Court of Karkh",
        number=f"R-{batches[0].reference}",
        received_on=DAY,
        amounts={fee.pk: fee.open_amount for fee in open_fees},
        token=uuid.uuid4(),
        new=new,
    )


def cleared_family(children: int, **family_fields: object) -> list[Child]:
    """Return the children of a new family, all cleared to travel, in the order of registering."""
    made = family(children, **family_fields).children.order_by("pk")
    return [bring_to(child, Stage.CLEARED) for child in made]


def stages(made: Iterable[Child]) -> list[str]:
    """Return where the cases of these children stand now."""
    for child in made:
        child.refresh_from_db()
    return [child.stage for child in made]


def excuse(flight: Movement, left: Child) -> None:
    """Let a child stay while a sibling travels: asked by one person, approved by another."""
    officer, reviewer = user(Role.TRAVEL_OFFICER), user(Role.REVIEWER)
    asked = siblings.ask_exception(movement=flight, child=left, by=officer, reason=Reason.NURSING)
    siblings.approve_exception(exception=asked, version=asked.version, by=reviewer)


def withdraw_names(child: Child) -> None:
    """Leave a child without a name in force, as no page and no SQL can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    child.person.names.update(
        is_primary=False,
        withdrawn_by=child.registered_by,
        withdrawn_at=timezone.now(),
        withdrawn_reason=NameWithdrawn.MISTAKE,
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
