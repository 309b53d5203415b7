"""Best-interests notes: what a panel considered for a child, approved by a second person."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    TODAY,
    Editable,
    before,
    decided_by_another,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuses,
)
from cases.models.user import User
from cases.rules.text import SEEN
from cases.vocabulary import InterestsTrigger, NotHeard, Recommendation


class InterestsQuerySet(models.QuerySet["BestInterestsNote"]):
    def waiting(self) -> "InterestsQuerySet":
        """Return the notes without a later one that wait for a second person."""
        later = BestInterestsNote.objects.filter(child=OuterRef("child"), n__gt=OuterRef("n"))
        return self.filter(~Exists(later), asked_at__isnull=False, approved_by__isnull=True)


@keeps_history()
class BestInterestsNote(Editable):
    """What a panel of two or more considered for a child, and what it recommends.

    ``panel`` has a line for each person and role; either ``child_view`` or ``not_heard`` is
    set. ``asked_at`` is empty while a note that was sent back is being changed.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="interests_notes")
    n = models.PositiveSmallIntegerField(_("number"))
    triggers = ArrayField(
        models.CharField(max_length=10, choices=InterestsTrigger.choices),
        verbose_name=_("what the panel considers"),
    )
    panel = models.TextField(_("panel"), max_length=2000)
    held_on = models.DateField(_("held on"))
    child_view = models.TextField(_("the child's view"), max_length=4000, blank=True)
    not_heard = models.CharField(
        _("why the child was not heard"), max_length=12, choices=NotHeard.choices, blank=True
    )
    recommendation = models.CharField(
        _("recommendation"), max_length=12, choices=Recommendation.choices
    )
    reasons = models.TextField(_("reasons"), max_length=4000)
    dissent = models.TextField(_("dissent"), max_length=4000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = InterestsQuerySet.as_manager()

    class Meta:
        verbose_name = _("best-interests note")
        verbose_name_plural = _("best-interests notes")
        ordering = ["-n"]
        permissions = [
            ("approve_interests", "Approve a best-interests note as the second person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["child", "n"], name="interests_number_once"),
            models.CheckConstraint(
                name="interests_triggers_known",
                condition=Q(triggers__contained_by=InterestsTrigger.values, triggers__len__gt=0),
            ),
            models.CheckConstraint(
                name="interests_panel_of_two", condition=Q(panel__regex=rf"{SEEN}[^\n]*\n.*{SEEN}")
            ),
            models.CheckConstraint(
                name="interests_child_heard_or_why_not",
                condition=(Q(not_heard="") & in_words("child_view"))
                | Q(child_view="", not_heard__in=NotHeard.values),
            ),
            one_of("interests_recommendation_known", "recommendation", Recommendation),
            models.CheckConstraint(name="interests_has_reasons", condition=in_words("reasons")),
            *decided_by_another("interests", first="written", second="approved"),
            models.CheckConstraint(
                name="interests_approved_when_asked",
                condition=Q(approved_by__isnull=True) | Q(asked_at__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            refuses(
                "interests_approved_stays",
                pgtrigger.Update,
                "OLD.approved_by_id IS NOT NULL",
                "An approved note is never changed; a later one stands beside it.",
                trigger="approved_stays",
            ),
            refuses(
                "interests_author_stays",
                pgtrigger.Update,
                "NEW.written_by_id <> OLD.written_by_id OR NEW.child_id <> OLD.child_id",
                "A note is changed by its author only.",
                trigger="author_stays",
            ),
            before(
                "written_by_author",
                pgtrigger.Update,
                "PERFORM cases_refuse_another_hand(OLD.written_by_id, 'interests_by_author');",
                condition=pgtrigger.AnyChange(
                    *("triggers", "panel", "held_on", "child_view", "not_heard"),
                    *("recommendation", "reasons", "dissent"),
                ),
            ),
            refuses(
                "interests_held_by_today",
                pgtrigger.Insert | pgtrigger.Update,
                f"NEW.held_on > {TODAY}",
                "A panel cannot have met in the future.",
                trigger="held_by_today",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.n}"

    def get_absolute_url(self) -> str:
        return reverse("interests-note", args=[self.child.reference, self.n])
