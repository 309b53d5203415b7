"""What is recorded in a case: hearings, claims, clearances, consents, notes, papers."""

from typing import Any

from django.utils import timezone

from cases.casework import (
    clearances,
    consents,
    documents,
    hearings,
    interests,
    kinship,
    restatements,
    saved_views,
)
from cases.casework.documents import NewDocument
from cases.casework.interests import Weighing
from cases.files.papers import take_in
from cases.models import (
    AccessRow,
    BestInterestsNote,
    Child,
    Consent,
    Document,
    DrawnLook,
    Hearing,
    KinshipClaim,
    Mother,
    SavedView,
    User,
)
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    DocumentKind,
    EvidenceKind,
    GiverRole,
    HearingPurpose,
    InterestsTrigger,
    Language,
    NameWithdrawn,
    Recommendation,
    Relation,
    RestatedPart,
    Role,
    SharedWith,
)
from tests import papers
from tests.factories.fixed import DAY, SEEN, numbers
from tests.factories.people import user
from tests.factories.places import court
from tests.factories.terms import past_the_guards


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


def grant(
    child: Child,
    *kinds: ClearanceKind,
    by: User | None = None,
    document: Document | None = None,
) -> None:
    """Record granted clearances for ``child``."""
    for kind in kinds:
        clearances.record(
            child=child,
            by=by or user(Role.CASEWORKER),
            on=DAY,
            kind=kind,
            status=ClearanceStatus.GRANTED,
            issued_on=DAY,
            document=document,
        )


def consent(
    child: Child,
    decision: ConsentDecision = ConsentDecision.GIVEN,
    *,
    verified: bool = True,
    purpose: ConsentPurpose = ConsentPurpose.REPATRIATION,
    document: Document | None = None,
) -> Consent:
    """Record the mother's consent, to the return unless to another ``purpose``, and verify it."""
    given = consents.record(
        child=child,
        by=user(Role.CASEWORKER),
        on=DAY,
        purpose=purpose,
        giver_role=GiverRole.MOTHER,
        decision=decision,
        decided_on=DAY,
        method=ConsentMethod.SIGNED,
        reason="" if decision == ConsentDecision.GIVEN else "fear",
        document=document,
    )
    if verified:
        consents.verify(consent=given, by=user(Role.REVIEWER), on=DAY, **SEEN)
    return given


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
    content = content or papers.pdf(text=b"Paper %d" % next(numbers))
    name = "Билол paper.pdf" if content.startswith(b"%PDF") else "Билол photo.png"
    facts = {"kind": DocumentKind.BIRTH, "language": Language.ARABIC} | said
    return documents.add(
        whose=whose,
        by=user(Role.CASEWORKER),
        on=DAY,
        new=NewDocument(take_in(name, papers.sent(content)), **facts),
    )


def confirm(child: Child, part: RestatedPart = RestatedPart.IDENTITY) -> None:
    """Confirm as a reviewer what was restated of ``child``."""
    newest = child.restatements.waiting().filter(part=part).first()
    restatements.confirm(
        child=child, part=part, seen=newest.pk, by=user(Role.REVIEWER), on=DAY, **SEEN
    )


def drawn_look(child: Child, *, by: User | None = None, of: User | None = None) -> DrawnLook:
    """Draw by lot the look of a user of no team at the record of ``child``."""
    look = AccessRow.objects.create(
        by=by or user(Role.CASEWORKER, team=None), page="child", child=child
    )
    return DrawnLook.objects.create(look=look, asked_of=of)


def withdraw_names(child: Child) -> None:
    """Leave a child without a name in force, as no page and no SQL can."""
    with past_the_guards():
        child.person.names.update(
            is_primary=False,
            withdrawn_by=child.registered_by,
            withdrawn_at=timezone.now(),
            withdrawn_reason=NameWithdrawn.MISTAKE,
        )


def saved_view(owner: User, query: str = "state=open", **fields: Any) -> SavedView:
    """Return a list that ``owner`` saved."""
    words = {"name": "Open cases", "shared_with": SharedWith.NOBODY, "pinned": True} | fields
    return saved_views.save(by=owner, query=query, **words)
