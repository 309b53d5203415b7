"""A second look at what was changed after the registration: who a child is, the father's death."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from cases.casework import restatements
from cases.forms.restatements import FatherConfirmForm, IdentityConfirmForm
from cases.pages.papers import on_file
from cases.pages.restatements import restated
from cases.queries.papers import papers_of
from cases.rules.papers import SHOWS
from cases.vocabulary import RestatedPart
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.steps import opened, take_step

FORMS = {
    RestatedPart.IDENTITY: IdentityConfirmForm,
    RestatedPart.FATHER: FatherConfirmForm,
}
TEXTS = {
    RestatedPart.IDENTITY: _(
        "As the second person, you confirm that the documents support the changed identity details."
    ),
    RestatedPart.FATHER: _(
        "As the second person, you confirm that the evidence shows the father has died. His "
        "consent is then not needed."
    ),
}


@require_safe_or_post
@gate("cases.verify_child")
def confirm(request: StaffRequest, reference: str, part: str) -> HttpResponse:
    if part not in FORMS:
        raise Http404
    changed = RestatedPart(part)
    step = Step(
        title=_("Confirm a change"),
        submit=_("Confirm the change"),
        done=_("Change confirmed."),
        text=TEXTS[changed],
        about=_("What you confirm"),
        judges=True,
    )
    return take_step(
        request,
        opened(request, reference, FORMS[changed]),
        lambda form: restatements.confirm(child=form.child, by=form.by, **form.facts()),
        step=step,
        blocks=lambda form: restatements.confirm_refusals(
            restatements.waiting(form.child, changed), by=form.by
        ),
        facts=lambda form: [
            *restated(form.child, changed, restatements.waiting(form.child, changed)[:1]),
            *on_file(papers_of(form.child, SHOWS[changed])),
        ],
    )
