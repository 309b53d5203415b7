"""Access keys: an admin makes and ends them, the auditor sees them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.casework import access_keys
from cases.casework.secrecy import conceal, reveal
from cases.forms.access_keys import AccessKeyForm
from cases.forms.acts import VersionForm
from cases.models import AccessKey
from cases.pages.access_keys import key_rows
from cases.web.acts import Step, press, take
from cases.web.again import confirmed_again
from cases.web.gates import StaffRequest, gate, require_safe_or_post

GIVES, READS = "cases.give_accesskey", "cases.view_accesskey"
#: Where the session keeps a new key until it was shown, once.
_NEW = "new_access_key"
GIVE = Step(
    title=gettext_lazy("Make an access key"),
    submit=gettext_lazy("Make the key"),
    done=gettext_lazy("The key is made. It is shown once, now."),
    adds=True,
)
END = Step(
    title=gettext_lazy("Access keys"),
    submit=gettext_lazy("End the key"),
    done=gettext_lazy("The key has ended. It reads nothing any more."),
)


@require_safe
@gate(GIVES, READS)
def keys(request: StaffRequest) -> HttpResponse:
    """Show every key there was; a new one with its words, this once."""
    rows = AccessKey.objects.select_related("agreement", "given_by", "ended_by")
    gives = request.user.has_perm(GIVES)
    context = {
        "rows": key_rows(rows),
        "gives": gives,
        "words": _new_words(request) if gives and request.method == "GET" else "",
    }
    return render(request, "cases/access_keys/list.html", context)


def _new_words(request: StaffRequest) -> str:
    """Return the words of a key that this person has just made, and forget them."""
    sealed = request.session.pop(_NEW, "")
    return reveal(sealed) if sealed else ""


@require_safe_or_post
@gate(GIVES)
@confirmed_again
def key_give(request: StaffRequest) -> HttpResponse:
    def act(form: AccessKeyForm) -> AccessKey:
        key, words = access_keys.give(by=request.user, **form.facts())
        request.session[_NEW] = conceal(words)
        return key

    def show(form: AccessKeyForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "step": GIVE}
        return render(request, "cases/access_keys/give.html", context, status=status)

    return take(request, AccessKeyForm, act, step=GIVE, show=show, back="access-keys")


@require_POST
@gate(GIVES)
def key_end(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm[AccessKey]) -> AccessKey:
        return access_keys.end(key=form.record, by=request.user, **form.facts())

    record = partial(get_object_or_404, AccessKey, pk=pk)
    return press(request, act, step=END, back="access-keys", record=record)
