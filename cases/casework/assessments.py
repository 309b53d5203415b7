"""Eligibility is assessed by one person and decided by another."""

import datetime
import uuid
from collections.abc import Mapping
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import fees, journal
from cases.casework.cases import lock_child, take_child
from cases.casework.editing import save, take
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.models import Assessment, Child, CriteriaSet, Criterion, Finding, User
from cases.models.prepared import KEY, Records
from cases.queries.assessments import answered_sentence
from cases.rules.stages import DECIDED_STAGE
from cases.vocabulary import Act, Answer, CriteriaStatus, Decision, Stage


def published_criteria(child: Child) -> CriteriaSet | None:
    """Return the criteria set that the child's agreement has published, if any."""
    published = _published().of(key=child.agreement_id)
    return published[0] if published else None


@cache
def _published() -> "Records[CriteriaSet]":
    rows = CriteriaSet.objects.filter(agreement_id=KEY, status=CriteriaStatus.PUBLISHED)
    return Records(rows.order_by("-number")[:1])


@cache
def _earlier() -> "Records[Assessment]":
    return Records(Assessment.objects.filter(child_id=KEY).order_by("-n"))


def criteria_of(criteria_set: CriteriaSet) -> list[Criterion]:
    """Return the questions of a set, in their order. One query."""
    return _criteria().of(key=criteria_set.pk)


@cache
def _criteria() -> "Records[Criterion]":
    return Records(Criterion.objects.filter(criteria_set_id=KEY))


