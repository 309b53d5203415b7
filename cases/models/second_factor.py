"""What a person has to show beside the password, and the reset of it by two people."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import (
    Editable,
    after,
    as_owner,
    asked_then_answered,
    before,
    keeps_history,
    no_truncate,
    one_of,
    stays,
)
from cases.models.user import User
from cases.vocabulary import FactorKind


class SecondFactorQuerySet(models.QuerySet["SecondFactor"]):
    def shown(self) -> "SecondFactorQuerySet":
        """Return what opens the register day by day: an app or a key, no recovery code."""
        return self.exclude(kind=FactorKind.RECOVERY)


class SecondFactor(models.Model):
    """An app that makes codes, a security key, or one recovery code.

    ``secret`` is sealed for an app, public for a key and a hash for a recovery code. ``counter``
    is the last time step whose code was used, or the last count that the key sent.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="second_factors")
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    name = models.CharField(_("name"), max_length=60, blank=True)
    secret = models.TextField()
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SecondFactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("second factor")
        ordering = ["pk"]
        constraints = [
            one_of("second_factor_kind_known", "kind", FactorKind),
            models.UniqueConstraint(fields=["secret"], name="second_factor_of_one_person"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind=FactorKind.APP),
                name="second_factor_one_app",
            ),
        ]
        triggers = [
            no_truncate(),
            before(
                "second_factor_by_oneself",
                pgtrigger.Insert,
                "PERFORM cases_refuse_factor_of_another(NEW.user_id);",
            ),
            before(
                "second_factor_used_once",
                pgtrigger.Update,
                "PERFORM cases_refuse_factor_again(OLD, NEW);",
            ),
            before(
                "second_factor_named_by_oneself",
                pgtrigger.Update,
                "PERFORM cases_refuse_factor_of_another(NEW.user_id);",
                condition=pgtrigger.AnyChange("name"),
            ),
            stays("second_factor_stays", "A second factor stays what it is.", "user", "kind"),
            before(
                "second_factor_taken_by_two",
                pgtrigger.Delete,
                "PERFORM cases_refuse_factor_taken(OLD.user_id);",
            ),
            as_owner(
                pgtrigger.Trigger(
                    name="second_factor_is_told",
                    level=pgtrigger.Statement,
                    when=pgtrigger.After,
                    operation=pgtrigger.Delete,
                    referencing=pgtrigger.Referencing(old="gone"),
                    func="PERFORM cases_tell_role(whom, 'second factor', false) FROM (SELECT "
                    "DISTINCT user_id AS whom FROM gone WHERE user_id IS DISTINCT FROM "
                    "cases_actor()) AS those; RETURN NULL;",
                )
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def asked(self) -> "FactorResetQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered("factor_reset", content=("whom",), once=("whom",))


@keeps_history()
class FactorReset(Editable):
    """The request that somebody who lost the second factor may set another."""

    whom = models.ForeignKey(User, models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ["pk"]
        permissions = [
            ("ask_factorreset", "Ask that a second factor be reset"),
            ("approve_factorreset", "Reset a second factor as the second person"),
        ]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="factor_reset_of_another",
                condition=~Q(asked_by=F("whom"))
                & (Q(approved_by=None) | ~Q(approved_by=F("whom"))),
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            before(
                "password_and_factor_by_two",
                pgtrigger.Insert | pgtrigger.UpdateOf("approved_by_id"),
                "PERFORM cases_refuse_both_resets(NEW);",
            ),
            as_owner(
                after(
                    "factor_reset_is_told",
                    pgtrigger.Insert,
                    "PERFORM cases_tell_role(NEW.whom_id, 'reset', true);",
                )
            ),
            after(
                "factor_reset_is_done",
                pgtrigger.UpdateOf("approved_by_id"),
                "IF NEW.approved_by_id IS NOT NULL THEN PERFORM cases_reset_factor(NEW); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return str(self.whom)
