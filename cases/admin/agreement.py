from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.asked import FIGURES, AskedAdmin, AskedForm, TermAdmin
from cases.admin.editing import ReadOnlyAdmin, ReferenceAdmin, VersionedForm, signed_in
from cases.casework import fee_schedules
from cases.forms.batches import CurrencyField
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
    RetentionTerm,
    StageLimit,
    TermChange,
)
from cases.models.agreement import CALLED
from cases.queries.kept_words import is_of_agreement, words
from cases.queries.term_changes import content_of, is_agreed, waiting_changes
from cases.vocabulary import ClearanceKind


class AgreementItselfForm(AskedForm):
    """What an agreement is called is saved; what else it says is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.label = _("Name in the address of its page")
            slug.help_text = _("Latin letters, digits and hyphens, as in tajikistan-iraq.")

    @cached_property
    def asks(self) -> bool:
        if self.instance.pk is None:
            return False
        on_record = Agreement.objects.get(pk=self.instance.pk)
        is_other = content_of(self.instance) != content_of(on_record)
        return is_other or not (is_agreed(on_record) or waiting_changes(on_record))


@admin.register(Agreement)
class AgreementAdmin(AskedAdmin):
    form = AgreementItselfForm
    description = gettext_lazy(
        "The title and the name in the address are saved. Saving asks for the rest."
    )
    list_display = ("title", "home", "holding", "status", "signed_on")
    list_filter = ("status",)
    list_select_related = ("home", "holding")
    search_fields = ("title", "slug")
    worded = ("title",)
    prepopulated_fields = {"slug": ("title",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the ministry's own country as the home of a new agreement."""
        home = Ministry.objects.values_list("home", flat=True).first()
        return {"home": home} | super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.save(update_fields=[*CALLED, "version"] if change else None)
        if form.asks or not change:
            super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if waiting_changes(obj):
            return super().response_change(request, obj)
        return ReferenceAdmin.response_change(self, request, obj)


@admin.register(AgreementFigures)
class AgreementFiguresAdmin(AskedAdmin):
    worded = ("source",)
    description = FIGURES
    list_display = ("agreement", "as_of", "identified", "target", "source")


@admin.register(AgreementStatement)
class AgreementStatementAdmin(TermAdmin):
    list_display = ("heading", "agreement", "part", "position", "language", "stated_on")
    search_fields = ("heading", "text")
    worded = ("heading", "text", "source")


class RequirementForm(AskedForm):
    """A kind of clearance of the agreement, or of every agreement."""

    clearance = forms.ChoiceField(
        label=gettext_lazy("Clearance"),
        choices=lambda: [(code, ClearanceKind(code).label) for code in words().clearances],
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        kind, agreement = cleaned.get("clearance"), cleaned.get("agreement")
        if kind and agreement and not is_of_agreement(kind, agreement.pk):
            self.add_error("clearance", _("This kind of clearance is not one of the agreement."))
        return cleaned


@admin.register(Requirement)
class RequirementAdmin(AskedAdmin):
    form = RequirementForm
    list_display = ("name_of_clearance", "needed_for", "agreement", "valid_days", "in_force")

    @admin.display(description=gettext_lazy("clearance"), ordering="clearance")
    def name_of_clearance(self, requirement: Requirement) -> str:
        return ClearanceKind(requirement.clearance).label


@admin.register(ConsentRule)
class ConsentRuleAdmin(AskedAdmin):
    worded = ("legal_source",)
    list_display = ("purpose", "giver_role", "agreement", "in_force", "legal_source")


class RateForm(VersionedForm):
    """A proposed rate; its currency is one of those in use."""

    currency = CurrencyField(label=gettext_lazy("Currency"), max_length=3)


@admin.register(FeeSchedule)
class FeeScheduleAdmin(TermAdmin):
    """Saving proposes; a finance approver or a reviewer approves. An approved one is read-only."""

    worded = ("source", "due_event_source")
    list_display = ("amount", "currency", "agreement", "in_force", "asked_by", "approved_by")
    list_select_related = ("agreement", "asked_by", "approved_by")
    form = RateForm
    readonly_fields = ("asked_by", "asked_at", "approved_by", "approved_at")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out of a new proposal who asked and approved."""
        return self.readonly_fields if obj is None else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else ()

    def save_model(self, request: HttpRequest, obj: FeeSchedule, form: Any, change: bool) -> None:
        fee_schedules.propose(schedule=obj, by=signed_in(request))

    def response_add(self, request: HttpRequest, obj: Any, *_args: Any) -> HttpResponse:
        return self._proposed(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._proposed(request, obj)

    def _proposed(self, request: HttpRequest, schedule: FeeSchedule) -> HttpResponse:
        self.message_user(request, _("Fee schedule proposed. A second person must approve it."))
        again = "_addanother" in request.POST
        page = reverse("fee-schedule", args=[schedule.agreement.slug])
        return redirect(request.path if again else page)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        open_to_change = obj is None or not obj.is_agreed
        return open_to_change and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StageLimit)
class StageLimitAdmin(AskedAdmin):
    list_display = ("stage", "days", "agreement", "in_force")


@admin.register(FollowUpRule)
class FollowUpRuleAdmin(AskedAdmin):
    list_display = ("kind", "months", "agreement", "in_force", "source")


@admin.register(AgeClock)
class AgeClockAdmin(AskedAdmin):
    list_display = ("years", "days_before", "reason", "agreement", "in_force", "source")


@admin.register(RetentionTerm)
class RetentionTermAdmin(AskedAdmin):
    list_display = ("records", "years", "counted_from", "agreement", "in_force", "source")


@admin.register(TermChange)
class TermChangeAdmin(ReadOnlyAdmin):
    """Each request for a change of terms, and its answer."""

    list_display = ("agreement", "part", "asked_by", "asked_at", "approved_by", "dropped_by")
    list_select_related = ("agreement", "asked_by", "approved_by", "dropped_by")
    list_filter = ("part",)
    to_child = ""


@admin.register(PublishedFigure)
class PublishedFigureAdmin(AskedAdmin):
    """A figure stays as it was entered; a further one corrects it."""

    worded = ("speaker", "definition", "source")
    description = FIGURES
    list_display = ("measure", "value", "published_on", "speaker", "agreement", "corrects")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)
