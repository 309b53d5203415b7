"""To whom a form was given: what is typed into it is recorded in nobody else's name.

Each form carries a mark, signed by the register: for whom the page was made, and which opening
of it this is. A form that comes after the session ended, or under the session of another person,
changes nothing; what was typed is kept as a draft of its author, proved by the mark or by the
ended session itself, and shown to nobody else. Passwords, codes and files are never kept.
"""

import re
import uuid
from collections.abc import Hashable
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html, format_html_join

from cases.casework import drafts
from cases.forms.versions import TokenField
from cases.models import Draft, User
from cases.templatetags.fragments import fragment
from cases.web.gates import StaffRequest

#: The mark of a form.
SENDER = "sender"
#: Sent by the page of a draft: show the form with what was typed, and take nothing yet.
REOPEN = "reopen"
#: Sent by a form that may have been kept while it was typed into: its draft goes when it is taken.
KEPT = "kept_as_draft"
#: Sent by a form of which ``sent_again`` told: which typing is meant to be recorded once more.
AGAIN = "again"
#: What a form sends beside what a person typed.
MARKS = ("csrfmiddlewaretoken", SENDER, REOPEN, KEPT, AGAIN)
#: Pages whose form holds nothing that is worth a draft, or nothing that may be kept (a recovery
#: code), or which would take it at once where ``take`` puts it back into the form.
_NOT_KEPT = {"login", "logout", "language", "search", "password-change", "me", "child-purpose"}
_NOT_KEPT |= {"forgotten", "confirm", "second-factor", "factor-app", "factor-key"}
_NOT_KEPT |= {"family-echo", "family-duplicates", "family-draft"}
_SALT = "cases.web.senders"
#: Where a request keeps the token of its forms.
_MASKED = "masked_token"
#: Where a user keeps the password and its fingerprint.
_FINGERPRINT = "form_fingerprint"
#: A form that was opened longer ago proves nothing.
_OLDEST = 24 * 60 * 60


register = template.Library()


@dataclass(frozen=True, slots=True)
class Mark:
    """For whom a form was made, and which opening of it this is."""

    user_key: int
    fingerprint: str
    token: uuid.UUID


@register.simple_tag(takes_context=True)
def form_marks(context: template.RequestContext) -> str:
    """Return the hidden fields of every form that is sent: of this session, and made for whom."""
    request = context.request
    # The token of a session is masked anew for each page, and not for each form of it.
    masked: str = vars(request).get(_MASKED) or get_token(request)
    vars(request)[_MASKED] = masked
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">{}',
        masked,
        SENDER,
        mark_for(request.user) if request.user.is_authenticated else "",
        _continued(request),
    )


@register.simple_tag(takes_context=True)
def framed(context: template.RequestContext, name: str, **says: Hashable) -> str:
    """Return a fragment that holds forms: with their marks, the address and who is signed in.

    What stands for these three is a comment of HTML, which no escaped text can be.
    """
    request = context.request
    text = fragment(name, **says).replace("{", "{{").replace("}", "}}")
    pattern = re.sub("<!--(marks|here|person)-->", r"{\1}", text)
    here, person = request.get_full_path(), context["frame"].person
    return format_html(pattern, marks=form_marks(context), here=here, person=person)


def _continued(request: HttpRequest) -> str:
    """Return the marks of a form that shows what was typed: put back from a draft, or refused."""
    if request.method != "POST":
        return ""
    marks = {KEPT: request.path, AGAIN: vars(request).get(AGAIN)}
    hidden = '<input type="hidden" name="{}" value="{}">'
    return format_html_join("", hidden, ((name, mark) for name, mark in marks.items() if mark))


