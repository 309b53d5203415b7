"""A child's record, which is the case: one case per person for ever."""

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.closing import CLOSING
from cases.models.guards import (
    TODAY,
    Editable,
    after,
    as_owner,
    at_commit,
    before,
    both_or_neither,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refuse_if,
    refuses,
    stays,
    two_people,
    unless_merged,
    without_controls,
)
from cases.models.kept import counts_cases_of, keeps_past
from cases.models.mother import Mother
from cases.models.person import NamedQuerySet, Person, to_compare
from cases.models.place import Place, place_suits
from cases.models.user import User
from cases.rules.places import WHERE_A_CHILD_IS
from cases.rules.stages import HOME, OPEN, STEPS, VERIFIED_SINCE
from cases.vocabulary import ClosedReason, FatherStatus, HoldReason, Stage

#: Reasons of closing that take a child out of the count of identified children.
NOT_COUNTED = (ClosedReason.DUPLICATE, ClosedReason.ERROR, ClosedReason.NOT_NATIONAL)
#: What a travel officer works on.
TRAVELLING = (Stage.CLEARED, Stage.BOOKED, Stage.IN_TRANSIT)

_PAIRS = ", ".join(
    f"('{before_}','{after}')"
    for before_, after in sorted({(step.before, step.after) for step in STEPS if step.before})
)


#: The columns of which a change is counted.
_FACTS = (
    *("agreement_id", "mother_id", "stage", "stage_since", "stage_entered_on"),
    *("registered_on", "registered_by_id", "returned_on", "closed_reason"),
    *("caseworker_id", "held_at_id", "review_due_on", "hold_until"),
)
_OLD, _NEW = (f"ROW({', '.join(f'{row}.{fact}' for fact in _FACTS)})" for row in ("o", "n"))
# Who gives a mother a child, and who gives her another team, wait for each other.
_HERS = (
    "PERFORM 1 FROM cases_mother WHERE id IN (SELECT n.mother_id FROM n{among}) ORDER BY id "
    "FOR SHARE;"
)
_COUNTED = (
    counts_cases_of(
        "counts_new", pgtrigger.Insert, "SELECT id FROM n", first=_HERS.format(among="")
    ),
    counts_cases_of(
        "counts_changed",
        pgtrigger.Update,
        f"SELECT id FROM n JOIN o USING (id) WHERE {_OLD} IS DISTINCT FROM {_NEW}",
        first=_HERS.format(among=" JOIN o USING (id) WHERE o.mother_id <> n.mother_id"),
    ),
    keeps_past(
        "past_changed",
        pgtrigger.Update,
        "SELECT id FROM n JOIN o USING (id) WHERE ROW(o.agreement_id, o.returned_on) "
        "IS DISTINCT FROM ROW(n.agreement_id, n.returned_on)",
    ),
)


class ChildQuerySet(NamedQuerySet):
    def visible_to(self, user: User) -> "ChildQuerySet":
        """Return the children of whom ``user`` may see at least the masked record.

        Used by every page, list, search, file and export.
        Source: security page, section 2.
        """
        if user.is_superuser or user.has_perm("cases.view_every_child"):
            return self
        allowed = Q(pk__in=[])
        if user.has_perm("cases.view_team_children"):
            allowed |= Q(mother__team_id=user.team_id) | Q(caseworker_id=user.pk)
        if user.has_perm("cases.view_children_with_fee"):
            # Not a join: it would show a child once for each of her fees.
            fees = apps.get_model("cases", "Fee").objects.filter(child=models.OuterRef("pk"))
            allowed |= Q(models.Exists(fees))
        if user.has_perm("cases.view_travelling_children"):
            allowed |= Q(stage__in=TRAVELLING)
        return self.filter(allowed)

    def named_to(self, user: User) -> "ChildQuerySet":
        """Return the children whose names ``user`` may see, as ``access.part_of`` says of one.

        Fewer than ``visible_to`` if one of two roles sees masked records.
        """
        if user.is_superuser or user.has_perm("cases.verify_child"):
            return self
        rows = Q(pk__in=[])
        if user.has_perm("cases.view_team_children") and user.has_perm("cases.see_family"):
            rows |= Q(mother__team_id=user.team_id) | Q(caseworker_id=user.pk)
        if user.has_perm("cases.view_travelling_children"):
            rows |= Q(stage__in=TRAVELLING)
        return self.filter(rows)

    def called(self, *references: str) -> "ChildQuerySet":
        """Return the children who have one of ``references`` now, or had it before."""
        former = apps.get_model("cases", "FormerReference")._default_manager
        had = former.filter(reference__in=references, child__isnull=False).values("child")
        # A union, and no OR: each side is found by its index.
        has = self.model._default_manager.order_by().filter(reference__in=references).values("pk")
        return self.filter(pk__in=has.union(had.order_by(), all=True))

    def open(self) -> "ChildQuerySet":
        return self.exclude(stage=Stage.CLOSED)

    def not_yet_home(self) -> "ChildQuerySet":
        return self.open().exclude(stage__in=[*HOME, Stage.IN_TRANSIT])

    def with_names(self) -> "ChildQuerySet":
        return self.select_related(
            "person", "mother__person", "held_at", "caseworker"
        ).reading_names_of("person", "mother__person")

    def with_first_name(self) -> "ChildQuerySet":
        """Annotate ``first_name``, the sort key of the name shown first."""
        return self.annotate(
            shown_first=models.FilteredRelation(
                "person__names", condition=Q(person__names__is_primary=True)
            ),
            first_name=F("shown_first__sort_key"),
        )


