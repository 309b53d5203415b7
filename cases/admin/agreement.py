from django.contrib import admin

from cases.admin.editing import ReferenceAdmin
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


@admin.register(FeeSchedule)
class FeeScheduleAdmin(TermAdmin):
    list_display = ("amount", "currency", "agreement", "due_event", "during", "source")


@admin.register(StageLimit)
class StageLimitAdmin(TermAdmin):
    list_display = ("stage", "days", "agreement")


@admin.register(PublishedFigure)
class PublishedFigureAdmin(TermAdmin):
    list_display = ("measure", "value", "published_on", "speaker", "agreement")
