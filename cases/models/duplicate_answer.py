"""Answers on whether two people of the register are the same."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only, before, one_of
from cases.models.person import Person
from cases.models.user import User
from cases.vocabulary import AnswerOnPair


class DuplicateAnswerQuerySet(models.QuerySet["DuplicateAnswer"]):
    def standing(self) -> "DuplicateAnswerQuerySet":
        """Return the answers that nobody took back."""
        taken = DuplicateAnswer.objects.filter(
            one=models.OuterRef("one"),
            other=models.OuterRef("other"),
            pk__gt=models.OuterRef("pk"),
            verdict=AnswerOnPair.TAKEN_BACK,
        )
        return self.filter(~models.Exists(taken)).exclude(verdict=AnswerOnPair.TAKEN_BACK)


class DuplicateAnswer(models.Model):
    """A user's answer whether two people of the register are the same; or that it is taken back.

    A row that takes back does so for the earlier ones of its pair; it is a row as they are.
    """

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField(_("answer"), max_length=8, choices=AnswerOnPair.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DuplicateAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer on a possible duplicate")
        verbose_name_plural = _("answers on possible duplicates")
        triggers = [
            *append_only(),
            before(
                "duplicate_answer_agrees",
                pgtrigger.Insert,
                "PERFORM cases_refuse_contradiction(NEW.one_id, NEW.other_id, NEW.verdict);",
                condition=pgtrigger.Q(new__verdict__df=AnswerOnPair.TAKEN_BACK),
            ),
            before(
                "duplicate_answer_taken_back",
                pgtrigger.Insert,
                "PERFORM cases_refuse_taking_back(NEW.one_id, NEW.other_id, NEW.by_id);",
                condition=pgtrigger.Q(new__verdict=AnswerOnPair.TAKEN_BACK),
            ),
        ]
        constraints = [
            one_of("duplicate_answer_known", "verdict", AnswerOnPair),
            models.CheckConstraint(
                name="duplicate_answer_in_order", condition=Q(one__lt=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
