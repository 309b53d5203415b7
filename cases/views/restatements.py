"""A second look at what was changed after the registration: who a child is, the father's death."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import wording
from cases.casework import restatements
from cases.forms.restatements import FatherConfirmForm, IdentityConfirmForm
from cases.models import Child
from cases.pages import parts
from cases.views.steps import Step, step_page, take_step
from cases.vocabulary import Act, RestatedPart
from cases.web.gates import StaffRequest, gate
from cases.web.records import case_for

FORMS = {
    RestatedPart.IDENTITY: IdentityConfirmForm,
    RestatedPart.FATHER: FatherConfirmForm,
}
TEXTS = {
    RestatedPart.IDENTITY: gettext_lazy(
        "You confirm, as the second person, that this is who the child is, as the papers show it."
    ),
    RestatedPart.FATHER: gettext_lazy(
        "You confirm, as the second person, that the evidence shows the father's death. "
        "It then answers for his consent."
    ),
}


@require_http_methods(["GET", "POST"])
@gate("cases.verify_child")
def confirm(request: StaffRequest, reference: str, part: str) -> HttpResponse:
    if part not in FORMS:
        raise Http404
    what = RestatedPart(part)
    step = Step(
        Act.EDIT,
        gettext_lazy("Confirm a change"),
        gettext_lazy("Confirm the change"),
        gettext_lazy("The change is confirmed."),
        TEXTS[what],
        facts=partial(_facts, part=what),
    )
    if request.method == "GET":
        child = case_for(request, reference)
        found = restatements.waiting(child, what)
        if blocks := restatements.confirm_refusals(found, by=request.user):
            nothing = FORMS[what](child=child, by=request.user, on=timezone.localdate())
            return step_page(request, child, step, nothing, blocks=blocks, asks=False)
    return take_step(
        request, reference, step, FORMS[what], partial(restatements.confirm, part=what)
    )


def _facts(child: Child, part: RestatedPart) -> list[dict[str, Any]]:
    """Return what stands on record now, and who changed it since the last confirmation."""
    return [*_now(child, part), *map(_change, restatements.waiting(child, part)[:1])]


def _now(child: Child, part: RestatedPart) -> list[dict[str, Any]]:
    if part is RestatedPart.FATHER:
        return parts.father(child)
    mother = {"label": _("Mother"), "value": child.mother.person.name, "alt": child.mother}
    names = [{"label": n.get_kind_display(), "value": n.text} for n in child.person.names.all()]
    born = {"label": _("Born"), "value": parts.born(child.person)}
    sex = {"label": _("Sex"), "value": child.person.get_sex_display()}
    return [*names, born, sex, mother]


def _change(row: Any) -> dict[str, Any]:
    return {
        "label": _("Changed by"),
        "value": row.by or _("Not on a page"),
        "alt": wording.moment_text(row.at),
    }
