from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cases.admin.editing import IDENTIFYING, ReadOnlyAdmin, signed_in
from cases.models import (
    AgreementChange,
    BestInterestsNote,
    Child,
    ClaimEvidence,
    Clearance,
    Consent,
    ConsentVerification,
    FollowUp,
    FormerReference,
    Handover,
    Hearing,
    KinshipClaim,
    Mother,
    MotherChange,
    Placement,
    Restatement,
)


@admin.register(Child)
class ChildAdmin(ReadOnlyAdmin):
    """The case without names, as an auditor may read it."""

    list_display = ("reference", "stage", "stage_since", "agreement", "caseworker")
    list_select_related = ("agreement", "caseworker")
    list_filter = ("stage",)
    search_fields = ("reference",)
    to_child = ""
    identifying = ("person", "mother", "father_name", "father_evidence", "held_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Child]:
        return Child.objects.visible_to(signed_in(request))

    def get_exclude(self, request: HttpRequest, obj: Child | None = None) -> tuple[str, ...]:
        return () if request.user.has_perms(IDENTIFYING) else self.identifying


@admin.register(Mother)
class MotherAdmin(ReadOnlyAdmin):
    list_display = ("reference", "team", "held_at", "proceedings")
    list_select_related = ("team", "held_at")
    search_fields = ("reference",)
    needs = IDENTIFYING
    to_child = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mother]:
        return Mother.objects.visible_to(signed_in(request))


@admin.register(AgreementChange)
class AgreementChangeAdmin(ReadOnlyAdmin):
    list_display = ("mother", "moves_from", "moves_to", "asked_by", "approved_by")
    list_select_related = ("mother", "moves_from", "moves_to", "asked_by", "approved_by")
    search_fields = ("mother__reference",)
    needs = IDENTIFYING
    to_child = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgreementChange]:
        seen = Mother.objects.visible_to(signed_in(request))
        return AgreementChange.objects.filter(mother__in=seen)


@admin.register(MotherChange)
class MotherChangeAdmin(ReadOnlyAdmin):
    list_display = ("moves_from", "moves_to", "asked_by", "approved_by")
    list_select_related = ("moves_from", "moves_to", "asked_by", "approved_by")
    search_fields = ("moves_from__reference", "moves_to__reference")
    needs = IDENTIFYING
    to_child = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[MotherChange]:
        seen = Mother.objects.visible_to(signed_in(request))
        return MotherChange.objects.filter(moves_from__in=seen)


@admin.register(FormerReference)
class FormerReferenceAdmin(ReadOnlyAdmin):
    list_display = ("reference", "mother", "child")
    list_select_related = ("mother", "child")
    search_fields = ("reference", "mother__reference")
    needs = IDENTIFYING
    to_child = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormerReference]:
        seen = Mother.objects.visible_to(signed_in(request))
        return FormerReference.objects.filter(mother__in=seen)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("child", "purpose", "giver_role", "decision", "decided_on", "recorded_by")
    list_select_related = ("child", "recorded_by")
    search_fields = ("child__reference",)
    exclude = ("giver", "witness", "interpreter", "document")


@admin.register(ConsentVerification)
class ConsentVerificationAdmin(ReadOnlyAdmin):
    list_display = ("consent", "by", "at")
    list_select_related = ("consent", "by")
    to_child = "consent__child"


@admin.register(Restatement)
class RestatementAdmin(ReadOnlyAdmin):
    list_display = ("child", "part", "by", "at", "confirmed_by", "confirmed_at")
    list_select_related = ("child", "by", "confirmed_by")
    search_fields = ("child__reference",)


@admin.register(Clearance)
class ClearanceAdmin(ReadOnlyAdmin):
    list_display = ("child", "kind", "status", "issued_on", "valid_until", "recorded_by")
    list_select_related = ("child", "recorded_by")
    search_fields = ("child__reference",)
    exclude = ("number", "issuer", "document")


@admin.register(Hearing)
class HearingAdmin(ReadOnlyAdmin):
    list_display = ("child", "n", "purpose", "scheduled_on", "outcome", "outcome_on")
    list_select_related = ("child",)
    search_fields = ("child__reference",)
    needs = IDENTIFYING


@admin.register(KinshipClaim)
class KinshipClaimAdmin(ReadOnlyAdmin):
    list_display = ("child", "n", "relation", "status", "recorded_by", "decided_by")
    list_select_related = ("child", "recorded_by", "decided_by")
    search_fields = ("child__reference",)
    needs = IDENTIFYING


@admin.register(ClaimEvidence)
class ClaimEvidenceAdmin(ReadOnlyAdmin):
    list_display = ("claim", "kind", "reference", "dated_on", "recorded_by")
    list_select_related = ("claim__child", "recorded_by")
    to_child = "claim__child"
    needs = IDENTIFYING


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin):
    list_display = ("child", "signed_on", "paper", "received_by")
    list_select_related = ("child",)
    search_fields = ("child__reference",)
    needs = IDENTIFYING


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """In whose care a child is; how to reach the caregiver is shown on its page only."""

    exclude = ("contact",)
    list_display = ("child", "kind", "place", "during")
    list_select_related = ("child", "place")
    search_fields = ("child__reference",)
    needs = IDENTIFYING


@admin.register(BestInterestsNote)
class BestInterestsNoteAdmin(ReadOnlyAdmin):
    """Who wrote a note and who approved it; its texts are shown on its page only."""

    list_display = ("child", "n", "recommendation", "held_on", "written_by", "approved_by")
    list_select_related = ("child", "written_by", "approved_by")
    search_fields = ("child__reference",)
    exclude = ("panel", "child_view", "reasons", "dissent")


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    list_display = ("child", "n", "kind", "due_on", "done_on", "result", "done_by")
    list_select_related = ("child", "done_by")
    search_fields = ("child__reference",)
    exclude = ("note",)
