"""Admin classes: versioned forms, reference data and read-only records."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from cases import wording
from cases.admin import acts
from cases.casework.access import shown
from cases.casework.kept_words import reword
from cases.forms.dates import AnyDay, AnyDays
from cases.forms.fields import PlainErrors
from cases.models import Child, Phrase, User
from cases.models.columns import keys
from cases.models.grants import may_delete
from cases.vocabulary import PhraseLanguage

#: Names the search boxes for people who do not see them.
SEARCH_BOX_LABELS = "js/admin_labels.js"


class VersionedForm(PlainErrors, forms.ModelForm):
    """A form that holds the version of the record it shows.

    If the record was changed meanwhile the form has an error with both values of
    each field, and keeps its input.
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        for name in self.fields.keys() & set(keys(type(self.instance)) if self.instance.pk else ()):
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is not None:
            queryset = type(self.instance)._base_manager.all()
            seen = self.cleaned_data.get("seen_version")
            acts.lock(queryset, self.instance.pk, seen, self._differences)
            self.instance.version += 1
        return cleaned

    def _differences(self, now: models.Model) -> list[str]:
        theirs = forms.models.model_to_dict(now, self.changed_data)
        return [
            _("%(field)s is now “%(theirs)s”; you typed “%(yours)s”.")
            % {
                "field": self.fields[name].label or name,
                "theirs": value,
                "yours": self.data.get(self.add_prefix(name), ""),
            }
            for name, value in theirs.items()
        ]


class WordedForm(VersionedForm):
    """A form with boxes for the same text in other languages."""

    worded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.worded:
            source = getattr(self.instance, name)
            for phrase in Phrase.objects.filter(source=source) if source else ():
                self.fields[f"{name}_{phrase.language}"].initial = phrase.text

    def keep_words(self) -> None:
        """Keep what was typed into the boxes, as said in place of the saved text."""
        for name in self.worded:
            boxes = {code: self.cleaned_data[f"{name}_{code}"] for code in PhraseLanguage.values}
            reword(self.cleaned_data[name], boxes)


def worded_form(
    form: type[VersionedForm], model: type[models.Model], worded: tuple[str, ...]
) -> type[VersionedForm]:
    """Return the form with a box for each field of ``worded`` in each language."""
    if not worded:
        return form
    fields = {column.name: column for column in model._meta.concrete_fields}
    boxes = {
        f"{name}_{code}": forms.CharField(
            label=f"{fields[name].verbose_name} ({label})",
            widget=forms.Textarea(attrs={"rows": 2, "lang": code, "dir": "auto"}),
            required=False,
        )
        for name in worded
        for code, label in PhraseLanguage.choices
    }
    return type(f"Worded{form.__name__}", (WordedForm, form), boxes | {"worded": worded})


def signed_in(request: HttpRequest) -> User:
    """Return the user of the request; raises if there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _is_key(model: type[models.Model], value: object) -> bool:
    """Return whether ``value`` can be a key of ``model`` at all."""
    try:
        model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return "\0" not in str(value)


class KeySelect(AutocompleteSelect):
    """A search box that shows nothing chosen for what can be no key."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.field.remote_field.model
        return super().optgroups(name, [key for key in value if _is_key(model, key)], attr)


class FirstAndLast(RangeWidget):
    """Two dates with their calendars, each with a name."""

    def __init__(self, attrs: Any = None) -> None:
        names = (pgettext_lazy("period", "From"), _lazy("Until"))
        dates = [AdminDateWidget({"aria-label": name, "placeholder": name}) for name in names]
        forms.MultiWidget.__init__(self, dates, attrs)


class TypedFields(BaseModelAdmin):
    """Reads nothing but a key out of a field that names a row, whoever wrote the request.

    Dates are read as everywhere else.
    """

    formfield_overrides = {
        models.DateField: {"form_class": AnyDay},
        DateRangeField: {"form_class": AnyDays, "widget": FirstAndLast},
    }

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)


