"""Placements: in whose care a child is, from which day on."""

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    Editable,
    at_commit,
    before,
    has_start,
    keeps_history,
    never_overlap,
    no_delete,
    no_truncate,
    one_of,
    refuses,
    written_once,
)
from cases.models.journal import Journal
from cases.models.kept import counts_case, keeps_past_of
from cases.models.person import Person
from cases.models.place import Place, place_suits
from cases.models.user import User
from cases.rules.places import WHERE_CARE_IS
from cases.vocabulary import PlacementKind

_IN_A_FAMILY = "r.kind IN ('relative', 'foster')"
_COUNTED = ("r.during", "r.kind", "r.undone_with_id")


class StandingPlacements(models.Manager["Placement"]):
    """Placements that were not undone."""

    def get_queryset(self) -> "models.QuerySet[Placement]":
        return super().get_queryset().filter(undone_with=None)


@keeps_history()
class Placement(Editable):
    """In whose care a child is, from which day on."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="placements")
    kind = models.CharField(_("kind of care"), max_length=12, choices=PlacementKind.choices)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    caregiver = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cares_for",
        verbose_name=_("caregiver"),
    )
    contact = models.CharField(_("how to reach the caregiver"), max_length=200, blank=True)
    during = DateRangeField(_("during"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_with = models.OneToOneField(
        Journal, models.PROTECT, null=True, editable=False, related_name="undone_placement"
    )

    objects = StandingPlacements()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        triggers = [
            no_delete(),
            no_truncate(),
            *counts_case(*_COUNTED, when=_IN_A_FAMILY),
            *keeps_past_of(*_COUNTED, among=_IN_A_FAMILY),
            written_once("placement", "kind", "caregiver", "during"),
            refuses(
                "placement_stays",
                pgtrigger.Update,
                "NEW.place_id IS DISTINCT FROM cases_joined_into(OLD.place_id)",
                "What was recorded stays; a further record corrects it.",
                trigger="place_follows_what_it_was_joined_with",
                condition=pgtrigger.AnyChange("place"),
            ),
            before(
                "undone_with_its_entry",
                pgtrigger.Insert | pgtrigger.UpdateOf("undone_with_id"),
                "PERFORM cases_refuse_undone_placement(NEW);",
                condition=pgtrigger.Q(new__undone_with__isnull=False),
            ),
            refuses(
                "placement_undone_stays",
                pgtrigger.Update,
                "OLD.undone_with_id IS NOT NULL",
                "What was undone counts no more.",
                trigger="undone_stays",
                condition=pgtrigger.AnyChange("undone_with", "contact"),
            ),
            at_commit(
                "undone_leaves_no_follow_up",
                pgtrigger.Update,
                "PERFORM cases_refuse_left_to_follow(NEW.child_id);",
                condition=pgtrigger.AnyChange("undone_with"),
            ),
            before(
                "placement_at_home_or_in_care",
                pgtrigger.Insert | pgtrigger.UpdateOf("place_id", "kind"),
                place_suits("place_id", "placement_at_home_or_in_care", "kind", WHERE_CARE_IS),
            ),
        ]
        constraints = [
            one_of("placement_kind_known", "kind", PlacementKind),
            models.CheckConstraint(
                name="placement_has_place_or_caregiver",
                condition=Q(place__isnull=False) | Q(caregiver__isnull=False),
            ),
            has_start("placement_has_start"),
            never_overlap("placement_never_overlaps", "child", among=Q(undone_with=None)),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.get_kind_display()}"
