"""Enquiries of relatives at home: who asks for whom, which child that is, and what was told."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    TODAY,
    Editable,
    append_only,
    asked_then_answered,
    before,
    both_or_neither,
    by_office,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refused_or_withdrawn,
    refuses,
    stays,
    with_its_act,
    without_controls,
)
from cases.models.team import Team
from cases.models.user import User
from cases.vocabulary import FINAL, TELLING, EnquiryWay, MayBeTold, Relation

AUDITS = "cases.read_audit"
_BORN = ("born_earliest", "born_latest", "born_stated_on")
_ASKED = (
    *("received_on", "came_by", "asker", "relation", "contact"),
    *("child_name", "mother_name", "place", "words", *_BORN),
)


def of_ones_desk() -> pgtrigger.Trigger:
    """Return the guard that a row is of an enquiry that its author may see."""
    return before(
        "enquiry_of_ones_desk",
        pgtrigger.Insert,
        "PERFORM cases_refuse_enquiry_of_another_desk(e.team_id, e.child_id, e.child_id) "
        "FROM cases_enquiry e WHERE e.id = NEW.enquiry_id;",
    )


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    #: What ``with_state`` annotates.
    STATE: tuple[str, ...] = ("ended", "waits")

    def visible_to(self, user: User) -> "EnquiryQuerySet":
        """Return the enquiries of the team of ``user`` or for a child they see, or all."""
        if user.is_superuser or user.has_perm("cases.verify_child") or user.has_perm(AUDITS):
            return self
        if user.has_perm("cases.work_case"):
            children = Child.objects.visible_to(user).order_by().values("pk")
            return self.filter(Q(team_id=user.team_id) | Q(child__in=children))
        return self.none()

    def with_state(self) -> "EnquiryQuerySet":
        """Annotate ``ended``: a last answer was given, and ``waits``: for a second person."""
        own = {"enquiry": OuterRef("pk")}
        last = EnquiryAnswer.objects.filter(**own, says__in=FINAL)
        # Whoever was told that nobody is on record is told again when somebody is.
        ended = last.exclude(says=MayBeTold.NOT_ON_RECORD, enquiry__child__isnull=False)
        waits = Telling.objects.asked().filter(**own)
        return self.annotate(ended=Exists(ended), waits=Exists(waits))

    def to_answer(self) -> "EnquiryQuerySet":
        """Return those for which staff have something to do: neither ended nor waiting."""
        return self.in_state(ended=False, waits=False)

    def in_state(self, **state: bool) -> "EnquiryQuerySet":
        """Return those of which ``with_state`` says this."""
        return self.with_state().filter(Q(**state))


@keeps_history()
class Enquiry(Editable):
    """A relative asks for a child; ``child`` is whom a person took it to be about.

    Without a child, one who ``decided`` it has said that nobody on record is meant.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    received_on = models.DateField(_("received on"))
    came_by = models.CharField(_("how it came"), max_length=10, choices=EnquiryWay.choices)
    asker = models.CharField(_("who asks"), max_length=120)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    contact = models.CharField(_("how to reach this person"), max_length=300)
    child_name = models.CharField(_("name of the child"), max_length=120, blank=True)
    mother_name = models.CharField(_("name of the mother"), max_length=120, blank=True)
    born_earliest = models.DateField(_("born not before"), null=True, blank=True)
    born_latest = models.DateField(_("born not after"), null=True, blank=True)
    born_stated_on = models.DateField(null=True, blank=True)
    place = models.CharField(_("place where the child was last"), max_length=200, blank=True)
    words = models.CharField(_("what is asked, in short"), max_length=1000, blank=True)
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("compared at"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry of a relative")
        verbose_name_plural = _("enquiries of relatives")
        ordering = ["-pk"]
        constraints = [
            one_of("enquiry_way_known", "came_by", EnquiryWay),
            one_of("enquiry_relation_known", "relation", Relation),
            models.CheckConstraint(
                name="enquiry_says_who_and_how",
                condition=in_words("asker") & in_words("contact"),
            ),
            models.CheckConstraint(
                name="enquiry_for_somebody",
                condition=in_words("child_name") | in_words("mother_name"),
            ),
            without_controls("enquiry", "asker", "child_name", "mother_name"),
            both_or_neither("enquiry_born_whole", *_BORN),
            models.CheckConstraint(
                name="enquiry_born_in_order",
                condition=Q(born_earliest__isnull=True) | Q(born_earliest__lte=F("born_latest")),
            ),
            both_or_neither("enquiry_decided_whole", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="enquiry_child_by_somebody",
                condition=Q(child__isnull=True) | Q(decided_by__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            by_office("enquiry", "work_case", pgtrigger.Insert | pgtrigger.Update),
            refuses(
                "enquiry_not_ahead",
                pgtrigger.Insert | pgtrigger.Update,
                f"NEW.received_on > {TODAY} OR NEW.born_earliest > {TODAY}",
                "An enquiry was received before it is recorded, and for somebody who lives.",
            ),
            refuses(
                "enquiry_received_before_its_answers",
                pgtrigger.Update,
                "EXISTS (SELECT FROM cases_enquiryanswer "
                "WHERE enquiry_id = NEW.id AND given_on < NEW.received_on)",
                "An enquiry was received before it was answered.",
                condition=pgtrigger.AnyChange("received_on"),
            ),
            with_its_act("enquiry_child_as_decided", "decided_at", "child"),
            before(
                "enquiry_of_ones_desk",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_enquiry_of_another_desk("
                "COALESCE(OLD.team_id, NEW.team_id), OLD.child_id, NEW.child_id);",
            ),
            before(
                "enquiry_as_told",
                pgtrigger.Update,
                "PERFORM cases_refuse_other_enquiry(NEW.id);",
                condition=pgtrigger.AnyChange("child", "decided_by", "decided_at", *_ASKED),
            ),
            stays(
                "enquiry_recorded_stays",
                "Who recorded an enquiry stays.",
                "recorded_by",
                "recorded_at",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"Q-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("enquiry", args=[self.pk])


class TellingQuerySet(models.QuerySet["Telling"]):
    def asked(self) -> "TellingQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered(
    "telling", content=("enquiry", "says"), once=("enquiry",), answer=("answer",)
)


@keeps_history()
class Telling(Editable):
    """A request that a relative is told whether a child is on record: an act of two people.

    ``answer`` is why a reviewer refused it.
    """

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="tellings")
    says = models.CharField(_("what is told"), max_length=10, choices=MayBeTold.choices)
    answer = models.CharField(_("reason of the refusal"), max_length=500, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = TellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to tell a relative")
        verbose_name_plural = _("requests to tell relatives")
        ordering = ["-pk"]
        permissions = [("approve_telling", "Agree that a relative is told of a child on record")]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="telling_of_a_record", condition=Q(says__in=[word.value for word in TELLING])
            ),
            models.CheckConstraint(
                name="telling_answer_of_a_refusal",
                condition=Q(dropped_by__isnull=False) | Q(answer=""),
            ),
            refused_or_withdrawn("telling"),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            by_office("telling", "work_case", pgtrigger.Insert),
            before(
                "telling_by_a_reviewer",
                pgtrigger.Update,
                "PERFORM cases_refuse_without('approve_telling', 'telling_by_a_reviewer');",
                condition=pgtrigger.AnyChange("approved_by"),
            ),
            of_ones_desk(),
            before("telling_as_decided", pgtrigger.Insert, "PERFORM cases_refuse_telling(NEW);"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.says}"


class EnquiryAnswer(models.Model):
    """What was told to a relative, on which day and how; of a record as two people agreed."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="answers")
    says = models.CharField(_("what was told"), max_length=10, choices=MayBeTold.choices)
    telling = models.OneToOneField(
        Telling, models.PROTECT, null=True, blank=True, related_name="told"
    )
    given_on = models.DateField(_("told on"))
    given_by_way = models.CharField(_("how"), max_length=10, choices=EnquiryWay.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("answer to an enquiry")
        verbose_name_plural = _("answers to enquiries")
        ordering = ["-pk"]
        constraints = [
            one_of("enquiry_answer_known", "says", MayBeTold),
            one_of("enquiry_answer_way_known", "given_by_way", EnquiryWay),
            models.CheckConstraint(
                name="enquiry_answer_agreed",
                condition=Q(says__in=[word.value for word in TELLING], telling__isnull=False)
                | ~Q(says__in=[word.value for word in TELLING]) & Q(telling__isnull=True),
            ),
        ]
        triggers = [
            *append_only(),
            by_office("enquiry_answer", "work_case", pgtrigger.Insert),
            of_ones_desk(),
            before(
                "enquiry_answer_as_agreed",
                pgtrigger.Insert,
                f"PERFORM cases_refuse_enquiry_answer(NEW, {TODAY});",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.says}"
