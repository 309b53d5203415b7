"""Detained mothers; a family is a mother and her children."""

from typing import TYPE_CHECKING, TypedDict

import pgtrigger
from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    Editable,
    at_commit,
    before,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refuses,
)
from cases.models.kept import counts_cases_of
from cases.models.person import NamedQuerySet, Person, to_compare
from cases.models.place import Place, place_serves
from cases.models.team import Team
from cases.models.user import User
from cases.vocabulary import AgreementStatus, PlacePurpose, Proceedings, Sentence


class Moves(TypedDict):
    """What ``with_moves`` adds."""

    had: list[str]
    moves_to: str | None
    may_move: bool
    children_leave: bool
    is_disposed: bool


class WithChildrenCounted(TypedDict):
    """What ``with_children_counted`` adds."""

    children_count: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MotherWithMoves = WithAnnotations["Mother", Moves]
    MotherOfList = WithAnnotations["Mother", WithChildrenCounted]


class MotherQuerySet(NamedQuerySet):
    def visible_to(self, user: User) -> "MotherQuerySet":
        """Return the mothers whose record ``user`` may open.

        If one of two roles sees masked records: those of the own team.
        """
        if user.is_superuser or user.has_perm("cases.verify_child"):
            return self
        if user.has_perm("cases.view_every_child") and not user.has_perm("cases.see_family"):
            return self
        if user.has_perm("cases.view_team_children"):
            # Not a join: it would show a mother once for each of her children.
            children = apps.get_model("cases", "Child")._default_manager
            own = children.filter(mother=models.OuterRef("pk"), caseworker=user)
            return self.filter(Q(team_id=user.team_id) | Q(models.Exists(own)))
        return self.none()

    def called(self, *references: str) -> "MotherQuerySet":
        """Return the mothers who have one of ``references`` now, or had it before."""
        former = apps.get_model("cases", "FormerReference")._default_manager
        had = former.filter(reference__in=references, child__isnull=True).values("mother")
        # A union, and no OR: each side is found by its index.
        has = self.model._default_manager.order_by().filter(reference__in=references).values("pk")
        return self.filter(pk__in=has.union(had.order_by(), all=True))

    def with_moves(self) -> "MotherQuerySet":
        """Annotate ``had``, the former references, ``moves_to``, where a move is requested,
        ``may_move``, whether there is another agreement, ``children_leave``, whether a change of
        mother is requested, and ``is_disposed``, as the guards see it.
        """
        former = apps.get_model("cases", "FormerReference")._default_manager
        changes = apps.get_model("cases", "AgreementChange")._default_manager
        hers = models.OuterRef("pk")
        had = former.filter(mother=hers, child__isnull=True).values("reference")
        requests = changes.asked().filter(mother=hers).values("moves_to__title")
        leaving = apps.get_model("cases", "MotherChange")._default_manager.filter(
            moves_from=hers, approved_by__isnull=True, dropped_by__isnull=True
        )
        others = Agreement.objects.exclude(status=AgreementStatus.ENDED)
        others = others.exclude(pk=models.OuterRef("agreement"))
        return self.annotate(
            had=ArraySubquery(had),
            moves_to=models.Subquery(requests),
            may_move=models.Exists(others),
            children_leave=models.Exists(leaving),
            is_disposed=models.Func(
                models.F("pk"),
                Cast(models.Value(None), models.BigIntegerField()),
                function="cases_is_disposed_family",
                output_field=models.BooleanField(),
            ),
        )

    def with_names(self) -> "MotherQuerySet":
        return self.select_related("person", "held_at").reading_names_of("person")

    def with_children_counted(self) -> "MotherQuerySet":
        """Annotate ``children_count`` by a subquery, so that no filter changes it."""
        hers = models.OuterRef("pk")
        children = apps.get_model("cases", "Child")._default_manager
        counted = children.filter(mother=hers).order_by()
        count = counted.values("mother").annotate(n=models.Count("pk")).values("n")
        return self.annotate(children_count=Coalesce(models.Subquery(count), 0))


@keeps_history()
class Mother(Editable):
    """A mother in detention; one without a name is "mother unknown"."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="mother")
    reference = models.CharField(_("reference"), max_length=16, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="mothers", verbose_name=_("team"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="mothers", verbose_name=_("agreement")
    )
    held_at = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where she is now"),
    )
    proceedings = models.CharField(
        _("proceedings"),
        max_length=14,
        choices=Proceedings.choices,
        default=Proceedings.UNKNOWN,
    )
    sentence = models.CharField(
        _("sentence"), max_length=8, choices=Sentence.choices, default=Sentence.UNKNOWN
    )
    sentence_months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    sentenced_on = models.DateField(_("sentenced on"), null=True, blank=True)
    children_given = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = MotherQuerySet.as_manager()

    class Meta:
        verbose_name = _("mother")
        verbose_name_plural = _("mothers")
        ordering = ["reference"]
        triggers = [
            no_delete(),
            no_truncate(),
            to_compare("NEW.person_id", pgtrigger.Insert, name="to_compare_by_entry"),
            to_compare("NEW.person_id", pgtrigger.Update, pgtrigger.AnyChange("held_at")),
            counts_cases_of(
                "counts_changed",
                pgtrigger.Update,
                "SELECT c.id FROM n JOIN o USING (id) JOIN cases_child c ON c.mother_id = n.id "
                "WHERE o.team_id <> n.team_id",
            ),
            before(
                "reference_given_once",
                pgtrigger.Insert,
                "PERFORM cases_refuse_former_reference(NEW.reference);",
            ),
            before(
                "mother_agreement_stays",
                pgtrigger.Update,
                "PERFORM cases_refuse_moved_mother(OLD, NEW);",
                condition=pgtrigger.AnyChange("agreement", "reference"),
            ),
            refuses(
                "mother_children_given_once",
                pgtrigger.Update,
                "NEW.children_given < OLD.children_given",
                "A number that a child was given is never given again.",
                condition=pgtrigger.AnyChange("children_given"),
            ),
            at_commit(
                "family_moves_whole",
                pgtrigger.UpdateOf("agreement_id", "reference"),
                "PERFORM cases_refuse_split_family(NEW.id);",
            ),
            refuses(
                "mother_of_a_child",
                pgtrigger.Insert,
                "cases_is_page() AND NOT EXISTS (SELECT FROM cases_child WHERE mother_id = NEW.id)",
                "A mother is registered with a child.",
                run=at_commit,
            ),
            before(
                "mother_held_in_custody",
                pgtrigger.Insert | pgtrigger.UpdateOf("held_at_id"),
                place_serves("held_at_id", "mother_held_in_custody", PlacePurpose.CUSTODY),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="mother_reference_form",
                condition=Q(reference__regex=r"^[A-Z]{2}-[A-Z]{2}-[0-9]{4,}$"),
            ),
            one_of("mother_proceedings_known", "proceedings", Proceedings),
            one_of("mother_sentence_known", "sentence", Sentence),
            models.CheckConstraint(
                name="mother_months_only_of_fixed_term",
                condition=Q(sentence_months__isnull=True)
                | Q(sentence=Sentence.FIXED, sentence_months__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("mother", args=[self.reference])