def mark_for(user: User) -> str:
    """Return the mark of one opening of a form, made for ``user``."""
    return signing.dumps((user.pk, _fingerprint(user), uuid.uuid4().hex), salt=_SALT)


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the mark of the posted form; None where it has none that the register signed."""
    try:
        key, fingerprint, token = signing.loads(
            request.POST.get(SENDER, ""), salt=_SALT, max_age=_OLDEST
        )
    except (signing.BadSignature, ValueError):
        return None
    return Mark(key, fingerprint, uuid.UUID(token))


def token_of_form(request: StaffRequest) -> uuid.UUID | None:
    """Return which opening of a form this is; None where the form does not say."""
    mark = mark_of(request)
    return mark.token if mark and mark.user_key == request.user.pk else None


def is_of_another(request: HttpRequest) -> bool:
    """Tell whether a form was made for somebody else than who is signed in now."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    mark = mark_of(request)
    return mark is not None and mark.user_key != request.user.pk


def keep_for_author(request: HttpRequest) -> Draft | None:
    """Keep what was typed for whoever proves to have typed it; None where nothing is kept."""
    match = resolve(request.path_info)
    is_kept = match.url_name not in _NOT_KEPT and not match.namespaces  # not of the administration
    author = _author(request) if is_kept else None
    texts = {name: texts for name, texts in request.POST.lists() if _is_kept(name)}
    if author is None or not any(text.strip() for texts in texts.values() for text in texts):
        return None
    try:
        return drafts.keep_unsent(
            path=request.path, typed=texts, has_files=bool(request.FILES), by=author
        )
    except drafts.CannotKeep:
        return None


def keep_open(request: StaffRequest, path: str) -> Draft | None:
    """Keep what is typed into the form of ``path`` while it is open; None where nothing is kept."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    texts = {name: texts for name, texts in request.POST.lists() if _is_kept(name)}
    if match.url_name in _NOT_KEPT or match.namespaces or not texts:
        return None
    has_files = bool(request.FILES)
    try:
        return drafts.keep_open(path=path, typed=texts, has_files=has_files, by=request.user)
    except drafts.CannotKeep:
        return None


def _is_kept(name: str) -> bool:
    return name not in MARKS and "password" not in name


def _author(request: HttpRequest) -> User | None:
    """Return who typed a form, as its mark or an ended session proves it.

    Both end with the account, and with the password they were made under.
    """
    if mark := mark_of(request):
        user = User.objects.filter(pk=mark.user_key, is_active=True).first()
        return user if user and _same(mark.fingerprint, _fingerprint(user)) else None
    return getattr(request, "ended_session_of", None) or _of_ended_session(request)


def _of_ended_session(request: HttpRequest) -> User | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = Session.objects.filter(session_key=key).first()
    facts = session.get_decoded() if session else {}
    user = User.objects.filter(pk=facts.get(SESSION_KEY, 0), is_active=True).first()
    proof = facts.get(HASH_SESSION_KEY, "")
    return user if user and _same(proof, user.get_session_auth_hash()) else None


def _same(one: str, other: str) -> bool:
    return constant_time_compare(one, other)


def _fingerprint(user: User) -> str:
    """Return what changes with the password; worked out once for all forms of a page."""
    pair = vars(user).get(_FINGERPRINT)
    if pair is None or pair[0] != user.password:
        fingerprint = salted_hmac(_SALT, user.get_session_auth_hash()).hexdigest()[:16]
        pair = vars(user)[_FINGERPRINT] = (user.password, fingerprint)
    return str(pair[1])


def remember_reopened(request: StaffRequest) -> None:
    """Keep in the session which draft was put back into its form, until that form is taken."""
    token = TokenField().clean(request.POST[REOPEN])
    request.session[REOPEN] = {request.path: str(token)}


def forget_reopened(request: StaffRequest) -> None:
    """Discard the drafts of the form that is taken now: kept while typing, or put back into it."""
    if KEPT in request.POST:
        drafts.discard_open(request.path, by=request.user)
    if key := request.session.get(REOPEN, {}).get(request.path):
        del request.session[REOPEN]
        drafts.discard(token=uuid.UUID(key), by=request.user)
