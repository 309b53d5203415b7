"""A term of an agreement in the administration: asked for there, approved by a reviewer."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.admin import acts
from cases.admin.editing import ReferenceAdmin, VersionedForm, signed_in
from cases.casework import term_changes
from cases.models import User
from cases.queries.term_changes import agreement_of, approvers, waiting_changes


class TermAdmin(ReferenceAdmin):
    """A term of an agreement; searched by its agreement."""

    list_filter: ClassVar[tuple[str, ...]] = ("agreement",)
    list_select_related: ClassVar[tuple[str, ...]] = ("agreement",)


ASKED = gettext_lazy(
    "Saving asks for it; a reviewer approves. What is in force is replaced from a later first day "
    "on, or ends by a last day."
)


FIGURES = gettext_lazy("Saving asks for it; a reviewer approves.")


class AskedForm(VersionedForm):
    """A form of a term, which nobody saves alone: what could not be approved is an error."""

    by: User

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.asks:
            judge = partial(term_changes.judge, term=self.instance, by=self.by)
            acts.check(self, lambda: judge(agreement=agreement_of(self.instance)))

    @property
    def asks(self) -> bool:
        return True


class AskedAdmin(TermAdmin):
    """A term: saving asks for it, and a reviewer approves. It ends by a day, and stays for ever."""

    form: type[AskedForm] = AskedForm
    description = ASKED

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"by": signed_in(request)})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = DateRange(timezone.localdate(), None)
        return {"during": today} | super().get_changeform_initial_data(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, options), *rest = super().get_fieldsets(request, obj)
        return [(name, {**options, "description": self.description}), *rest]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        term_changes.ask(agreement=agreement_of(obj), terms=[obj], by=signed_in(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log nothing: the request itself is on record."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log nothing, as for an addition."""

    def response_add(self, request: HttpRequest, obj: Any, *_args: Any) -> HttpResponse:
        return self._asked(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._asked(request, obj)

    def _asked(self, request: HttpRequest, obj: Any) -> HttpResponse:
        agreement = agreement_of(obj)
        people = wording.people_text(map(str, approvers(waiting_changes(agreement))))
        self.message_user(request, _waiting(people))
        again = "_addanother" in request.POST
        return redirect(request.path if again else reverse("terms", args=[agreement.slug]))


def _waiting(people: str) -> str:
    """Return that a request waits, and for whom; ``people`` may approve it."""
    if not people:
        return _("Requested. Nobody may approve it yet: give somebody the role of reviewer.")
    return _("Requested. It waits for a reviewer, for example %(people)s.") % {"people": people}
