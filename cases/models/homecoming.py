"""What happens at home: the signed handover, and where the child is cared for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import has_start
from cases.models.child import Child
from cases.models.guards import Editable, keeps_history, no_delete, one_of
from cases.models.person import Person
from cases.models.place import Place
from cases.models.staff import User
from cases.vocabulary import PlacementKind


@keeps_history()
class Handover(Editable):
    """The signed paper by which a child is received at home."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="handovers")
    signed_on = models.DateField(_("signed on"))
    paper = models.CharField(_("number of the paper"), max_length=60)
    handed_by = models.CharField(_("handed over by"), max_length=120)
    received_by = models.CharField(_("received by"), max_length=120)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-signed_on"]
        triggers = [no_delete()]
        constraints = [
            models.UniqueConstraint(fields=["child", "signed_on"], name="handover_once_a_day"),
            models.CheckConstraint(
                name="handover_is_signed",
                condition=~Q(paper="") & ~Q(handed_by="") & ~Q(received_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.signed_on:%Y-%m-%d}"


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
    during = DateRangeField(_("during"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        triggers = [no_delete()]
        constraints = [
            one_of("placement_kind_known", "kind", PlacementKind),
            models.CheckConstraint(
                name="placement_has_place_or_caregiver",
                condition=Q(place__isnull=False) | Q(caregiver__isnull=False),
            ),
            has_start("placement_has_start"),
            ExclusionConstraint(
                name="placement_never_overlaps",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.get_kind_display()}"
