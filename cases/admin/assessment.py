from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin import acts
from cases.admin.editing import (
    IDENTIFYING,
    ReadOnlyAdmin,
    ReferenceAdmin,
    ReferenceInline,
    RowForm,
    signed_in,
)
from cases.casework import assessments
from cases.models import Assessment, CriteriaSet, Criterion, Finding
from cases.queries.kept_words import is_of_agreement, words
from cases.vocabulary import AskedFact, ClearanceKind, CriteriaStatus


class CriterionForm(RowForm):
    """A question, and the fact of the register that its answer is compared with, if any."""

    asks = forms.ChoiceField(
        label=gettext_lazy("compared with"),
        required=False,
        choices=lambda: [
            ("", "—"),
            *AskedFact.choices,
            *((code, ClearanceKind(code).label) for code in words().clearances),
        ],
    )

    class Meta:
        model = Criterion
        fields = ("position", "code", "text", "required", "asks")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        asks, criteria_set = cleaned.get("asks"), cleaned.get("criteria_set")
        agreement: int = getattr(criteria_set, "agreement_id", None) or 0
        if asks and asks not in AskedFact.values and not is_of_agreement(asks, agreement):
            self.add_error("asks", _("This kind of clearance is not one of the agreement."))
        return cleaned


class CriterionInline(ReferenceInline):
    """The questions of a set; read-only once it is published."""

    model = Criterion
    form = CriterionForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


def _is_draft(criteria_set: CriteriaSet | None) -> bool:
    return criteria_set is None or criteria_set.status == CriteriaStatus.DRAFT


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReferenceAdmin):
    list_display = ("agreement", "number", "status", "source")
    list_select_related = ("agreement",)
    search_fields = ("agreement__title",)
    worded = ("source",)
    readonly_fields = (
        "status",
        "publish_asked_by",
        "publish_asked_at",
        "publish_approved_by",
        "publish_approved_at",
    )
    inlines = (CriterionInline,)
    actions = ("ask_to_publish",)

    def save_model(self, request: HttpRequest, obj: CriteriaSet, form: Any, change: bool) -> None:
        """Save, and withdraw the request to publish, which was for the set before the change."""
        if obj.status == CriteriaStatus.DRAFT:
            obj.publish_asked_by = obj.publish_asked_at = None
        super().save_model(request, obj, form, change)
        if obj.status == CriteriaStatus.DRAFT:
            self.message_user(
                request, _("A draft. When it is complete, choose it here and request publication.")
            )

    @admin.action(description=gettext_lazy("Request publication"), permissions=["change"])
    def ask_to_publish(self, request: HttpRequest, queryset: QuerySet[CriteriaSet]) -> None:
        for criteria_set in queryset:
            acts.do(
                self,
                request,
                partial(
                    assessments.ask_to_publish, criteria_set=criteria_set, by=signed_in(request)
                ),
                about=criteria_set,
                done=_("A reviewer will see it under Reviews."),
            )


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("child", "n", "proposed", "decided", "assessed_by", "decided_by")
    list_select_related = ("child", "assessed_by", "decided_by")
    search_fields = ("child__reference",)
    needs = IDENTIFYING


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ("assessment", "criterion", "answer")
    list_select_related = ("assessment__child", "criterion")
    to_child = "assessment__child"
    needs = IDENTIFYING
