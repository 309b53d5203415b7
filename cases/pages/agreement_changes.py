"""A family that moves to another agreement, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases import wording
from cases.models import AgreementChange, Child, Mother
from cases.pages.facts import Fact


def family_facts(mother: Mother, children: Iterable[Child]) -> list[Fact]:
    """Return who moves, and from which agreement."""
    rows = [f"{child.reference} · {child.get_stage_display()}" for child in children]
    return [
        Fact(label=_("Agreement"), value=mother.agreement),
        Fact(label=_("Where she is now"), value=mother.held_at or _("Not known yet")),
        Fact(label=_("Children"), value=", ".join(rows) or "–"),
    ]


def facts(waiting: AgreementChange | None, answered: AgreementChange | None) -> list[Fact]:
    """Return what is requested, else what was decided on the last request, by whom and when."""
    if waiting is not None:
        return [
            Fact(label=_("Move to"), value=waiting.moves_to),
            Fact(label=_("Reason"), value=waiting.reason),
            Fact(
                label=_("Requested by"),
                value=waiting.asked_by,
                alt=wording.moment_text(waiting.asked_at),
            ),
        ]
    if answered is None:
        return []
    answered_at = answered.approved_at or answered.dropped_at
    dropped = _("Withdrawn") if answered.dropped_by_id == answered.asked_by_id else _("Sent back")
    return [
        Fact(label=_("Move to"), value=answered.moves_to),
        Fact(
            label=_("Approved") if answered.approved_by else dropped,
            value=answered.approved_by or answered.dropped_by,
            alt=wording.moment_text(answered_at) if answered_at else "",
        ),
    ]


def already_asked(waiting: AgreementChange | None) -> tuple[str, ...]:
    """Return that somebody has asked for a move; empty where nobody has."""
    if waiting is None:
        return ()
    return (
        _("%(who)s has requested the move to “%(agreement)s”. It waits for a reviewer.")
        % {"who": waiting.asked_by, "agreement": waiting.moves_to},
    )
