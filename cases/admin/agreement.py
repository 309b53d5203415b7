from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cases.admin.editing import ReferenceAdmin, VersionedForm
from cases.casework import fee_schedules
from cases.models import (
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    FeeSchedule,
    PublishedFigure,
    Requirement,
    StageLimit,
)


@admin.register(Agreement)
class AgreementAdmin(ReferenceAdmin):
    list_display = ("title", "home", "holding", "status", "signed_on")
    list_select_related = ("home", "holding")
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}


class TermAdmin(ReferenceAdmin):
    """Something an agreement says; found by its agreement."""

    list_filter = ("agreement",)
    list_select_related = ("agreement",)


@admin.register(AgreementFigures)
class AgreementFiguresAdmin(TermAdmin):
    list_display = ("agreement", "as_of", "identified", "target", "source")


@admin.register(AgreementStatement)
class AgreementStatementAdmin(TermAdmin):
    list_display = ("heading", "agreement", "part", "position", "language", "stated_on")
    search_fields = ("heading", "text")


@admin.register(Requirement)
class RequirementAdmin(TermAdmin):
    list_display = ("clearance", "needed_for", "agreement", "valid_days", "during")


@admin.register(ConsentRule)
class ConsentRuleAdmin(TermAdmin):
    list_display = ("purpose", "giver_role", "agreement", "during", "legal_source")


class FeeScheduleForm(VersionedForm):
    """A proposal; the constraints are asked with the approval it does not have yet."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"approved_by"}


@admin.register(FeeSchedule)
class FeeScheduleAdmin(TermAdmin):
    """Saving proposes; another admin approves under Reviews. What is agreed is only shown."""

    form = FeeScheduleForm
    list_display = ("amount", "currency", "agreement", "during", "asked_by", "approved_by")
    list_select_related = ("agreement", "asked_by", "approved_by")
    readonly_fields = ("asked_by", "asked_at", "approved_by", "approved_at")

    def save_model(self, request: HttpRequest, obj: FeeSchedule, form: Any, change: bool) -> None:
        fee_schedules.propose(schedule=obj, by=request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        open_to_change = obj is None or not obj.is_agreed
        return open_to_change and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StageLimit)
class StageLimitAdmin(TermAdmin):
    list_display = ("stage", "days", "agreement")


@admin.register(PublishedFigure)
class PublishedFigureAdmin(TermAdmin):
    list_display = ("measure", "value", "published_on", "speaker", "agreement")
