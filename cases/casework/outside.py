"""Totals for outside: proposed by one person, approved by another who sees what they tell."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.figures.outside import OutsideDraft, outside_draft
from cases.models import Agreement, OutsideTotals, User
from cases.queries.second_person import answer_refusals, open_refusals


class CannotPublish(Refused):
    """Nothing leaves; the message says why."""


@transaction.atomic
def propose(
    *, agreement: Agreement, by: User, as_of: datetime.date, with_further: bool
) -> OutsideTotals:
    """Propose the totals of a month's last day, as the register counts them now.

    Where totals of that day are public, these correct them. Raises ``CannotPublish``.
    """
    if as_of >= timezone.localdate() or (as_of + datetime.timedelta(days=1)).day != 1:
        raise CannotPublish(_("Choose a month that has ended."), field="as_of")
    former = OutsideTotals.objects.standing().filter(agreement=agreement, as_of=as_of).first()
    draft = outside_draft(agreement, as_of, with_further=with_further)
    if former and _says(former) == (draft.totals, draft.further):
        raise CannotPublish(_("The same totals are public already."), field="as_of")
    try:
        with transaction.atomic():
            return OutsideTotals.objects.create(
                agreement=agreement,
                as_of=as_of,
                **draft.totals,
                further=draft.further,
                told=draft.tells,
                corrects=former,
                asked_by=by,
                asked_at=timezone.now(),
            )
    except IntegrityError as problem:  # one of this agreement waits, or was quicker
        sentence = _("Totals of this agreement are waiting for a second person.")
        raise CannotPublish(sentence) from problem


def _says(totals: OutsideTotals) -> tuple[dict[str, int], object]:
    names = ("identified", "eligible", "returned")
    return {name: getattr(totals, name) for name in names}, totals.further


def approve_refusals(totals: OutsideTotals, *, by: User) -> list[str]:
    """Return why ``by`` may not approve totals."""
    if refusals := answer_refusals(totals, by=by):
        return refusals
    draft = _again(totals)
    if (draft.totals, draft.further, draft.tells) != (*_says(totals), totals.told):
        return [
            _("The register counts otherwise by now, or more became public. Propose them again.")
        ]
    return []


def _again(totals: OutsideTotals) -> OutsideDraft:
    further = bool(totals.further)
    return outside_draft(totals.agreement, totals.as_of, with_further=further)


@transaction.atomic
def approve(*, totals: OutsideTotals, version: int | None, by: User) -> OutsideTotals:
    """Make totals public as the second person. Raises ``CannotPublish``, and ``Stale``."""
    Agreement.objects.select_for_update(no_key=True).get(pk=totals.agreement_id)
    totals = take(OutsideTotals.objects.select_related("agreement"), totals.pk, version)
    if refusals := approve_refusals(totals, by=by):
        raise CannotPublish(*refusals)
    totals.approved_by, totals.approved_at = by, timezone.now()
    save(totals, "approved_by", "approved_at")
    return totals


@transaction.atomic
def drop(*, totals: OutsideTotals, version: int | None, by: User) -> OutsideTotals:
    """Send totals back, or withdraw one's own. Raises ``CannotPublish``, and ``Stale``."""
    totals = take(OutsideTotals.objects.all(), totals.pk, version)
    if refusals := open_refusals(totals):
        raise CannotPublish(*refusals)
    totals.dropped_by, totals.dropped_at = by, timezone.now()
    save(totals, "dropped_by", "dropped_at")
    return totals
