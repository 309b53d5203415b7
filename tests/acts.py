"""One real act for every address that takes one: what stands on record before, and what is sent.

Each example is made when it is asked for, by the acts of staff who are not those that try it.
A route that takes a POST and has no example here fails tests/test_acts.py.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet

from cases.casework import (
    agreement_changes,
    batches,
    cases,
    children,
    closings,
    drafts,
    fees,
    missed_fees,
    reversals,
    siblings,
    statements,
    task_acts,
    term_changes,
)
from cases.casework.people import Identity
from cases.forms.bank_columns import CarriedFile
from cases.models import (
    AccessRow,
    AgreementChange,
    BankLayout,
    BankStatement,
    BatchLine,
    Child,
    ConsentVerification,
    CriteriaSet,
    Criterion,
    Document,
    Draft,
    Explanation,
    Fee,
    FeeSchedule,
    FollowUp,
    KinshipClaim,
    MissedFee,
    Mother,
    Movement,
    Passenger,
    PaymentBatch,
    Place,
    Receipt,
    ReceiptScan,
    Reversal,
    SiblingException,
    StageLimit,
    Task,
    TermChange,
    User,
)
from cases.rules.births import read_birth
from cases.vocabulary import (
    Act,
    BatchStatus,
    ClearanceKind,
    ClosedReason,
    CriteriaStatus,
    Decision,
    Explained,
    HoldReason,
    NameKind,
    PassengerStatus,
    Purpose,
    Reason,
    ReversalKind,
    Role,
    Sex,
    Stage,
)
from tests import clock, factories, papers
from tests.factories import DAY
from tests.statements import csv_of, row, sent

#: ``DAY`` as it is typed, and a day that lies ahead.
ON, AHEAD = "01.03.2019", "01.01.2099"


@dataclass(frozen=True, slots=True)
class Example:
    """What is sent to an address, and the rows of which there are ``change`` more afterwards.

    ``by`` is who alone can do it, or ``who`` a role where others may only look; ``child`` is whom
    it is about. What records nothing answers with ``says``; ``follow`` goes on to where it leads.
    """

    args: tuple[Any, ...]
    data: dict[str, Any]
    rows: "QuerySet[Any] | None"
    change: int = 1
    by: User | None = None
    who: Role | None = None
    child: Child | None = None
    says: str = ""
    follow: bool = False


EXAMPLES: dict[str, Callable[[], Example]] = {}


def example(*routes: str) -> Callable[[Callable[[], Example]], Callable[[], Example]]:
    """Let a function make the example of these routes."""

    def register(make: Callable[[], Example]) -> Callable[[], Example]:
        EXAMPLES.update(dict.fromkeys(routes, make))
        return make

    return register


def of_case(child: Child, act: Act, *args: Any, by: User | None = None, **typed: Any) -> Example:
    """Return an act on a case that leaves an entry of ``act`` in its journal."""
    child.refresh_from_db()
    data = {"version": child.version, "on_day": ON} | typed
    rows = child.journal.filter(act=act)
    return Example((child.reference, *args), data, rows, by=by, child=child)


# Accounts: everybody's own


def _account(rows: "Callable[[User], QuerySet[Any]]", **typed: str) -> Callable[[], Example]:
    def make() -> Example:
        person = factories.user(Role.CASEWORKER)
        return Example((), typed, rows(person), by=person)

    return make


def _speaks_russian(person: User) -> "QuerySet[Any]":
    return User.objects.filter(pk=person.pk, language="ru")


EXAMPLES |= {
    "language": _account(_speaks_russian, language="ru"),
    "me": _account(_speaks_russian, language="ru", theme="", preferred_script="Cyrl"),
    "csv-separator": _account(
        lambda person: User.objects.filter(pk=person.pk, csv_separator=";"), csv_separator=";"
    ),
    "password-change": _account(
        lambda person: User.objects.filter(pk=person.pk).exclude(password=person.password),
        old_password=factories.PASSWORD,
        new_password1="another-horse-battery",
        new_password2="another-horse-battery",
    ),
}


@example("login")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    typed = {"username": person.username, "password": factories.PASSWORD}
    return Example((), typed, User.objects.filter(pk=person.pk, last_login__isnull=False))


@example("logout")
def _() -> Example:
    person = factories.user(Role.CASEWORKER)
    return Example((), {}, Session.objects.all(), change=-1, by=person)


# Families


def _family(**typed: Any) -> dict[str, Any]:
    factories.agreement()
    return {
        "token": uuid.uuid4(),
        "mother-name_family": "Гулнора Назарова",
        "child-TOTAL_FORMS": "1",
        "child-0-name_family": "Умар",
        "child-0-born": "1m",
        "child-0-sex": "m",
    } | typed


def _known_family() -> dict[str, Any]:
    """Return a family as it is typed that is on record already."""
    known = factories.child()
    name = known.person.name
    return _family(**{"mother-name_family": "Манижа Раҳимова", "child-0-name_family": name})


EXAMPLES |= {
    "family-new": lambda: Example((), _family(register="1"), Mother.objects.all()),
    "family-draft": lambda: Example((), _family(), Draft.objects.all()),
    "family-echo": lambda: Example(
        (), {"field": "child-0-born", "child-0-born": "2016"}, None, says="2016"
    ),
    "family-duplicates": lambda: Example((), _known_family(), AccessRow.objects.all()),
}


@example("draft-discard")
def _() -> Example:
    author = factories.user(Role.CASEWORKER)
    draft = drafts.keep(token=uuid.uuid4(), form=drafts.FAMILY, typed={}, by=author)
    return Example((draft.pk,), {}, Draft.objects.all(), change=-1, by=author)


@example("mother-child-new")
def _() -> Example:
    child = factories.child()
    reference = child.mother.reference
    return Example((reference,), _family(), child.mother.children.all(), child=child)


@example("mother-duplicates")
def _() -> Example:
    child = factories.child()
    typed = _family(**{"child-0-name_family": child.person.name, "child-0-born": "2016"})
    return Example((child.mother.reference,), typed, AccessRow.objects.all(), child=child)


@example("mother-edit")
def _() -> Example:
    child = factories.child()
    typed = {"version": child.mother.version, "proceedings": "convicted", "sentence": "life"}
    rows = Mother.objects.filter(sentence="life")
    return Example((child.mother.reference, "legal"), typed, rows, child=child)


def _move_asked() -> Child:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    agreement_changes.ask(
        mother=child.mother,
        version=child.mother.version,
        by=officer,
        on=DAY,
        to=factories.bare_agreement(),
        reason="The camp is in Syria.",
    )
    child.mother.refresh_from_db()
    return child


@example("agreement-change")
def _() -> Example:
    child, to = factories.child(), factories.bare_agreement()
    typed = {"version": child.mother.version, "to": to.pk, "reason": "The camp is in Syria."}
    rows = AgreementChange.objects.asked()
    return Example((child.mother.reference,), typed, rows, child=child)


@example("agreement-change-decide")
def _() -> Example:
    child = _move_asked()
    typed = {"version": child.mother.version, "word": "approve"}
    rows = Mother.objects.filter(agreement__slug="tajikistan-syrian")
    return Example((child.mother.reference,), typed, rows, child=child)


@example("mother-document-new")
def _() -> Example:
    child = factories.child()
    typed = {"kind": "birth", "language": "ar", "file": papers.sent()}
    return Example((child.mother.reference,), typed, Document.objects.all(), child=child)


# The case of a child


@example("child-edit")
def _() -> Example:
    typed = {"father_name": "Холид", "father_status": "missing", "father_evidence": ""}
    return of_case(factories.child(), Act.EDIT, "father", **typed)


@example("child-verify")
def _() -> Example:
    child = factories.child()
    factories.grant(child, ClearanceKind.IDENTITY)
    return of_case(child, Act.VERIFY, **factories.SEEN)


@example("child-clear")
def _() -> Example:
    child = factories.child(Stage.ELIGIBLE)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child)
    return of_case(child, Act.CLEAR)


@example("child-lapse")
def _() -> Example:
    child = factories.child(Stage.CLEARED)
    factories.agreed_otherwise(paid_before_clearing=True)
    return of_case(child, Act.LAPSE)


def _on_hold() -> Child:
    child = factories.child()
    cases.hold(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=HoldReason.COURT,
        until=factories.AHEAD,
    )
    return child


def _closing_asked() -> Child:
    child = factories.child()
    closings.ask_to_close(
        child=child,
        version=child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=ClosedReason.ERROR,
    )
    child.refresh_from_db()
    return child


def _closed() -> Child:
    child, reviewer = _closing_asked(), factories.user(Role.REVIEWER)
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=DAY)
    child.refresh_from_db()
    return child


def _reopening_asked() -> Child:
    child, officer = _closed(), factories.user(Role.CASEWORKER)
    closings.ask_to_reopen(
        child=child, version=child.version, by=officer, on=DAY, reason=Reason.MISTAKE
    )
    return child


EXAMPLES |= {
    "child-defer": lambda: of_case(
        factories.child(), Act.DEFER, reason="court", review_due_on=AHEAD
    ),
    "child-reconsider": lambda: of_case(
        factories.child(Stage.DEFERRED), Act.RECONSIDER, reason="new_fact", fact="A letter came."
    ),
    "child-hold": lambda: of_case(factories.child(), Act.HOLD, reason="court", until=AHEAD),
    "child-release-hold": lambda: of_case(_on_hold(), Act.RELEASE_HOLD),
    "child-assign": lambda: of_case(
        factories.child(), Act.ASSIGN, caseworker=factories.user(Role.CASEWORKER).pk
    ),
    "child-close": lambda: of_case(factories.child(), Act.ASK_CLOSE, reason="error"),
    "child-approve-closing": lambda: of_case(_closing_asked(), Act.CLOSE, word="approve"),
    "child-reopen": lambda: of_case(_closed(), Act.ASK_REOPEN, reason="mistake"),
    "child-approve-reopening": lambda: of_case(_reopening_asked(), Act.REOPEN, word="approve"),
    "child-note": lambda: of_case(factories.child(), Act.NOTE, text="Seen."),
    "child-clearance": lambda: of_case(
        factories.child(), Act.CLEARANCE, kind="identity", status="granted", issued_on=ON
    ),
    "child-consent": lambda: of_case(
        factories.child(),
        Act.CONSENT,
        giver_role="mother",
        purpose="repatriation",
        decision="given",
        decided_on=ON,
        method="signed",
    ),
    "child-hearing": lambda: of_case(
        factories.child(),
        Act.HEARING,
        purpose="court_order",
        court=factories.court().pk,
        scheduled_on=clock.typed(3),
    ),
    "child-claim": lambda: of_case(
        factories.child(), Act.CLAIM, name="Саида", relation="grandparent", claimed_on=ON
    ),
    "child-document-new": lambda: of_case(
        factories.child(), Act.DOCUMENT, kind="birth", language="ar", file=papers.sent()
    ),
    "child-handover": lambda: of_case(
        factories.child(Stage.RETURNED),
        Act.HAND_OVER,
        paper="H-17",
        signed_on="12.03.2019",
        handed_by="Ministry",
        received_by="Child Rights Unit",
    ),
}


@example("child-handover-scan")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    scan = {"file": papers.sent(), "file_kind": "other", "file_language": "tg"}
    return of_case(child, Act.SCAN_HANDOVER, **(scan | {"version": child.handovers.get().version}))


@example("child-verify-consent")
def _() -> Example:
    child = factories.child()
    factories.consent(child, verified=False)
    typed = {"consent": child.consents.get().pk, **factories.SEEN}
    return Example((child.reference,), typed, ConsentVerification.objects.all(), child=child)


@example("child-undo")
def _() -> Example:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    cases.assign(
        child=child, version=child.version, by=officer, on=clock.today(), caseworker=officer
    )
    return of_case(child, Act.UNDO, by=officer)


@example("child-confirm")
def _() -> Example:
    child = factories.child()
    identity = Identity({NameKind.FAMILY: "Комрон"}, read_birth("2016", on=DAY), "", Sex.MALE)
    children.edit_identity(
        child, version=child.version, by=factories.user(Role.REVIEWER), on=DAY, identity=identity
    )
    waiting = child.restatements.waiting()
    typed = {"seen": waiting.get().pk, **factories.SEEN}
    return Example((child.reference, "identity"), typed, waiting, change=-1, child=child)


@example("child-purpose")
def _() -> Example:
    child = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    typed = {"purpose": Purpose.COMPLAINT}
    rows = AccessRow.objects.filter(purpose=Purpose.COMPLAINT)
    return Example((child.reference,), typed, rows, who=Role.REVIEWER, child=child, follow=True)


@example("child-place")
def _() -> Example:
    child = factories.child(Stage.RETURNED)
    factories.homecoming.hand_over(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=child.returned_on,
        signed_on=child.returned_on,
        paper="H-1",
        handed_by="Ministry",
        received_by="Unit",
    )
    typed = {"kind": "relative", "caregiver_name": "Раҳим Каримов", "on_day": "13.03.2019"}
    return of_case(child, Act.PLACE, **typed)


@example("child-assess")
def _() -> Example:
    child = factories.child(Stage.VERIFIED)
    criteria = Criterion.objects.filter(criteria_set__agreement=child.agreement)
    answers = {f"answer-{criterion.pk}": "yes" for criterion in criteria}
    typed = {"proposed": "eligible", "proposal_reasons": "Papers seen."}
    return of_case(child, Act.ASSESS, **typed, **answers)


@example("assessment")
def _() -> Example:
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    typed = {"version": child.assessments.get().version, "on_day": ON}
    typed |= {"decided": Decision.ELIGIBLE, "reasons": "As proposed."}
    rows = child.journal.filter(act=Act.DECIDE)
    return Example((child.reference, 1), typed, rows, who=Role.REVIEWER, child=child)


@example("criteria")
def _() -> Example:
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Letter")
    Criterion.objects.create(criteria_set=draft, code="age", text="Under 18?")
    factories.assessments.ask_to_publish(criteria_set=draft, by=factories.user(Role.ADMIN))
    draft.refresh_from_db()
    rows = CriteriaSet.objects.filter(number=2, status=CriteriaStatus.PUBLISHED)
    return Example((draft.agreement.slug, 2), {"version": draft.version}, rows)


#: A fee schedule as it is proposed on its page.
SCHEDULE = {
    "amount": "500",
    "currency": "eur",
    "begins_on": "01.01.2020",
    "due_event": "cleared",
    "basis": "unknown",
    "source": "Letter of the ministry",
}


@example("fee-schedule-propose")
def _() -> Example:
    rows = FeeSchedule.objects.proposed().filter(currency="EUR")
    return Example((factories.agreement().slug,), SCHEDULE, rows)


@example("fee-schedule-approve")
def _() -> Example:
    later = (DAY.replace(year=2020), None)
    schedule = factories.fee_schedule(factories.agreement(), agreed=False, during=later)
    rows = FeeSchedule.objects.filter(pk=schedule.pk, approved_by__isnull=False)
    return Example((schedule.agreement.slug,), {"version": 1}, rows)


@example("place")
def _() -> Example:
    town = factories.typed_town()
    rows = Place.objects.filter(pk=town.pk, checked_at__isnull=False)
    return Example((town.pk,), {"version": 1, "into": ""}, rows)


# Tasks, hearings, claims, notes, follow-ups, documents


def _task() -> Task:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    return task_acts.add(child=child, by=officer, text="Call the prison.")


@example("child-task-new")
def _() -> Example:
    child = factories.child()
    typed = {"text": "Call the prison.", "due_on": AHEAD}
    return Example((child.reference,), typed, child.tasks.all(), child=child)


@example("child-task-done")
def _() -> Example:
    task = _task()
    rows = Task.objects.filter(outcome="done")
    return Example((task.child.reference, task.pk), {}, rows, child=task.child)


@example("child-task-assign")
def _() -> Example:
    task, to = _task(), factories.user(Role.CASEWORKER)
    typed = {"version": task.version, "to": to.pk}
    rows = Task.objects.filter(assigned_to=to)
    return Example((task.child.reference, task.pk), typed, rows, child=task.child)


@example("tasks-assign")
def _() -> Example:
    task, to = _task(), factories.user(Role.CASEWORKER)
    seen = task_acts.state_of(Task.objects.filter(pk=task.pk))
    typed = {"task": [task.pk], "query": "", "counted": 1, "seen": seen, "to": to.pk}
    return Example((), typed, Task.objects.filter(assigned_to=to), child=task.child)


def _hearing(route: str, outcome: str, **typed: str) -> None:
    def make() -> Example:
        child = factories.child()
        hearing = factories.hearing(child)
        data = {"version": hearing.version, **typed}
        rows = child.hearings.filter(outcome=outcome)
        return Example((child.reference, hearing.n), data, rows, child=child)

    EXAMPLES[route] = make


_hearing("hearing-held", "held", outcome_on=ON)
_hearing("hearing-adjourn", "adjourned", outcome_on=ON, reason="judge")
_hearing("hearing-cancel", "cancelled")


def _claim(route: str, rows: "Callable[[KinshipClaim], QuerySet[Any]]", **typed: str) -> None:
    def make() -> Example:
        claim = factories.claim(factories.child())
        factories.evidence(claim)
        data = {"version": claim.version, **typed}
        return Example((claim.child.reference, claim.n), data, rows(claim), child=claim.child)

    EXAMPLES[route] = make


def _of_status(status: str) -> "Callable[[KinshipClaim], QuerySet[Any]]":
    return lambda claim: KinshipClaim.objects.filter(pk=claim.pk, status=status)


_claim(
    "claim-evidence",
    lambda claim: claim.evidence.all(),
    kind="testimony",
    reference="T-7",
    dated_on=ON,
)
_claim(
    "claim-decide", _of_status("accepted"), status="accepted", decided_on=ON, reasons="The result."
)
_claim("claim-withdraw", _of_status("withdrawn"))

_WEIGHING = {
    "triggers": ["consent"],
    "held_on": ON,
    "panel": "Sitora Karimova, caseworker\nDr Nazarov, physician",
    "child_view": "With my brother.",
    "recommendation": "return",
    "reasons": "The grandmother waits.",
}


@example("interests-new")
def _() -> Example:
    child = factories.child()
    return Example((child.reference,), _WEIGHING, child.interests_notes.all(), child=child)


@example("interests-note")
def _() -> Example:
    child = factories.child()
    note = factories.interests_note(child)
    typed = {"version": note.version, "word": "approve"}
    rows = child.interests_notes.filter(approved_by__isnull=False)
    return Example((child.reference, note.n), typed, rows, who=Role.REVIEWER, child=child)


@example("interests-revise")
def _() -> Example:
    child, author = factories.child(), factories.user(Role.CASEWORKER)
    note = factories.interests_note(child, by=author)
    typed = _WEIGHING | {"version": note.version, "reasons": "She waits no more."}
    rows = child.interests_notes.filter(reasons="She waits no more.")
    return Example((child.reference, note.n), typed, rows, by=author, child=child)


@example("child-follow-ups")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    typed = {"kind": "medical", "due_on": clock.typed()}
    return Example((child.reference,), typed, child.follow_ups.all(), child=child)


@example("follow-up")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    FollowUp.objects.create(
        child=child, n=1, kind="visit", due_on=DAY, planned_by=factories.user(Role.CASEWORKER)
    )
    typed = {"version": 1, "done_on": "12.03.2019", "result": "well"}
    rows = child.follow_ups.filter(done_on__isnull=False)
    return Example((child.reference, 1), typed, rows, child=child)


@example("document-withdraw")
def _() -> Example:
    child = factories.child()
    document = factories.document(child)
    rows = Document.objects.filter(withdrawn_at__isnull=False)
    return Example((document.stored_as,), {"reason": "other"}, rows, child=child)


@example("search")
def _() -> Example:
    child = factories.child(Stage.CLEARED)
    rows = AccessRow.objects.filter(page="search")
    return Example((), {"q": child.reference}, rows, child=child)


# Movements


def _flight(status: str = "planning", children: int = 1) -> Movement:
    """Return a movement of new siblings brought to ``status``, on board before it departs."""
    flight = factories.movement()
    factories.give_seats(flight, *factories.cleared_family(children))
    if status == "asked":
        factories.ask_lock(flight)
    elif status != "planning":
        factories.lock(flight)
    if status == "boarded":
        factories.journeys.board_all(
            movement=flight, version=flight.version, by=factories.user(Role.TRAVEL_OFFICER)
        )
        flight.refresh_from_db()
    if status == "departed":
        factories.depart(flight)
    return flight


def _of_flight(route: str, before: str, after: dict[str, Any], **typed: str) -> None:
    def make() -> Example:
        flight = _flight(before)
        data = {"version": flight.version, **typed}
        return Example((flight.reference,), data, Movement.objects.filter(**after))

    EXAMPLES[route] = make


def _of_seat(route: str, before: str, after: PassengerStatus, **typed: str) -> None:
    def make() -> Example:
        flight = _flight(before)
        data = {"version": flight.passengers.get().version, **typed}
        rows = Passenger.objects.filter(status=after)
        return Example((flight.reference, 1), data, rows)

    EXAMPLES[route] = make


_JOURNEY = {
    "origin": "Baghdad International Airport, Iraq",
    "destination": "Dushanbe Airport",
    "departs_on": "11.03.2019",
    "departs_time": "13:00",
    "arrives_on": "11.03.2019",
    "arrives_time": "17:30",
    "carrier": "Another carrier",
    "number": "SZ 100",
    "seats": "12",
}
_of_flight("movement-change", "planning", {"carrier": "Another carrier"}, **_JOURNEY)
_of_flight("movement-lock", "planning", {"lock_asked_by__isnull": False})
_of_flight("movement-approve", "asked", {"status": "locked"}, word="approve")
_of_flight("movement-board", "locked", {"passengers__status": PassengerStatus.BOARDED})
_of_flight("movement-depart", "boarded", {"status": "departed"}, day="11.03.2019", time="13:00")
_of_flight("movement-arrive", "departed", {"status": "arrived"}, day="11.03.2019", time="17:00")
_of_flight("movement-turn-back", "departed", {"status": "returned"}, day="11.03.2019")
_of_flight("movement-cancel", "planning", {"status": "cancelled"})
_of_flight("movement-escort", "planning", {"passengers__child__isnull": True}, name="Zarina")
_of_seat("seat-board", "locked", PassengerStatus.BOARDED)
_of_seat("seat-take-off", "planning", PassengerStatus.TAKEN_OFF, reason="health")
_of_seat("seat-no-show", "locked", PassengerStatus.NO_SHOW)


@example("movement-new")
def _() -> Example:
    factories.airports()
    factories.agreement()
    return Example((), _JOURNEY, Movement.objects.all())


@example("movement-propose")
def _() -> Example:
    flight, child = factories.movement(), factories.child(Stage.CLEARED)
    typed = {"version": flight.version, "child": [child.reference]}
    return Example((flight.reference,), typed, flight.passengers.all())


def _left_behind() -> tuple[Movement, Child]:
    flight = factories.movement()
    travels, stays = factories.cleared_family(2)
    factories.give_seats(flight, travels)
    return flight, stays


@example("exception")
def _() -> Example:
    flight, child = _left_behind()
    rows = SiblingException.objects.all()
    return Example((flight.reference, child.reference), {"reason": "nursing"}, rows)


@example("exception-approve")
def _() -> Example:
    flight, child = _left_behind()
    officer = factories.user(Role.TRAVEL_OFFICER)
    siblings.ask_exception(movement=flight, child=child, by=officer, reason=Reason.HEALTH)
    rows = SiblingException.objects.filter(approved_by__isnull=False)
    return Example((flight.reference, child.reference), {"version": 1}, rows)


# Money


def _batch(route: str, before: BatchStatus, after: dict[str, Any], **typed: str) -> None:
    def make() -> Example:
        batch = factories.batch(before, fees=1)
        data = {"version": batch.version, **typed}
        return Example((batch.reference,), data, PaymentBatch.objects.filter(**after))

    EXAMPLES[route] = make


_TRANSFER = {"bank_reference": "TRF-1", "value_date": ON, "charges": "", "funder": ""}
_batch("batch-submit", BatchStatus.DRAFT, {"status": BatchStatus.SUBMITTED})
_batch("batch-approve", BatchStatus.SUBMITTED, {"status": BatchStatus.APPROVED})
_batch(
    "batch-return", BatchStatus.SUBMITTED, {"returned_reason": "Look again."}, reason="Look again."
)
_batch("batch-transfer", BatchStatus.APPROVED, {"status": BatchStatus.SENT}, **_TRANSFER)
_batch("batch-void", BatchStatus.DRAFT, {"status": BatchStatus.VOID})


@example("batch-new")
def _() -> Example:
    (fee,) = factories.due_fees()
    return Example((), {"fee": [fee.pk]}, PaymentBatch.objects.all())


@example("batch-add")
def _() -> Example:
    batch, (fee,) = factories.batch(fees=1), factories.due_fees()
    typed = {"version": batch.version, "fee": [fee.pk]}
    return Example((batch.reference,), typed, batch.lines.all())


@example("batch-release")
def _() -> Example:
    batch = factories.batch(fees=2)
    typed = {"version": batch.version, "fee": [batch.lines.first().fee_id]}
    return Example((batch.reference,), typed, BatchLine.objects.filter(released=True))


def _acknowledged(batch: PaymentBatch) -> dict[str, Any]:
    ticks = {f"take-{line.fee_id}": "on" for line in batch.lines.all()}
    return ticks | {"number": "R-1", "authority": "Court of Karkh", "received_on": ON}


@example("batch-receipt")
def _() -> Example:
    batch = factories.batch(BatchStatus.SENT)
    typed = {"version": batch.version, **_acknowledged(batch)}
    return Example((batch.reference,), typed, Receipt.objects.all())


@example("receipt-new")
def _() -> Example:
    typed = _acknowledged(factories.batch(BatchStatus.SENT))
    return Example((), typed, Receipt.objects.all())


@example("receipt-scan-add")
def _() -> Example:
    receipt = factories.receipt()
    return Example((receipt.key,), {"file": papers.sent(papers.pdf())}, receipt.scans.all())


@example("receipt-scan-withdraw")
def _() -> Example:
    receipt = factories.receipt(new=factories.scan())
    rows = ReceiptScan.objects.filter(withdrawn_at__isnull=False)
    return Example((receipt.key, receipt.scans.get().stored_as), {}, rows)


@example("batch-explain")
def _() -> Example:
    batch = factories.batch(BatchStatus.SENT)
    typed = {"receipt-amount": "-800.00", "receipt-reason": Explained.IN_TRANSIT}
    return Example((batch.reference,), typed, Explanation.objects.all())


def _kept_statement(*rows: Any) -> Draft:
    officer = factories.user(Role.FINANCE_OFFICER)
    return statements.keep("statement.csv", csv_of(*rows), on=DAY, by=officer)


def _statement(*rows: Any) -> BankStatement:
    draft = _kept_statement(*rows)
    seen = statements.tried(draft).seen
    return statements.apply(draft=draft, seen=seen, by=draft.author, on=DAY)


@example("statement-new")
def _() -> Example:
    factories.agreement()
    return Example((), {"file": sent(csv_of(row("FT8", "-5")))}, Draft.objects.all())


@example("statement-try")
def _() -> Example:
    draft = _kept_statement(row("FT8", "-5"))
    typed = {"seen": statements.tried(draft).seen}
    return Example((draft.pk,), typed, BankStatement.objects.all(), by=draft.author)


@example("statement-discard")
def _() -> Example:
    draft = _kept_statement(row("FT8", "-5"))
    return Example((draft.pk,), {}, Draft.objects.all(), change=-1, by=draft.author)


@example("statement-match")
def _() -> Example:
    statement = _statement(row("FT9", "-400"))
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=batch.prepared_by,
        on=DAY,
        bank_reference="FT9",
        value_date=DAY,
    )
    seen = statements.open_lines(statement).seen
    rows = statement.lines.exclude(matched=0)
    return Example((statement.reference,), {"seen": seen}, rows)


@example("statement-columns")
def _() -> Example:
    head = "Datum;Beleg;Zweck;Betrag;Konto"
    file = CarriedFile("s.csv", f"{head}\n01.03.2019;FT8;x;-5;1".encode(), [])
    columns = ("value_date", "bank_reference", "details", "amount", "")
    typed = {f"column-{i}": column for i, column in enumerate(columns)}
    typed |= {"packed": file.packed, "bank": "Bank", "currency": "USD"}
    return Example((), typed, BankLayout.objects.all())


@example("statement-forget")
def _() -> Example:
    officer = factories.user(Role.FINANCE_OFFICER)
    layout = BankLayout.objects.create(bank="Bank", headings="a|b|c", columns=[], saved_by=officer)
    return Example((layout.pk,), {}, BankLayout.objects.all(), change=-1)


@example("statement-line-explain")
def _() -> Example:
    statement = _statement(row("FT8", "-5"))
    typed = {"line-amount": "-5.00", "line-reason": Explained.CHARGES}
    return Example((statement.reference, 2), typed, Explanation.objects.all())


def _of_fee(
    route: str, before: Callable[[], Fee], after: dict[str, Any], change: int = 1, **typed: str
) -> None:
    def make() -> Example:
        fee = before()
        data = {"version": fee.version, **typed}
        rows = Fee.objects.filter(pk=fee.pk, **after)
        return Example((fee.agreement.slug, fee.child.reference), data, rows, change=change)

    EXAMPLES[route] = make


def _waiver_asked() -> Fee:
    (fee,) = factories.due_fees()
    officer = factories.user(Role.FINANCE_OFFICER)
    fees.ask_waiver(fee=fee, version=fee.version, by=officer, reason=Reason.HEALTH)
    fee.refresh_from_db()
    return fee


def _paid_in_vain() -> Fee:
    """Return the paid fee of a child who does not travel."""
    fee = Fee.objects.get(lines__batch=factories.batch(BatchStatus.SENT, fees=1))
    cases.defer(
        child=fee.child,
        version=fee.child.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        reason=Reason.CONSENT,
        review_due_on=factories.AHEAD,
    )
    fee.refresh_from_db()
    return fee


def _refund_asked() -> Fee:
    fee, officer = _paid_in_vain(), factories.user(Role.FINANCE_OFFICER)
    reversals.ask(
        fee=fee,
        version=fee.version,
        by=officer,
        kind=ReversalKind.REFUND,
        reason=Reason.CONSENT,
    )
    fee.refresh_from_db()
    return fee


def _refund_due() -> Fee:
    fee, approver = _refund_asked(), factories.user(Role.FINANCE_APPROVER)
    reversals.approve(fee=fee, version=fee.version, by=approver, on=DAY)
    fee.refresh_from_db()
    return fee


_ASKED = {"waiver_asked_by__isnull": False}
_DROPPED = {"reversals__in": Reversal.objects.asked()}
_of_fee("waiver-ask", lambda: factories.due_fees()[0], _ASKED, reason="health")
_of_fee("waiver-approve", _waiver_asked, {"status": "waived"})
_of_fee("waiver-drop", _waiver_asked, _ASKED, change=-1)
_of_fee("reversal-ask", _paid_in_vain, _DROPPED, kind="refund", reason="consent")
_of_fee("reversal-approve", _refund_asked, {"status": "refund_due"})
_of_fee("reversal-drop", _refund_asked, _DROPPED, change=-1)
_of_fee("refund-record", _refund_due, {"status": "refunded"}, refunded_on=ON, bank_reference="B-7")


# Fees that were missed


def _missed() -> Child:
    """Return a child who was found eligible while the fee schedule was not approved."""
    made = factories.agreement()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM cases_feeschedule")
        cursor.execute("SET session_replication_role = origin")
    child = factories.child(Stage.ELIGIBLE)
    factories.fee_schedule(made)
    return child


def _missed_asked() -> MissedFee:
    return missed_fees.ask(child=_missed(), by=factories.user(Role.FINANCE_OFFICER))


@example("missed-ask")
def _() -> Example:
    child = _missed()
    return Example((child.reference,), {}, child.missed_fees.asked(), child=child)


@example("missed-approve")
def _() -> Example:
    missed = _missed_asked()
    child = missed.child
    return Example((child.reference,), {"version": 1}, Fee.objects.filter(child=child), child=child)


@example("missed-drop")
def _() -> Example:
    missed = _missed_asked()
    child = missed.child
    rows = MissedFee.objects.filter(child=child, dropped_by__isnull=False)
    return Example((child.reference,), {"version": 1}, rows, child=child)


@example("agreement-copy")
def _() -> Example:
    source, to = factories.agreement(), factories.bare_agreement()
    typed = {"source": source.pk, "parts": ["requirements", "fee"]}
    return Example((to.slug,), typed, FeeSchedule.objects.proposed().filter(agreement=to))


# The terms of an agreement


def _change_of_terms() -> TermChange:
    made = factories.agreement()
    limit = StageLimit(agreement=made, stage=Stage.VERIFIED, days=30, during=factories.SINCE_2019)
    return term_changes.ask(agreement=made, terms=[limit], by=factories.user(Role.ADMIN))[0]


@example("terms-decide")
def _() -> Example:
    agreement = _change_of_terms().agreement
    typed = {"version": agreement.version, "word": "approve"}
    return Example((agreement.slug,), typed, StageLimit.objects.filter(agreement=agreement))


@example("terms-withdraw")
def _() -> Example:
    change = _change_of_terms()
    rows = TermChange.objects.filter(dropped_by__isnull=False)
    typed = {"version": change.agreement.version}
    return Example((change.agreement.slug, change.pk), typed, rows)
