from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ChoiceField, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.admin.editing import SEARCH_BOX_LABELS, KeysOnly, ReadOnlyAdmin, ReferenceAdmin
from cases.casework import accounts
from cases.forms.accounts import languages
from cases.forms.fields import PlainErrors
from cases.models import RoleGrant, Team, User
from cases.models.user import SYSTEM
from cases.queries.factor_resets import password_refusals
from cases.vocabulary import Role

# Roles are fixed by the code; a group changed by hand would be set back by the next migration.
admin.site.unregister(Group)

#: A change of one of these changes what somebody may do: the open sessions end.
_ENDS_SESSIONS = {"groups", "exports_names", "is_active", "team", "username", "password"}


@admin.register(Team)
class TeamAdmin(ReferenceAdmin):
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "whom", "role", "given")
    list_select_related = ("by", "whom")
    search_fields = ("whom__username", "by__username")
    to_child = ""


class RolesField(ModelMultipleChoiceField):
    """Roles, each by its word."""

    def label_from_instance(self, group: Group) -> str:
        return str(Role(group.name).label)


def _roles() -> RolesField:
    return RolesField(
        Group.objects.all(),
        label=_("Roles"),
        widget=CheckboxSelectMultiple,
        help_text=_("Admins and auditors open the administration too."),
        required=False,
    )


class StaffForm(PlainErrors, UserChangeForm):
    """An account; ``by`` is the user who edits it."""

    by: User
    groups = _roles()
    language = ChoiceField(label=_("Language"), choices=languages, required=False)

    def clean_groups(self) -> QuerySet[Group]:
        groups: QuerySet[Group] = self.cleaned_data["groups"]
        if self.instance.pk == self.by.pk and set(groups) - set(self.by.groups.all()):
            raise ValidationError(gettext("You cannot assign yourself a role. Ask another admin."))
        return groups

    def clean_exports_names(self) -> bool:
        turned_on: bool = self.cleaned_data["exports_names"]
        if turned_on and self.instance.pk == self.by.pk and not self.initial["exports_names"]:
            raise ValidationError(gettext("You cannot assign yourself a role. Ask another admin."))
        return turned_on


class NewStaffForm(PlainErrors, UserCreationForm):
    """A new account, with the password that is changed at the first sign-in."""

    groups = _roles()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least 12 characters. It has to be changed at the first sign-in."
        )


class GivenPasswordForm(PlainErrors, AdminPasswordChangeForm):
    """A password for somebody else; nobody is without one, since there is no other way in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class RoleFilter(admin.SimpleListFilter):
    """People by their roles, each by its word."""

    title, parameter_name = _("role"), "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(KeysOnly, BaseUserAdmin):
    """People who sign in. A superuser is made on the server, never here."""

    form = StaffForm
    add_form = NewStaffForm
    change_password_form = GivenPasswordForm
    list_display = ("username", "first_name", "last_name", "team", "is_active", "last_login")
    list_select_related = ("team",)
    list_filter = (RoleFilter, "is_active", "team")
    search_fields = ("username", "first_name", "last_name")
    autocomplete_fields = ("team",)
    readonly_fields = ("must_change_password", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Work"), {"fields": ("team", "groups", "exports_names", "is_active")}),
        (_("Settings"), {"fields": ("language", "theme", "preferred_script")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "first_name",
                    "last_name",
                    "team",
                    "groups",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    actions = ("sign_out_everywhere",)
    view_on_site = False  # the button of its own says what is there

    class Media:
        js = (SEARCH_BOX_LABELS,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request).exclude(username=SYSTEM)
        return users if request.user.is_superuser else users.exclude(is_superuser=True)

    def get_form(self, request: HttpRequest, *args: Any, **options: Any) -> type[ModelForm]:
        form = super().get_form(request, *args, **options)
        vars_of_form: Any = form
        vars_of_form.by = request.user
        return form

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let nobody choose a password who had a part in the reset of the second factor."""
        whom = self.get_object(request, unquote(kwargs["id"]))
        refusals = password_refusals(whom, by=cast("User", request.user)) if whom else []
        for refusal in refusals:
            self.message_user(request, refusal, messages.ERROR)
        if refusals:
            return redirect("admin:cases_user_change", kwargs["id"])
        return super().user_change_password(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """False: an account is disabled and not deleted, since records refer to it."""
        return False

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.is_active and not form.instance.groups.exists():
            sentence = _("This account has no role yet: it opens no page. Tick one below “Roles”.")
            self.message_user(request, sentence, messages.WARNING)
        if change and _ENDS_SESSIONS & set(form.changed_data):
            accounts.end_sessions(form.instance)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        # The page that sets a password reports here and nowhere else.
        if (match := request.resolver_match) and (match.url_name or "").endswith("password_change"):
            accounts.end_sessions(obj)
        return super().log_change(request, obj, message)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        ended = sum(accounts.sign_out(user) for user in queryset)
        sentence = ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", ended)
        self.message_user(request, sentence % {"count": ended}, messages.SUCCESS)
