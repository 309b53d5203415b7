"""Whether a family can move to another agreement, and who has asked for it."""

from django.utils.translation import gettext as _

from cases.models import AgreementChange, Assessment, Child, Fee, Mother, Passenger, User
from cases.models.movement import SEATED
from cases.queries.merges import merged_refusals


def waiting_change(mother: Mother) -> AgreementChange | None:
    """Return the move of the family that waits for a second person."""
    requests = AgreementChange.objects.asked().filter(mother=mother)
    return requests.select_related("moves_from", "moves_to", "asked_by").first()


def last_answered(mother: Mother) -> AgreementChange | None:
    """Return the move of the family that was answered last."""
    answered = AgreementChange.objects.filter(mother=mother).exclude(
        approved_by__isnull=True, dropped_by__isnull=True
    )
    return answered.select_related("moves_to", "approved_by", "dropped_by").first()


def bound_refusals(mother: Mother) -> tuple[str, ...]:
    """Return what binds the family to its agreement; empty while it can move.

    Source: domain page, section 3, "Two agreements".
    """
    hers = {"child__mother": mother}
    decided = Assessment.objects.filter(**hers, decided__isnull=False).select_related("child")
    fees = Fee.objects.filter(**hers).select_related("child")
    seats = Passenger.objects.filter(**hers, status__in=SEATED).select_related("child", "movement")
    return (
        *merged_refusals(Child.objects.filter(mother=mother).order_by()),
        *(_decided(reference) for reference in sorted({a.child.reference for a in decided})),
        *(_owed(reference) for reference in sorted({fee.child.reference for fee in fees})),
        *(
            _("%(child)s has a place on %(movement)s. The family stays under this agreement.")
            % {"child": seat.child, "movement": seat.movement}
            for seat in seats
        ),
    )


def _decided(reference: str) -> str:
    return _(
        "The eligibility of %(child)s has been decided. "
        "A family moves only before the first decision on any of its children."
    ) % {"child": reference}


def _owed(reference: str) -> str:
    return _("There is a fee for %(child)s. The family stays under this agreement.") % {
        "child": reference
    }


def approval_refusals(change: AgreementChange | None, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` may not decide on a requested move of a family."""
    if change is None:
        return (_("No move to another agreement is requested for this family."),)
    own = change.asked_by_id == by.pk
    own_request = _("You requested this. A second person must approve it.")
    return (*((own_request,) if own else ()), *bound_refusals(change.mother))