class KeysOnly(TypedFields, admin.ModelAdmin):
    """Does so for the list of the table as well: its filters, its search, its picked rows."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if any("\0" in value for _name, values in request.GET.lists() for value in values):
            return redirect(f"{request.path}?e=1")  # as Django answers a filter that cannot be
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> Any:
        return super().get_search_results(request, queryset, term.replace("\0", ""))

    def response_action(self, request: Any, queryset: QuerySet[Any], *args: Any) -> Any:
        sent = request.POST.copy()
        keys = sent.getlist(ACTION_CHECKBOX_NAME)
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in keys if _is_key(self.model, key)])
        request.POST = sent
        return super().response_action(request, queryset, *args)


class ReferenceAdmin(KeysOnly):
    """Reference data that an admin edits; every foreign key has a search box.

    ``worded`` are the fields with a box for each other language; what is typed there is kept as
    a phrase of the text.
    """

    form = VersionedForm
    worded: tuple[str, ...] = ()

    class Media:
        js = (SEARCH_BOX_LABELS,)

    @admin.display(description=_lazy("in force"), ordering="during")
    def in_force(self, row: Any) -> str:
        return wording.days_text(row.during)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Fold the boxes of other languages away below the rest; days that stay are in words."""
        [(name, options)] = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            in_words = ["in_force" if field == "during" else field for field in options["fields"]]
            options = {**options, "fields": in_words}
        if not self.worded:
            return [(name, options)]
        boxes = [f"{field}_{code}" for field in self.worded for code in PhraseLanguage.values]
        folded = [field for field in options["fields"] if field in boxes]
        rest = [field for field in options["fields"] if field not in boxes]
        shown = [(name, {**options, "fields": rest})]
        if folded:
            shown.append((_("In other languages"), {"fields": folded, "classes": ["collapse"]}))
        return shown

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        if self.worded and self.has_change_permission(request):
            kwargs["form"] = worded_form(self.form, self.model, self.worded)
        return super().get_form(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form, WordedForm):
            form.keep_words()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_delete(self.model) and super().has_delete_permission(request, obj)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        searchable = [
            field.name
            for field in self.opts.local_fields
            if field.is_relation and field.editable and self._is_searched(field.related_model)
        ]
        return [*super().get_autocomplete_fields(request), *searchable]

    def _is_searched(self, model: type[models.Model] | None) -> bool:
        admin = self.admin_site._registry.get(model) if model else None
        return admin is not None and bool(admin.search_fields)


class RowForm(PlainErrors, forms.ModelForm):
    """A row edited on the page of its parent."""


class ReferenceInline(TypedFields, admin.TabularInline):
    """Rows edited on the page of their parent."""

    form = RowForm
    extra = 0
    show_change_link = True

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_delete(self.model) and super().has_delete_permission(request, obj)


class ReadOnlyAdmin(KeysOnly):
    """A read-only record; only acts on the pages change it.

    ``needs`` are the permissions to see the table; ``to_child`` is the path to
    the child by which ``visible_to`` filters the rows.
    """

    needs: tuple[str, ...] = ("cases.view_history",)
    to_child = "child"
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perms(self.needs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self._on_record(request, super().changelist_view(request, extra_context))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._on_record(request, super().changeform_view(request, *args, **kwargs))

    def _on_record(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Write the access log before the page is rendered."""
        if isinstance(response, TemplateResponse):
            context = response.context_data or {}
            rows, row = getattr(context.get("cl"), "result_list", [None]), context.get("original")
            child = row if isinstance(row, Child) else None
            page = f"admin-{self.opts.model_name}"
            shown(by=signed_in(request), page=page, child=child, rows=len(rows))
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not self.to_child:
            return rows
        return rows.filter(**{f"{self.to_child}__in": Child.objects.visible_to(signed_in(request))})


#: Tables that say who somebody is: for those who may read every name, and history. Two roles
#: of which one is masked are not enough.
IDENTIFYING = ("cases.view_history", "cases.see_names", "cases.verify_child")
