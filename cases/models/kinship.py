"""Kinship claims, their evidence, and the decision of a second person."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    TODAY,
    Editable,
    append_only,
    before,
    decided_by_another,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuse_if,
)
from cases.models.person import Person
from cases.models.user import User
from cases.rules.evidence import GENETIC, SHAPE
from cases.vocabulary import ClaimStatus, EvidenceKind, Relation

#: A child has one mother and one father; of other kin there may be several.
ONE_OF_A_KIND = (Relation.MOTHER, Relation.FATHER)
#: Claims that nobody has rejected or withdrawn.
STANDING = (ClaimStatus.OPEN, ClaimStatus.ACCEPTED)
#: What a claim may come to from where it stands.
_STEPS = "('open','accepted'), ('open','rejected'), ('open','withdrawn'), ('accepted','rejected')"
_EVIDENCE = "SELECT 1 FROM cases_claimevidence e WHERE e.claim_id = NEW.id"


class ClaimQuerySet(models.QuerySet["KinshipClaim"]):
    def open(self) -> "ClaimQuerySet":
        """Return the claims that wait for a decision."""
        return self.filter(status=ClaimStatus.OPEN)

    def standing(self) -> "ClaimQuerySet":
        """Return the claims not rejected or withdrawn."""
        return self.filter(status__in=STANDING)


@keeps_history()
class KinshipClaim(Editable):
    """A person's claim to be a relative of a child; several may compete.

    The claim never changes; its status does: open, then accepted, rejected or
    withdrawn; an acceptance may be set aside.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="claims")
    n = models.PositiveSmallIntegerField(_("number"))
    claimant = models.ForeignKey(
        Person, models.PROTECT, related_name="claims", verbose_name=_("claimant")
    )
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    claimed_on = models.DateField(_("claimed on"))
    status = models.CharField(
        _("status"), max_length=9, choices=ClaimStatus.choices, default=ClaimStatus.OPEN
    )
    reasons = models.TextField(_("reasons for the decision"), max_length=4000, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("kinship claim")
        verbose_name_plural = _("kinship claims")
        ordering = ["n"]
        permissions = [("decide_claim", "Decide a kinship claim as the second person")]
        indexes = [
            # The queue of what waits for a second person.
            models.Index(
                fields=["recorded_at"],
                condition=Q(status=ClaimStatus.OPEN),
                name="claim_open",
            )
        ]
        constraints = [
            one_of("claim_relation_known", "relation", Relation),
            one_of("claim_status_known", "status", ClaimStatus),
            models.UniqueConstraint(fields=["child", "n"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["child", "relation"],
                condition=Q(status=ClaimStatus.ACCEPTED, relation__in=ONE_OF_A_KIND),
                name="claim_one_mother_and_father",
            ),
            models.UniqueConstraint(
                fields=["child", "claimant"],
                condition=Q(status__in=STANDING),
                name="claim_one_standing_of_a_person",
            ),
            models.CheckConstraint(
                name="claim_decided_iff_by_somebody",
                condition=Q(
                    status__in=(ClaimStatus.ACCEPTED, ClaimStatus.REJECTED),
                    decided_by__isnull=False,
                )
                & in_words("reasons")
                | Q(
                    status__in=(ClaimStatus.OPEN, ClaimStatus.WITHDRAWN),
                    decided_by__isnull=True,
                    reasons="",
                ),
            ),
            *decided_by_another("claim", first="recorded", second="decided", also=("decided_on",)),
        ]
        triggers = [
            no_delete(),
            before(
                "claim_is_possible",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_if(
                    f"NEW.claimed_on > {TODAY} OR NEW.decided_on > {TODAY}",
                    "claim_dated_by_today",
                    "A claim and its decision cannot lie in the future.",
                )
                + refuse_if(
                    "NEW.decided_on < NEW.claimed_on",
                    "claim_decided_after_claimed",
                    "A claim is decided on its day or later.",
                )
                + refuse_if(
                    f"NEW.status = 'accepted' AND NOT EXISTS ({_EVIDENCE})",
                    "claim_accepted_on_evidence",
                    "A claim is accepted on evidence.",
                )
                + refuse_if(
                    f"EXISTS ({_EVIDENCE} AND e.recorded_by_id = NEW.decided_by_id)",
                    "claim_decided_by_no_recorder",
                    "Who recorded evidence does not decide the claim.",
                ),
            ),
            before(
                "claim_stays",
                pgtrigger.Update,
                refuse_if(
                    "(OLD.child_id, OLD.n, OLD.claimant_id, OLD.relation, OLD.claimed_on, "
                    "OLD.recorded_by_id) IS DISTINCT FROM (NEW.child_id, NEW.n, NEW.claimant_id, "
                    "NEW.relation, NEW.claimed_on, NEW.recorded_by_id)",
                    "claim_stays",
                    "What is claimed is not changed; it is withdrawn and claimed anew.",
                )
                + refuse_if(
                    f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_STEPS})",
                    "claim_status_follows",
                    "This does not follow for a claim.",
                )
                + refuse_if(
                    "OLD.status = NEW.status AND (OLD.reasons, OLD.decided_by_id, OLD.decided_on) "
                    "IS DISTINCT FROM (NEW.reasons, NEW.decided_by_id, NEW.decided_on)",
                    "claim_decision_stays",
                    "The decision on a claim is not rewritten.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.n}"


class ClaimEvidence(models.Model):
    """One document, statement or result for or against a claim, by its reference alone."""

    claim = models.ForeignKey(KinshipClaim, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind.choices)
    reference = models.CharField(_("reference"), max_length=40)
    dated_on = models.DateField(_("dated"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("evidence of a claim")
        verbose_name_plural = _("evidence of claims")
        ordering = ["pk"]
        constraints = [
            one_of("evidence_kind_known", "kind", EvidenceKind),
            models.UniqueConstraint(
                fields=["claim", "kind", "reference"], name="evidence_once_a_claim"
            ),
            models.CheckConstraint(
                name="evidence_reference_form", condition=Q(reference__regex=SHAPE)
            ),
            models.CheckConstraint(
                name="evidence_never_genetic", condition=~Q(reference__iregex=GENETIC)
            ),
        ]
        triggers = [
            *append_only(),
            before(
                "evidence_of_open_claim",
                pgtrigger.Insert,
                refuse_if(
                    f"NEW.dated_on > {TODAY}",
                    "evidence_dated_by_today",
                    "Evidence cannot be dated in the future.",
                )
                # The claim is held until the end, so that nobody decides it meanwhile.
                + "PERFORM 1 FROM cases_kinshipclaim WHERE id = NEW.claim_id FOR SHARE;"
                + refuse_if(
                    "(SELECT status FROM cases_kinshipclaim WHERE id = NEW.claim_id) <> 'open'",
                    "evidence_of_open_claim",
                    "Evidence is added while a claim is open.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"
