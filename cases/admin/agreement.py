from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.admin import acts
from cases.admin.editing import ReadOnlyAdmin, ReferenceAdmin, VersionedForm, signed_in
from cases.casework import fee_schedules, term_changes
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
    User,
)
from cases.queries.kept_words import is_of_agreement, words
from cases.queries.term_changes import approvers, waiting_changes
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


ASKED = gettext_lazy(
    "Saving asks for it; a reviewer approves. What is in force is replaced from a later first day "
    "on, or ends by a last day."
)


class AskedForm(VersionedForm):
    """A form of a term, which nobody saves alone: what could not be approved is an error."""

    by: User

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            judge = partial(term_changes.judge, term=self.instance, by=self.by)
            acts.check(self, lambda: judge(agreement=self.instance.agreement))


class AskedAdmin(TermAdmin):
    """A term: saving asks for it, and a reviewer approves. It ends by a day, and stays for ever."""

    form: type[AskedForm] = AskedForm

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"by": signed_in(request)})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = DateRange(timezone.localdate(), None)
        return {"during": today} | super().get_changeform_initial_data(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        [(name, options)] = super().get_fieldsets(request, obj)
        return [(name, {**options, "description": ASKED})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        term_changes.ask(agreement=obj.agreement, terms=[obj], by=signed_in(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log nothing: the request itself is on record."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log nothing, as for an addition."""

    def response_add(self, request: HttpRequest, obj: Any, *_args: Any) -> HttpResponse:
        return self._asked(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._asked(request, obj)

    def _asked(self, request: HttpRequest, obj: Any) -> HttpResponse:
        people = wording.people_text(map(str, approvers(waiting_changes(obj.agreement))))
        self.message_user(request, _waiting(people))
        again = "_addanother" in request.POST
        return redirect(request.path if again else reverse("terms", args=[obj.agreement.slug]))


def _waiting(people: str) -> str:
    """Return that a request waits, and for whom; ``people`` may approve it."""
    if not people:
        return _("Requested. Nobody may approve it yet: give somebody the role of reviewer.")
    return _("Requested. It waits for a reviewer, for example %(people)s.") % {"people": people}


class RequirementForm(AskedForm):
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
class RequirementAdmin(AskedAdmin):
    form = RequirementForm
    list_display = ("name_of_clearance", "needed_for", "agreement", "valid_days", "during")

    @admin.display(description=gettext_lazy("clearance"), ordering="clearance")
    def name_of_clearance(self, requirement: Requirement) -> str:
        return ClearanceKind(requirement.clearance).label


@admin.register(ConsentRule)
class ConsentRuleAdmin(AskedAdmin):
    worded = ("legal_source",)
    list_display = ("purpose", "giver_role", "agreement", "during", "legal_source")


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
class StageLimitAdmin(AskedAdmin):
    list_display = ("stage", "days", "agreement", "during")


@admin.register(FollowUpRule)
class FollowUpRuleAdmin(AskedAdmin):
    list_display = ("kind", "months", "agreement", "during", "source")


@admin.register(AgeClock)
class AgeClockAdmin(AskedAdmin):
    list_display = ("years", "days_before", "reason", "agreement", "during", "source")


@admin.register(RetentionTerm)
class RetentionTermAdmin(AskedAdmin):
    list_display = ("records", "years", "counted_from", "agreement", "during", "source")


@admin.register(TermChange)
class TermChangeAdmin(ReadOnlyAdmin):
    """Each request for a change of terms, and its answer."""

    list_display = ("agreement", "part", "asked_by", "asked_at", "approved_by", "dropped_by")
    list_select_related = ("agreement", "asked_by", "approved_by", "dropped_by")
    list_filter = ("part",)
    to_child = ""


@admin.register(PublishedFigure)
class PublishedFigureAdmin(TermAdmin):
    worded = ("speaker", "definition", "source")
    list_display = ("measure", "value", "published_on", "speaker", "agreement")
