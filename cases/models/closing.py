"""Closing and reopening a case: one person requests, another approves."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.models.guards import FourEyes, after, as_owner, asked_first, at_commit, four_eyes
from cases.vocabulary import ClosedReason, Stage

_CLOSING = four_eyes(
    "child_closing",
    first="closing_asked",
    second="closing_approved",
    also=("closing_reason",),
    content=("closing_reason", "closing_note", "duplicate_of"),
)
_REOPENING = four_eyes("child_reopening", first="reopening_asked", second="reopening_approved")

#: The guards of the columns of a child that say why and by whom it is closed and reopened.
CLOSING = FourEyes(
    constraints=[
        *_CLOSING.constraints,
        *_REOPENING.constraints,
        models.CheckConstraint(
            name="child_closed_iff_reason_and_day",
            condition=Q(
                stage=Stage.CLOSED,
                closed_on__isnull=False,
                closed_reason__isnull=False,
                closed_reason__in=ClosedReason.values,
            )
            | (~Q(stage=Stage.CLOSED) & Q(closed_on__isnull=True, closed_reason__isnull=True)),
        ),
        models.CheckConstraint(
            name="child_closed_only_when_approved",
            condition=~Q(stage=Stage.CLOSED) | Q(closing_approved_by__isnull=False),
        ),
        models.CheckConstraint(
            name="child_closing_approved_iff_closed",
            condition=Q(stage=Stage.CLOSED) | Q(closing_approved_by__isnull=True),
        ),
        models.CheckConstraint(
            name="child_duplicate_iff_named",
            condition=Q(
                duplicate_of__isnull=False,
                closing_reason__isnull=False,
                closing_reason=ClosedReason.DUPLICATE,
            )
            | Q(duplicate_of__isnull=True)
            & (Q(closing_reason__isnull=True) | ~Q(closing_reason=ClosedReason.DUPLICATE)),
        ),
        models.CheckConstraint(
            name="child_closing_note_only_when_asked",
            condition=Q(closing_note="") | Q(closing_asked_by__isnull=False),
        ),
        models.CheckConstraint(
            name="child_closed_as_asked",
            condition=Q(closed_reason__isnull=True)
            | Q(closing_reason__isnull=False, closed_reason=F("closing_reason")),
        ),
        models.CheckConstraint(
            name="child_not_duplicate_of_itself",
            condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
        ),
    ],
    triggers=[
        *_CLOSING.triggers,
        *_REOPENING.triggers,
        asked_first("child_closing_note_first", "closing_note", approved="closing_approved_by"),
        as_owner(
            after(
                "merge_goes_with_its_request",
                pgtrigger.Update,
                "PERFORM cases_drop_merge(NEW.id);",
                condition=pgtrigger.Q(
                    old__closing_asked_by__isnull=False, new__closing_asked_by__isnull=True
                ),
            )
        ),
        as_owner(
            after(
                "closing_kept_for_merge",
                pgtrigger.Update,
                # Undone, it is as before anybody asked.
                "PERFORM cases_keep_for_merge('cases_child', NEW.id, to_jsonb(OLD) || "
                '\'{"closing_reason": null, "closing_asked_by_id": null, "closing_note": "", '
                '"closing_asked_at": null, "duplicate_of_id": null}\', to_jsonb(NEW));',
                condition=pgtrigger.Q(new__stage=Stage.CLOSED)
                & ~pgtrigger.Q(old__stage=Stage.CLOSED),
            )
        ),
        at_commit(
            "closed_with_its_merge",
            pgtrigger.UpdateOf("stage"),
            "PERFORM cases_refuse_off_its_merge(NEW.id);",
        ),
        at_commit(
            "closed_without_open_tasks",
            pgtrigger.UpdateOf("stage"),
            "PERFORM cases_refuse_open_task(NEW.id);",
            condition=pgtrigger.Q(new__stage=Stage.CLOSED),
        ),
    ],
)
