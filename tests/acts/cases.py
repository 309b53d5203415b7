"""The case of a child."""

from cases.casework import cases, children, closings
from cases.casework.people import Identity
from cases.models import AccessRow, Child, ConsentVerification
from cases.queries.bulk import state_of
from cases.queries.confirmations import party
from cases.rules.births import read_birth
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClosedReason,
    DocumentKind,
    HoldReason,
    NameKind,
    Purpose,
    Reason,
    Role,
    Sex,
    Stage,
)
from tests import clock, factories, papers
from tests.acts.example import EXAMPLES, ON, Example, ahead, example, of_case
from tests.factories import DAY


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
        factories.child(), Act.DEFER, reason="court", review_due_on=ahead()
    ),
    "child-reconsider": lambda: of_case(
        factories.child(Stage.DEFERRED), Act.RECONSIDER, reason="new_fact", fact="A letter came."
    ),
    "child-hold": lambda: of_case(factories.child(), Act.HOLD, reason="court", until=ahead()),
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


@example("list-purpose")
def _() -> Example:
    typed = {"list_purpose": Purpose.COMPLAINT, "next": "/children/"}
    rows = AccessRow.objects.filter(purpose=Purpose.COMPLAINT)
    return Example((), typed, rows, who=Role.REVIEWER, follow=True)


@example("child-place")
def _() -> Example:
    child = factories.child(Stage.RETURNED)
    factories.hand_over(child)
    typed = {"kind": "relative", "caregiver_name": "Раҳим Каримов", "on_day": "13.03.2019"}
    return of_case(child, Act.PLACE, **typed)


@example("child-contact")
def _() -> Example:
    child = factories.child(Stage.PLACED)
    placement = child.placements.get()
    typed = {"version": placement.version, "contact": "+992 00 000 0000"}
    rows = child.journal.filter(act=Act.EDIT, detail="contact")
    return Example((child.reference, placement.pk), typed, rows, child=child)


def _whole_list() -> tuple[Child, dict[str, object]]:
    """Return an open case, and what the page before an act on a whole list sends."""
    child = factories.child()
    return child, {"child": [child.reference], "counted": 1, "seen": state_of([child])}


@example("children-assign")
def _() -> Example:
    child, typed = _whole_list()
    to = factories.user(Role.CASEWORKER)
    return Example((), typed | {"caseworker": to.pk}, to.cases.all(), child=child)


@example("children-task")
def _() -> Example:
    child, typed = _whole_list()
    rows = child.tasks.filter(rule="manual")
    return Example((), typed | {"text": "Call the prison."}, rows, child=child)


@example("picked-csv", "picked-xlsx", "picked-print")
def _() -> Example:
    child = factories.child()
    rows = AccessRow.objects.filter(page__startswith="picked-")
    return Example((), {"child": child.reference, "query": ""}, rows, child=child)


@example("caseload-hand-over")
def _() -> Example:
    of, to = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=of)
    child.refresh_from_db()
    sent = {"caseworker": to.pk, "counted": 1, "seen": state_of([child])}
    return Example((of.pk,), sent, child.journal.filter(act=Act.ASSIGN), by=of, child=child)


@example("reviews-confirm")
def _() -> Example:
    child = factories.child()
    dead = {"father_status": "deceased", "father_evidence": "Certificate 7"}
    Child.objects.filter(pk=child.pk).update(**dead)
    factories.document(child, kind=DocumentKind.DEATH)
    pick = (child.reference, "father")
    sent = {"confirm": ":".join(pick), "seen": party([pick], by=factories.user(Role.REVIEWER)).seen}
    return Example((), sent, child.journal.filter(detail="father-confirmed"))


@example("child-journal")
def _() -> Example:
    child = factories.child()
    rows = AccessRow.objects.filter(page="child-journal", child=child)
    return Example((child.reference,), {"text": "registered"}, rows, child=child)
