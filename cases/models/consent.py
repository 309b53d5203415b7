"""The ledger of consents: append-only, each verified by a second person."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document, of_the_same_case
from cases.models.guards import TODAY, append_only, in_words, one_of, refuses
from cases.models.kept import counts_case, counts_cases_of
from cases.models.person import Person
from cases.models.user import User
from cases.vocabulary import (
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    DuplicateVerdict,
    GiverRole,
    Reason,
    Stage,
)

#: Whether a word is not one of a woman who was taken for the mother before. Source: decision 0244.
COUNTS = (
    ~Q(giver_role=GiverRole.MOTHER)
    | Q(giver__isnull=True)
    | Q(giver=F("child__mother__person"))
    | Q(
        Exact(
            Func(
                F("giver"),
                F("child__mother__person"),
                function="cases_answered",
                output_field=models.CharField(),
            ),
            Value(DuplicateVerdict.SAME),
        )
    )
)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def counting(self) -> "ConsentQuerySet":
        """Leave out the words of a woman who was taken for the mother before."""
        return self.filter(COUNTS)

    def newest(self) -> "ConsentQuerySet":
        """Return the newest consent of each giver on an open case."""
        return self.filter(~Exists(later_ones())).exclude(child__stage=Stage.CLOSED)

    def waiting(self) -> "ConsentQuerySet":
        """Return the consents that wait for a second person."""
        return self.newest().filter(decision=ConsentDecision.GIVEN, verification__consent=None)

    def waiting_anywhere(self) -> "ConsentQuerySet":
        """Return ``waiting`` of all cases: those of the cases that the database has marked."""
        return self.waiting().filter(child__kept__is_unverified=True)


_Consents = models.Manager.from_queryset(ConsentQuerySet)


class StandingConsents(_Consents["Consent"]):
    """Consents that were not undone."""

    def get_queryset(self) -> ConsentQuerySet:
        return ConsentQuerySet(self.model, using=self._db).filter(undone__consent=None)


def later_ones() -> ConsentQuerySet:
    """Return the consents after an outer one: of its giver, for its child and purpose."""
    later = Q(decided_on__gt=OuterRef("decided_on")) | Q(
        decided_on=OuterRef("decided_on"), pk__gt=OuterRef("pk")
    )
    same = {name: OuterRef(name) for name in ("child", "purpose", "giver_role")}
    return Consent.objects.filter(later, **same)


class Consent(models.Model):
    """One decision of a person whose consent is required."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=ConsentPurpose.choices)
    giver = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consents_given"
    )
    giver_role = models.CharField(_("given by"), max_length=8, choices=GiverRole.choices)
    decision = models.CharField(_("decision"), max_length=9, choices=ConsentDecision.choices)
    decided_on = models.DateField(_("decided on"))
    method = models.CharField(_("how"), max_length=9, choices=ConsentMethod.choices)
    witness = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consents_witnessed"
    )
    interpreter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="consents_interpreted"
    )
    language = models.CharField(_("language it was explained in"), max_length=8, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("scanned form"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    next_approach_on = models.DateField(_("ask again on"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StandingConsents()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-decided_on", "-pk"]
        indexes = [
            # The newest decision of one giver, which is the one that holds.
            models.Index(
                fields=["child", "purpose", "giver_role", "-decided_on", "-id"],
                name="consent_newest",
            )
        ]
        constraints = [
            one_of("consent_purpose_known", "purpose", ConsentPurpose),
            one_of("consent_giver_role_known", "giver_role", GiverRole),
            one_of("consent_decision_known", "decision", ConsentDecision),
            one_of("consent_method_known", "method", ConsentMethod),
            models.CheckConstraint(
                name="consent_withheld_has_reason",
                condition=~Q(decision=ConsentDecision.WITHHELD) | in_words("reason"),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_has_reason_given_none",
                condition=Q(decision=ConsentDecision.WITHHELD)
                | Q(decision=ConsentDecision.GIVEN, reason="")
                | (Q(decision=ConsentDecision.WITHDRAWN) & in_words("reason")),
            ),
            models.CheckConstraint(
                name="consent_asked_again_after_withheld",
                condition=Q(next_approach_on__isnull=True)
                | Q(decision=ConsentDecision.WITHHELD, next_approach_on__gt=F("decided_on")),
            ),
            models.CheckConstraint(
                name="consent_guardian_is_named",
                condition=~Q(giver_role=GiverRole.GUARDIAN) | Q(giver__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_giver_is_nobody_else",
                condition=Q(giver__isnull=True)
                | (
                    (Q(witness__isnull=True) | ~Q(witness=F("giver")))
                    & (Q(interpreter__isnull=True) | ~Q(interpreter=F("giver")))
                ),
            ),
        ]
        triggers = [
            *append_only(),
            *counts_case(when="r.decision = 'given'"),
            of_the_same_case("consent_document_of_the_case"),
            refuses(
                "consent_decided_by_today",
                pgtrigger.Insert,
                f"NEW.decided_on > {TODAY}",
                "A consent cannot be dated in the future.",
                trigger="decided_by_today",
            ),
            refuses(
                "consent_withdrawn_after_given",
                pgtrigger.Insert,
                "NOT EXISTS (SELECT 1 FROM cases_consent k WHERE child_id = NEW.child_id "
                "AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = k.id) "
                "AND purpose = NEW.purpose AND giver_role = NEW.giver_role "
                "AND decision = 'given' AND decided_on <= NEW.decided_on)",
                "Only a consent that was given is withdrawn.",
                trigger="withdrawn_after_given",
                condition=pgtrigger.Q(new__decision=ConsentDecision.WITHDRAWN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_decision_display()}"


class ConsentVerification(models.Model):
    """The confirmation of a consent by a second person."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="verification")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    without_paper = models.CharField(
        _("why it was verified without a form"), max_length=300, blank=True
    )

    class Meta:
        verbose_name = _("verification of a consent")
        verbose_name_plural = _("verifications of consents")
        permissions = [("verify_consent", "Verify a consent as the second person")]
        triggers = [
            *append_only(),
            counts_cases_of(
                "counts_new",
                pgtrigger.Insert,
                "SELECT g.child_id FROM n JOIN cases_consent g ON g.id = n.consent_id",
            ),
            refuses(
                "consent_verified_by_another",
                pgtrigger.Insert,
                "NEW.by_id = (SELECT recorded_by_id FROM cases_consent WHERE id = NEW.consent_id)",
                "A consent is verified by another person than who recorded it.",
                trigger="by_another",
            ),
            refuses(
                "consent_verified_by_paper_or_reason",
                pgtrigger.Insert,
                "NEW.without_paper = '' AND (SELECT document_id FROM cases_consent "
                "WHERE id = NEW.consent_id) IS NULL",
                "No form of the consent is on file, and no reason is given.",
                trigger="by_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent}"
