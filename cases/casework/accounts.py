"""People who sign in: their permissions, their preferences, their sessions."""

import datetime
import functools
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Now

from cases.casework.second_factors import use_code
from cases.models import User
from cases.models.prepared import KEY, Records
from cases.queries.kept_words import moment, refresh
from cases.queries.messages import unread_count
from cases.queries.sessions import open_sessions

_GRANTED = (
    Permission.objects.filter(group__user=OuterRef("pk"))
    .order_by()
    .values_list(Concat(F("content_type__app_label"), Value("."), F("codename")))
)


class Granted(TypedDict):
    """The permissions of a user's roles, what the words of admins are at, the unread messages."""

    granted: list[str]
    words_at: str
    unread: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    UserWithGranted = WithAnnotations[User, Granted]


def _with_granted() -> "QuerySet[UserWithGranted]":
    return User.objects.annotate(
        granted=ArraySubquery(_GRANTED), words_at=moment(), unread=unread_count()
    )


@functools.cache
def _active() -> "Records[UserWithGranted]":
    """Return the query of every page; Django takes longer to compile it than to make the page."""
    return Records(_with_granted().filter(pk=KEY, is_active=True))


class RoleBackend(ModelBackend):
    """Authenticate by password; permissions come from roles alone, never from the user.

    Permissions are loaded with the user, in the one query that every page makes, which also
    tells whether words that an admin keeps have changed.
    """

    def get_user(self, user_id: int) -> User | None:
        users = _active().of(key=user_id)
        if not users:
            return None
        user = users[0]
        refresh(user.words_at)
        vars(user)["granted"] = frozenset(user.granted)
        return user

    def get_all_permissions(
        self, user_obj: User | AnonymousUser, obj: object | None = None
    ) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        user = cast("UserWithGranted", user_obj)
        if not hasattr(user, "granted"):
            user.granted = _with_granted().get(pk=user.pk).granted
        return set(user.granted)

    get_group_permissions = get_all_permissions

    def get_user_permissions(
        self, _user: User | AnonymousUser, _obj: object | None = None
    ) -> set[str]:
        return set()


def is_proof(word: str, *, by: User, at: datetime.datetime) -> bool:
    """Return whether ``word`` proves that it is ``by``: the password, or a code."""
    return by.check_password(word) or use_code(word, by=by, at=at)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign ``user`` out everywhere except in the session ``but``; return how many ended.

    Called when a password, a role or the status of the account changes.
    Source: security page, threat 11.
    """
    keys = [session.key for session in open_sessions(user) if session.key != but]
    ended, _ = Session.objects.filter(pk__in=keys).delete()
    return ended


@transaction.atomic
def sign_out(user: User, *, mark: str = "", but: str | None = None) -> int:
    """End the session of ``user`` that a page named by its ``mark``, or all; return how many.

    The database tells the auditor whose sessions somebody else ended.
    """
    keys = [session.key for session in open_sessions(user) if mark in ("", session.mark)]
    ended, _ = Session.objects.filter(pk__in={*keys} - {but}).delete()
    if ended:
        User.objects.filter(pk=user.pk).update(signed_out_at=Now())
    return ended


def forget_ended_sessions() -> None:
    """Delete expired sessions; called at each sign-in."""
    Session.objects.filter(expire_date__lt=Now()).delete()


def change_password(user: User, password: str, *, keep: str | None) -> None:
    """Give ``user`` a new password and end every session but ``keep``."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user, but=keep)


def prefer(user: User, **preferences: str | bool | list[str]) -> None:
    """Save what ``user`` prefers: language, looks, script of names, keys, csv files, messages."""
    for name, value in preferences.items():
        setattr(user, name, value)
    user.save(update_fields=list(preferences))
