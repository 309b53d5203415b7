from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.admin.editing import ReferenceAdmin, VersionedForm, signed_in
from cases.casework import fee_schedules
from cases.models import (
    AgeClock,
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    FeeSchedule,
    FollowUpRule,
    Ministry,
    PublishedFigure,
    Requirement,
    StageLimit,
)
from cases.queries import consent_changes
from cases.queries.kept_words import is_of_agreement, words
from cases.vocabulary import ClearanceKind


@admin.register(Agreement)
class AgreementAdmin(ReferenceAdmin):
    list_display = ("title", "home", "holding", "status", "signed_on")
    list_select_related = ("home", "holding")
    search_fields = ("title", "slug")
    worded = ("title",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the ministry's own country as the home of a new agreement."""
        home = Ministry.objects.values_list("home", flat=True).first()
        return {"home": home} | super().get_changeform_initial_data(request)

    prepopulated_fields = {"slug": ("title",)}


class TermAdmin(ReferenceAdmin):
    """A term of an agreement; searched by its agreement."""

    list_filter = ("agreement",)
    list_select_related: ClassVar[tuple[str, ...]] = ("agreement",)


@admin.register(AgreementFigures)
class AgreementFiguresAdmin(TermAdmin):
    worded = ("source",)
    list_display = ("agreement", "as_of", "identified", "target", "source")


@admin.register(AgreementStatement)
class AgreementStatementAdmin(TermAdmin):
    list_display = ("heading", "agreement", "part", "position", "language", "stated_on")
    search_fields = ("heading", "text")
    worded = ("heading", "text", "source")


class RequirementForm(VersionedForm):
    """A kind of clearance of the agreement, or of every agreement."""

    clearance = forms.ChoiceField(
        label=gettext_lazy("clearance"),
        choices=lambda: [(code, ClearanceKind(code).label) for code in words().clearances],
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        kind, agreement = cleaned.get("clearance"), cleaned.get("agreement")
        if kind and agreement and not is_of_agreement(kind, agreement.pk):
            self.add_error("clearance", _("This kind of clearance is not one of the agreement."))
        return cleaned


@admin.register(Requirement)
class RequirementAdmin(TermAdmin):
    form = RequirementForm
    list_display = ("name_of_clearance", "needed_for", "agreement", "valid_days", "during")

    @admin.display(description=gettext_lazy("clearance"), ordering="clearance")
    def name_of_clearance(self, requirement: Requirement) -> str:
        return ClearanceKind(requirement.clearance).label


class ConsentRuleForm(VersionedForm):
    """A rule that is in force is only ended, and not before tomorrow."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        before = ConsentRule.objects.filter(pk=self.instance.pk).first()
        if before is None or not cleaned.get("during"):
            return cleaned
        values = model_to_dict(before) | cleaned
        if refusals := consent_changes.rule_refusals(before, values, on=timezone.localdate()):
            raise ValidationError(list(refusals))
        return cleaned


@admin.register(ConsentRule)
class ConsentRuleAdmin(TermAdmin):
    """Shows after each change how many children it affects, and where they are listed."""

    form = ConsentRuleForm
    worded = ("legal_source",)
    list_display = ("purpose", "giver_role", "agreement", "during", "legal_source")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: a rule is ended and not deleted, so that past days keep their rule."""
        return False

    def save_model(self, request: HttpRequest, obj: ConsentRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        day = (obj.during.upper if change else None) or obj.during.lower
        children = consent_changes.affected(obj.agreement, day=day, on=timezone.localdate())
        sentence = ngettext(
            "This changes which consents are missing for %(count)s child.",
            "This changes which consents are missing for %(count)s children.",
            len(children),
        ) % {"count": len(children)}
        at = reverse("consent-changes", args=[obj.agreement.slug], query={"day": day.isoformat()})
        link = format_html('{} <a href="{}">{}</a>', sentence, at, _("Show the children affected"))
        self.message_user(request, link, messages.WARNING if children else messages.INFO)


@admin.register(FeeSchedule)
class FeeScheduleAdmin(TermAdmin):
    """Saving proposes; a finance approver or a reviewer approves. An approved one is read-only."""

    worded = ("source", "due_event_source")
    list_display = ("amount", "currency", "agreement", "during", "asked_by", "approved_by")
    list_select_related = ("agreement", "asked_by", "approved_by")
    readonly_fields = ("asked_by", "asked_at", "approved_by", "approved_at")

    def save_model(self, request: HttpRequest, obj: FeeSchedule, form: Any, change: bool) -> None:
        fee_schedules.propose(schedule=obj, by=signed_in(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        open_to_change = obj is None or not obj.is_agreed
        return open_to_change and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StageLimit)
class StageLimitAdmin(TermAdmin):
    list_display = ("stage", "days", "agreement")


@admin.register(FollowUpRule)
class FollowUpRuleAdmin(TermAdmin):
    list_display = ("kind", "months", "agreement", "source")


@admin.register(AgeClock)
class AgeClockAdmin(TermAdmin):
    list_display = ("years", "days_before", "reason", "agreement", "source")


@admin.register(PublishedFigure)
class PublishedFigureAdmin(TermAdmin):
    worded = ("speaker", "definition", "source")
    list_display = ("measure", "value", "published_on", "speaker", "agreement")
