"""An address with a reference that a family had before leads to where the family is now."""

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from cases.models import Child, FormerReference, Merge, Mother, User
from cases.queries.disposals import certificate_of, disposed_sentence
from cases.rules.references import read_reference
from cases.web.gates import Next

#: What an address calls the reference of a mother or a child.
NAMED = ("reference", "child")


def former_references(get_response: Next) -> Next:
    """Lead on whoever was told that there is no such record, if they may see where it is now."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or not isinstance(request.user, User):
            return response
        return _led_on(request, match) or _disposed(request, match) or response

    return answer


def _disposed(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    """Lead from a page of work on a case that was disposed of to what is left of it."""
    number = read_reference(str(match.kwargs.get("reference", "")))
    if number is None or not isinstance(request.user, User) or match.view_name == "child":
        return None
    children = Child.objects.visible_to(request.user)
    child = children.filter(reference=number.written("")).first()
    certificate = certificate_of(child) if child else None
    if child is None or certificate is None:
        return None
    messages.info(request, disposed_sentence(certificate))
    return HttpResponseRedirect(child.get_absolute_url())


def _led_on(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    given = {key: str(match.kwargs[key]) for key in NAMED if key in match.kwargs}
    if not given or not isinstance(request.user, User):
        return None
    former = {each: record for each in given.values() if (record := _now(each, request.user))}
    if not former:
        return None
    for _record, sentence in former.values():
        messages.info(request, sentence)
    kwargs = match.kwargs | {
        key: former[text][0].reference for key, text in given.items() if text in former
    }
    address = reverse(match.view_name, kwargs=kwargs, query=request.GET or None)
    # A form that was opened before the move is sent on, and told what has changed.
    return HttpResponsePermanentRedirect(address, preserve_request=request.method == "POST")


def _now(text: str, user: User) -> tuple[Mother | Child, str] | None:
    """Return whose former reference ``text`` is, if ``user`` may see that, and why it is former."""
    number = read_reference(text)
    if number is None:
        return None
    reference = number.written("")
    former = FormerReference.objects.filter(reference=reference).first()
    record = _moved(former, user) if former else None
    if record is not None:
        sentence = _("%(former)s is now %(reference)s: the family comes under “%(agreement)s”.")
        if former and former.mother_change_id:
            sentence = _("%(former)s is now %(reference)s: the child comes under another mother.")
        words = {"former": text, "reference": record.reference, "agreement": record.agreement}
        return record, sentence % words
    return _merged(reference, user)


def _moved(former: FormerReference, user: User) -> Mother | Child | None:
    if former.child_id is None:
        mothers = Mother.objects.visible_to(user).filter(pk=former.mother_id)
        return mothers.select_related("agreement").first()
    children = Child.objects.visible_to(user).filter(pk=former.child_id)
    return children.select_related("agreement").first()


def _merged(reference: str, user: User) -> tuple[Child, str] | None:
    """Return the case as which another one goes on since they were merged."""
    merge = Merge.objects.standing().filter(gives_up__reference=reference).first()
    case = Child.objects.visible_to(user).filter(pk=merge.keeps_id).first() if merge else None
    if case is None:
        return None
    words = {"former": reference, "reference": case.reference}
    return case, _("%(former)s goes on as %(reference)s: both were one child.") % words