@keeps_history()
class Child(Editable):
    """A child whose way home is tracked; this row is the case itself.

    Dates are days of the events; ``stage_since`` is the day the stage began. Work on it is
    counted from ``stage_entered_on``, the day of its entry, which is the same or later:
    nobody is late with what was not yet on record.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="child")
    mother = models.ForeignKey(Mother, models.PROTECT, related_name="children")
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="children", verbose_name=_("agreement")
    )
    father_name = models.CharField(_("father's name"), max_length=120, blank=True)
    father_status = models.CharField(
        _("father"), max_length=16, choices=FatherStatus.choices, default=FatherStatus.UNKNOWN
    )
    father_evidence = models.CharField(_("evidence about the father"), max_length=200, blank=True)
    held_at = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where the child is now"),
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    stage_since = models.DateField(_("in this stage since"))
    stage_entered_on = models.DateField(_("stage recorded on"))
    registered_on = models.DateField(_("registered on"))
    entered_on = models.DateField(_("entered in the register on"))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_without_paper = models.CharField(
        _("why it was verified without a document"), max_length=300, blank=True
    )
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    caseworker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("caseworker"),
    )
    hold_reason = models.CharField(
        _("on hold because"), max_length=12, choices=HoldReason.choices, null=True, blank=True
    )
    hold_until = models.DateField(_("on hold until"), null=True, blank=True)
    review_due_on = models.DateField(_("review due on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(
        _("closed because"), max_length=12, choices=ClosedReason.choices, null=True, blank=True
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    closing_reason = models.CharField(
        _("closing requested because"),
        max_length=12,
        choices=ClosedReason.choices,
        null=True,
        blank=True,
    )
    closing_note = models.CharField(
        _("why it is closed with follow-ups open"), max_length=500, blank=True
    )
    closing_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_asked_at = models.DateTimeField(null=True, blank=True)
    closing_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_approved_at = models.DateTimeField(null=True, blank=True)
    reopening_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopening_asked_at = models.DateTimeField(null=True, blank=True)
    reopening_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopening_approved_at = models.DateTimeField(null=True, blank=True)

    objects = ChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("child")
        verbose_name_plural = _("children")
        ordering = ["reference"]
        permissions = [
            ("view_every_child", "Open the record of every child"),
            ("view_team_children", "Open the records of the own team"),
            ("view_children_with_fee", "See masked children who have a fee"),
            ("view_travelling_children", "See children who are ready or booked"),
            ("see_names", "See names, birth dates and places"),
            ("see_family", "Open the record of a mother"),
            ("manage_register", "Use the administration pages"),
            ("register_child", "Register and edit families"),
            ("assign_child", "Assign cases"),
            ("export_children", "Export the list of children"),
            ("verify_child", "Verify identity"),
            ("work_case", "Record notes, consent and clearances and move a case"),
            ("move_case", "Clear, defer and take up a case, and ask to close or reopen it"),
            ("approve_closing", "Approve closing and reopening"),
            ("view_access", "See who looked at a record"),
            ("view_dashboard", "See the dashboard"),
            ("follow_figures", "Follow a figure to the children it counts"),
        ]
        indexes = [
            # Stages of an agreement: counted, and listed in the order of the list.
            models.Index(
                fields=["agreement", "stage", "stage_entered_on", "id"], name="child_by_stage"
            ),
            # The list's default order.
            models.Index(fields=["stage_entered_on", "id"], name="child_longest_in_stage"),
            # The same of those who travel, for who sees nobody else.
            models.Index(
                fields=["stage_entered_on", "id"],
                condition=Q(stage__in=TRAVELLING),
                name="child_travelling",
            ),
            # "My work".
            models.Index(fields=["caseworker", "stage"], name="child_by_caseworker"),
            models.Index(fields=["returned_on"], name="child_by_return"),
        ]
        constraints = [
            models.CheckConstraint(
                name="child_reference_form",
                condition=Q(reference__regex=r"^[A-Z]{2}-[A-Z]{2}-[0-9]{4,}-[0-9]+$"),
            ),
            one_of("child_stage_known", "stage", Stage),
            one_of("child_father_status_known", "father_status", FatherStatus),
            models.CheckConstraint(
                name="child_returned_on_iff_returned",
                condition=Q(stage__in=sorted(HOME), returned_on__isnull=False)
                | Q(stage=Stage.CLOSED, closed_reason__isnull=False)
                & (~Q(closed_reason=ClosedReason.COMPLETED) | Q(returned_on__isnull=False))
                | (~Q(stage__in=sorted([*HOME, Stage.CLOSED])) & Q(returned_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="child_deferred_has_review_day",
                condition=~Q(stage=Stage.DEFERRED) | Q(review_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="child_reviewed_after_deferral",
                condition=~Q(stage=Stage.DEFERRED)
                | Q(review_due_on__isnull=True)
                | Q(review_due_on__gte=F("stage_since")),
            ),
            models.CheckConstraint(
                name="child_entered_when_known",
                condition=Q(entered_on__gte=F("registered_on"))
                & Q(stage_entered_on__gte=F("stage_since")),
            ),
            both_or_neither("child_hold_reason_iff_day", "hold_reason", "hold_until"),
            models.CheckConstraint(
                name="child_verified_since_verified",
                condition=~Q(stage__in=sorted(VERIFIED_SINCE)) | Q(verified_by__isnull=False),
            ),
            without_controls("child_father_name", "father_name"),
            two_people("child_verified_by_another", "registered_by", "verified_by"),
            *CLOSING.constraints,
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            refuses(
                "child_caseworker_works_on_cases",
                pgtrigger.Insert | pgtrigger.UpdateOf("caseworker_id"),
                "(TG_OP = 'INSERT' OR NEW.caseworker_id IS DISTINCT FROM OLD.caseworker_id) "
                "AND cases_is_page() AND NOT cases_may_one_of(NEW.caseworker_id, '{work_case}')",
                "A case is given to those who work on cases.",
                condition=pgtrigger.Q(new__caseworker__isnull=False),
            ),
            to_compare("NEW.person_id", pgtrigger.Insert, name="to_compare_by_entry"),
            to_compare("NEW.person_id", pgtrigger.Update, pgtrigger.AnyChange("mother", "held_at")),
            *_COUNTED,
            before(
                "stage_starts_registered",
                pgtrigger.Insert,
                refuse_if(
                    f"NEW.stage <> '{Stage.REGISTERED}'",
                    "child_stage_starts_registered",
                    "A case starts as registered.",
                )
                + refuse_if(
                    f"GREATEST(NEW.entered_on, NEW.stage_entered_on) > {TODAY}",
                    "child_entered_by_today",
                    "Nothing is entered in the future.",
                )
                + "PERFORM cases_refuse_impossible_child(NEW.person_id, NEW.mother_id);",
            ),
            before(
                "family_stays_possible",
                pgtrigger.Update,
                "PERFORM cases_refuse_impossible_child(NEW.person_id, NEW.mother_id);",
                condition=pgtrigger.AnyChange("person", "mother"),
            ),
            before(
                "stage_follows_the_table",
                pgtrigger.Update,
                refuse_if(
                    f"(OLD.stage, NEW.stage) NOT IN ({_PAIRS})",
                    "child_stage_follows_the_table",
                    "This stage does not follow that one.",
                )
                + unless_merged(
                    "OLD.stage = 'closed' AND (NEW.reopening_approved_by_id IS NULL OR "
                    "NEW.reopening_approved_at IS NOT DISTINCT FROM OLD.reopening_approved_at)",
                    "child_reopened_only_when_approved",
                    "Reopening needs an approval.",
                ),
                condition=pgtrigger.AnyChange("stage"),
            ),
            refuses(
                "child_verifier_stays",
                pgtrigger.Update,
                "(OLD.stage, NEW.stage) NOT IN "
                "(('registered', 'verified'), ('verified', 'registered'))",
                "Who verified an identity is recorded with the step, and stays.",
                condition=pgtrigger.AnyChange("verified_by", "verified_without_paper"),
            ),
            before(
                "child_held_where_it_can_be",
                pgtrigger.Insert | pgtrigger.UpdateOf("held_at_id"),
                place_suits("held_at_id", "child_held_where_it_can_be", "stage", WHERE_A_CHILD_IS),
            ),
            refuses(
                "child_stage_entered_with_its_step",
                pgtrigger.Update,
                "NEW.stage = OLD.stage",
                "From which day work on a stage is counted is said with the step.",
                trigger="stage_entered_with_its_step",
                condition=pgtrigger.AnyChange("stage_entered_on"),
                run=at_commit,
            ),
            stays("child_registrar_stays", "Who registered a child stays.", "registered_by"),
            stays("child_entry_stays", "The day a child was entered stays.", "entered_on"),
            *CLOSING.triggers,
            before(
                "child_under_its_mothers_agreement",
                pgtrigger.Insert,
                "PERFORM cases_refuse_child_off_the_family(NEW); "
                "PERFORM cases_refuse_former_reference(NEW.reference);",
            ),
            before(
                "child_agreement_stays",
                pgtrigger.Update,
                "IF NEW.mother_id = OLD.mother_id THEN "
                "PERFORM cases_refuse_moved_child(OLD, NEW); END IF;",
                condition=pgtrigger.AnyChange("agreement", "reference"),
            ),
            before(
                "child_mother_stays",
                pgtrigger.Update,
                "PERFORM cases_refuse_child_of_another(OLD, NEW);",
                condition=pgtrigger.AnyChange("mother"),
            ),
            before(
                "child_stays_with_the_family",
                pgtrigger.Update,
                "PERFORM cases_refuse_child_off_the_family(NEW);",
                condition=pgtrigger.AnyChange("agreement", "reference", "mother"),
            ),
            at_commit(
                "days_are_journalled",
                pgtrigger.UpdateOf(
                    *("stage", "stage_since", "stage_entered_on", "registered_on"),
                    *("returned_on", "closed_on"),
                ),
                "PERFORM cases_refuse_days_off_the_journal(NEW.id);",
            ),
            as_owner(
                after(
                    "child_is_another",
                    pgtrigger.Update,
                    "PERFORM cases_restate_identity(NEW.person_id);",
                    condition=pgtrigger.AnyChange("person"),
                )
            ),
            as_owner(
                after(
                    "fathers_death_is_stated",
                    pgtrigger.Insert,
                    "PERFORM cases_restate(NEW.id, 'father', NEW.registered_by_id);",
                    condition=pgtrigger.Q(new__father_status=FatherStatus.DECEASED)
                    & ~pgtrigger.Q(new__father_evidence=""),
                )
            ),
            as_owner(
                after(
                    "fathers_death_is_restated",
                    pgtrigger.Update,
                    "PERFORM cases_restate(NEW.id, 'father', cases_actor());",
                    condition=pgtrigger.AnyChange("father_status", "father_evidence"),
                )
            ),
            at_commit(
                "family_travels_whole",
                pgtrigger.UpdateOf("mother_id"),
                "IF NEW.mother_id <> OLD.mother_id THEN "
                "PERFORM cases_refuse_split_journey(OLD.mother_id, NEW.mother_id); END IF;",
            ),
            at_commit(
                "no_seat_is_kept",
                pgtrigger.UpdateOf("stage"),
                "PERFORM cases_refuse_seat_kept(NEW.id);",
            ),
            at_commit(
                "stage_is_journalled",
                pgtrigger.Insert | pgtrigger.UpdateOf("stage"),
                "PERFORM cases_refuse_unjournalled_stage(NEW.id);",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("child", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN
