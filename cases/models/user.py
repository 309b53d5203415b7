"""Users."""

from typing import ClassVar, cast

import pgtrigger
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.models import UserManager as BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Trim
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.alphabet import in_alphabet
from cases.models.guards import after, as_owner, before, by_office, keeps_history, no_delete, one_of
from cases.models.team import Team
from cases.vocabulary import Density, MessageKind, Script, Separator, TextSize, Theme

#: The order of a list of users.
BY_NAME = (in_alphabet("last_name"), in_alphabet("first_name"), "username")
#: The user that commands act as; it has no password and cannot sign in.
SYSTEM = "system"


class UserManager(BaseUserManager["User"]):
    """Finds an account by its user name, whatever capitals are typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


@keeps_history(exclude=("password", "last_login"))
class User(AbstractUser):
    """A member of staff. Roles are groups; see ``casework.roles``."""

    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("colours"), max_length=8, choices=Theme.choices, blank=True)
    preferred_script = models.CharField(
        _("script of names"), max_length=4, choices=Script.choices, default=Script.CYRILLIC
    )
    csv_separator = models.CharField(
        _("columns of csv files"), max_length=1, choices=Separator.choices, blank=True
    )

    text_size = models.CharField(
        _("size of text"), max_length=6, choices=TextSize.choices, blank=True
    )
    density = models.CharField(
        _("rows of lists"), max_length=5, choices=Density.choices, blank=True
    )
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)

    #: Kinds of messages that are not told, or told without a mail.
    muted = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    unmailed = ArrayField(models.CharField(max_length=8), default=list, blank=True)

    must_change_password = models.BooleanField(
        _("must change the password"),
        default=False,
        editable=False,
        help_text=_("Another person chose the password; until it is changed no page opens."),
    )

    exports_names = models.BooleanField(
        _("may export names"),
        default=False,
        help_text=_("Reviewers alone; off unless an admin turns it on. The auditor is told."),
    )

    signed_out_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        triggers = [
            no_delete(),
            by_office("user", "change_user", pgtrigger.Insert),
            before(
                "nobody_raises_themselves",
                pgtrigger.Update,
                "PERFORM cases_refuse_own_role(NEW.id);",
                condition=pgtrigger.Q(old__is_superuser=False, new__is_superuser=True)
                | pgtrigger.Q(old__exports_names=False, new__exports_names=True),
            ),
            before(
                "account_of_its_owner",
                pgtrigger.Update,
                "PERFORM cases_refuse_account(OLD, NEW);",
            ),
            before(
                "superuser_made_on_the_server",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_superuser(OLD, NEW);",
                condition=pgtrigger.Q(new__is_superuser=True),
            ),
            before(
                "password_of_another_is_changed",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_kept_password(OLD, NEW); "
                "PERFORM cases_refuse_password_after_reset(OLD, NEW); "
                "NEW.must_change_password := cases_must_change_password(OLD, NEW); "
                "NEW.is_staff := cases_works_in_admin(NEW.id, NEW.is_superuser);",
            ),
            as_owner(
                after(
                    "power_is_told",
                    pgtrigger.Insert | pgtrigger.Update,
                    "IF cases_actor() <> NEW.id AND NEW.password IS DISTINCT FROM OLD.password "
                    "THEN PERFORM cases_tell_role(NEW.id, 'password', true); END IF; "
                    "IF NEW.signed_out_at IS DISTINCT FROM OLD.signed_out_at "
                    "AND cases_actor() IS DISTINCT FROM NEW.id THEN "
                    "PERFORM cases_tell_role(NEW.id, 'sessions', false); END IF; "
                    "IF TG_OP = 'INSERT' THEN IF NEW.is_superuser THEN "
                    "PERFORM cases_tell_role(NEW.id, 'superuser', true); END IF; "
                    "IF NEW.exports_names THEN "
                    "PERFORM cases_tell_role(NEW.id, 'names', true); END IF; RETURN NULL; END IF; "
                    "IF NEW.exports_names <> OLD.exports_names THEN "
                    "PERFORM cases_tell_role(NEW.id, 'names', NEW.exports_names); END IF; "
                    "IF NEW.is_superuser <> OLD.is_superuser THEN "
                    "PERFORM cases_tell_role(NEW.id, 'superuser', NEW.is_superuser); END IF; "
                    "IF NEW.is_active <> OLD.is_active THEN "
                    "PERFORM cases_tell_role(NEW.id, 'active', NEW.is_active); END IF;",
                )
            ),
        ]
        constraints = [
            one_of("user_preferred_script_known", "preferred_script", Script),
            one_of("user_csv_separator_known", "csv_separator", Separator),
            one_of("user_text_size_known", "text_size", TextSize),
            one_of("user_density_known", "density", Density),
            *(
                models.CheckConstraint(
                    name=f"user_{name}_known",
                    condition=Q(**{f"{name}__contained_by": MessageKind.values}),
                )
                for name in ("muted", "unmailed")
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_one_whatever_capitals",
                violation_error_message=_("There is a user of this name, in other capitals."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_absolute_url(self) -> str:
        return reverse("account", args=[self.pk])

    # A page asks dozens of times, and Django would load every backend each time: here answers what
    # ``casework.accounts.RoleBackend`` read of the roles along with the user.
    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        granted = vars(self).get("granted")
        if granted is None or obj is not None:
            return super().has_perm(perm, obj)
        return bool(self.is_active and (self.is_superuser or perm in granted))

    def get_all_permissions(self, obj: models.Model | None = None) -> set[str]:
        granted = vars(self).get("granted")
        if granted is None or obj is not None or not self.is_active:
            return super().get_all_permissions(obj)
        return cast("set[str]", granted)


# The table between users and groups is Django's own and has no Meta.
pgtrigger.register(
    by_office("role", "change_user", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
    as_owner(
        pgtrigger.Trigger(
            name="role_is_told",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="""
        IF TG_OP <> 'DELETE' THEN
            PERFORM cases_refuse_own_role(NEW.user_id);
            PERFORM cases_tell_role(NEW.user_id, name, true)
            FROM auth_group WHERE id = NEW.group_id;
            PERFORM cases_staff_follows_roles(NEW.user_id);
        END IF;
        IF TG_OP <> 'INSERT' THEN
            PERFORM cases_tell_role(OLD.user_id, name, false)
            FROM auth_group WHERE id = OLD.group_id;
            PERFORM cases_staff_follows_roles(OLD.user_id);
        END IF;
        RETURN NULL;""",
        )
    ),
)(User.groups.through)


# What everybody of a role may do; the first time, before anybody has it, it is not told.
pgtrigger.register(
    pgtrigger.Trigger(
        name="permission_is_told",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
        IF TG_OP <> 'DELETE' THEN
            PERFORM cases_tell_permission(NEW.group_id, NEW.permission_id, true);
        END IF;
        IF TG_OP <> 'INSERT' THEN
            PERFORM cases_tell_permission(OLD.group_id, OLD.permission_id, false);
        END IF;
        RETURN NULL;""",
    )
)(Group.permissions.through)


def shown_name(user: str) -> Coalesce:
    """Return the expression of ``str`` of the user of a relation; empty if there is none."""
    full = Trim(Concat(f"{user}__first_name", Value(" "), f"{user}__last_name"))
    return Coalesce(NullIf(full, Value("")), f"{user}__username", Value(""))


def name_among() -> Case:
    """Return the expression of ``str`` of each user of a list, told apart from namesakes there."""
    full = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    same = Window(Count("pk"), partition_by=[F("first_name"), F("last_name")])
    apart = Concat(full, Value(" ("), "username", Value(")"))
    return Case(
        When(Q(first_name="", last_name=""), then=F("username")),
        When(GreaterThan(same, 1), then=apart),
        default=full,
        output_field=models.CharField(),
    )


def holders(*codenames: str) -> "QuerySet[User]":
    """Return those who may sign in and whose role gives them any of these permissions."""
    roles = User.groups.through._default_manager.filter(
        user=OuterRef("pk"), group__permissions__codename__in=codenames
    )
    rows = User.objects.filter(Exists(roles), is_active=True)
    return rows.order_by(*BY_NAME)