@transaction.atomic
def assess(
    *,
    child: Child,
    version: int | None,
    by: User,
    on: datetime.date,
    findings: Mapping[Criterion, tuple[Answer, str]],
    proposed: Decision,
    proposal_reasons: str,
    token: uuid.UUID | None = None,
) -> Assessment:
    """Record the findings of ``by`` (answer and note for each criterion) and their proposal.

    It supersedes the previous assessment. Raises ``CannotMove`` if the child is not verified,
    an assessment is undecided, no criteria are published or a required one is not answered,
    and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    child = take_child(child, version)
    if child.stage != Stage.VERIFIED:
        raise CannotMove(_("Only a verified child can be assessed."))
    criteria_set = published_criteria(child)
    if criteria_set is None:
        raise CannotMove(_("The agreement has no published criteria yet. Ask an admin."))
    if unanswered := _unanswered(criteria_set, findings):
        raise CannotMove(*(_("Not answered: %(question)s") % {"question": q} for q in unanswered))
    earlier = _earlier().of(key=child.pk)
    if any(each.waits for each in earlier):
        raise CannotMove(_("An assessment of this child is waiting for a decision."))
    previous = earlier[0] if earlier else None
    assessment = Assessment.objects.create(
        child=child,
        n=previous.n + 1 if previous else 1,
        criteria_set=criteria_set,
        proposed=proposed,
        proposal_reasons=proposal_reasons,
        assessed_by=by,
        supersedes=previous,
    )
    Finding.objects.bulk_create(
        Finding(assessment=assessment, criterion=criterion, answer=answer, note=note)
        for criterion, (answer, note) in findings.items()
    )
    save(child)
    journal.record(child, act=Act.ASSESS, by=by, on=on, detail=f"{assessment.n}:{proposed}")
    journal.settle(child, by=by)
    done(submission, child)
    return assessment


@transaction.atomic
def decide(
    *,
    assessment: Assessment,
    version: int | None,
    by: User,
    on: datetime.date,
    decided: Decision,
    reasons: str,
    review_due_on: datetime.date | None = None,
) -> Assessment:
    """Decide an assessment as the second person, and move the case accordingly.

    ``needs_information`` leaves the stage. Raises ``CannotMove`` if ``by``
    made the assessment or a deferral has no future day of review, ``Stale``
    if the assessment was decided or edited since ``version``.
    """
    child = lock_child(assessment.child)
    assessment = take(Assessment.objects.all(), assessment.pk, version)
    _refuse_decision(assessment, child, by, on, decided, reasons, review_due_on)
    assessment.decided, assessment.reasons = decided, reasons
    assessment.decided_by, assessment.decided_at = by, timezone.now()
    assessment.review_due_on = review_due_on
    save(assessment, "decided", "reasons", "decided_by", "decided_at", "review_due_on")
    to = DECIDED_STAGE.get(decided)
    detail = f"{assessment.n}:{decided}"
    if to is None:
        journal.record(child, act=Act.DECIDE, by=by, on=on, detail=detail)
    else:
        due = review_due_on if decided != Decision.ELIGIBLE else None
        journal.step(child, act=Act.DECIDE, to=to, by=by, on=on, detail=detail, review_due_on=due)
        fees.become_due(child, on=on, by=by)
    journal.settle(child, by=by)
    return assessment


@transaction.atomic
def withdraw(
    *, assessment: Assessment, version: int | None, by: User, on: datetime.date
) -> Assessment:
    """Take back one's own assessment while nobody decided; the case is as before it was made.

    Raises ``CannotMove`` if another made it, or it is decided or set aside, and ``Stale``.
    """
    child = lock_child(assessment.child)
    assessment = take(Assessment.objects.all(), assessment.pk, version)
    if reason := answered_sentence(assessment):
        raise CannotMove(reason)
    if assessment.assessed_by_id != by.pk:
        who = {"who": assessment.assessed_by}
        raise CannotMove(_("%(who)s made this assessment, and withdraws it.") % who)
    assessment.set_aside_by, assessment.set_aside_at = by, timezone.now()
    save(assessment, "set_aside_by", "set_aside_at")
    journal.record(child, act=Act.DROP_ASSESSMENT, by=by, on=on, detail=str(assessment.n))
    journal.settle(child, by=by)
    return assessment


def _refuse_decision(
    assessment: Assessment,
    child: Child,
    by: User,
    on: datetime.date,
    decided: Decision,
    reasons: str,
    review_due_on: datetime.date | None,
) -> None:
    if reason := answered_sentence(assessment):
        raise CannotMove(reason)
    if assessment.assessed_by_id == by.pk:
        raise CannotMove(_("You made this assessment. A second person must decide it."))
    if child.stage != Stage.VERIFIED:
        raise CannotMove(_("A decision needs a verified child."))
    if not reasons.strip():
        raise CannotMove(_("Give the reasons for the decision."))
    if decided == Decision.DEFERRED and (review_due_on is None or review_due_on <= on):
        raise CannotMove(_("A deferral needs a future review date."))


def _unanswered(
    criteria_set: CriteriaSet, findings: Mapping[Criterion, tuple[Answer, str]]
) -> list[str]:
    answered = {criterion.pk for criterion in findings}
    required = [each for each in criteria_of(criteria_set) if each.required]
    return [criterion.text for criterion in required if criterion.pk not in answered]


@transaction.atomic
def ask_to_publish(*, criteria_set: CriteriaSet, by: User) -> None:
    """Ask a reviewer to publish a draft set of criteria."""
    criteria_set = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if criteria_set.status != CriteriaStatus.DRAFT:
        raise CannotMove(_("Only a draft can be published."))
    if not criteria_set.criteria.exists():
        raise CannotMove(_("A criteria set needs at least one criterion."))
    criteria_set.publish_asked_by, criteria_set.publish_asked_at = by, timezone.now()
    save(criteria_set, "publish_asked_by", "publish_asked_at")


@transaction.atomic
def publish(*, criteria_set: CriteriaSet, version: int | None, by: User) -> None:
    """Publish a criteria set as the second person; retire the previous one."""
    criteria_set = take(CriteriaSet.objects.all(), criteria_set.pk, version)
    if criteria_set.publish_asked_by_id is None or criteria_set.status != CriteriaStatus.DRAFT:
        raise CannotMove(_("No publication is requested for this set."))
    if criteria_set.publish_asked_by_id == by.pk:
        raise CannotMove(_("You requested this. A second person must approve it."))
    CriteriaSet.objects.filter(
        agreement_id=criteria_set.agreement_id, status=CriteriaStatus.PUBLISHED
    ).update(status=CriteriaStatus.RETIRED)
    criteria_set.status = CriteriaStatus.PUBLISHED
    criteria_set.publish_approved_by, criteria_set.publish_approved_at = by, timezone.now()
    save(criteria_set, "status", "publish_approved_by", "publish_approved_at")
