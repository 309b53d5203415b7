"""The page of a step of a case: what is known, what stands in the way, the form."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.cases import with_note
from cases.forms.acts import ChildForm
from cases.forms.siblings import TICKED, SiblingsForm
from cases.models import Child
from cases.models.person import read_names
from cases.queries.case_files import case_file
from cases.queries.refusals import refusals
from cases.rules.stages import UNDOABLE
from cases.vocabulary import Act
from cases.web.acts import Back, Data, Files, Step, Taken, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import case_for

F = TypeVar("F", bound=ChildForm)
FormOpened_co = TypeVar("FormOpened_co", bound=ChildForm, covariant=True)
Done = TypeVar("Done")
PAGE = "cases/children/step.html"


class FormOpener(Protocol[FormOpened_co]):
    """Opens a form over the record as it stands now."""

    def __call__(self, data: Data = None, files: Files = None) -> FormOpened_co: ...


def opened(
    request: StaffRequest,
    reference: str,
    form_class: Callable[..., F],
    *,
    record: Callable[[Child], Any] | None = None,
    **more: Any,
) -> FormOpener[F]:
    """Return how a form about the child of ``reference`` is opened, on this day, by this person.

    ``record`` fetches the record of the child that the form is about.
    """
    if isinstance(form_class, type) and issubclass(form_class, SiblingsForm):
        more["initial"] = more.get("initial", {}) | {"also": ticked(request)}

    def open_form(data: Data = None, files: Files = None) -> F:
        child = case_for(request, reference)
        own = {"record": record(child)} if record else {}
        on = timezone.localdate()
        return form_class(data, files, child=child, by=request.user, on=on, **own, **more)

    return open_form


def ticked(request: StaffRequest) -> list[str]:
    """Return the references that the address of a form ticks beforehand."""
    return request.GET.get(TICKED, "").split(",")


def say_for_whom(request: StaffRequest, form: Taken, undoes: Any = "") -> None:
    """Say for whom it was saved, where it was for several children: by number, since the sentence
    waits in a cookie for the next page.

    ``undoes`` is what was done, if it can be taken back: said with the way to do so for all.
    """
    along = form.ticked() if isinstance(form, SiblingsForm) else []
    parts = [str(undoes)] if undoes else []
    if isinstance(form, SiblingsForm) and along:
        numbers = [form.child.reference, *(each.child.reference for each in along)]
        parts.append(_("Saved for %(names)s.") % {"names": wording.names_text(numbers)})
    if undoes and isinstance(form, ChildForm):
        also = ",".join(each.child.reference for each in along)
        url = reverse(
            "child-undo", args=[form.child.reference], query={"also": also} if also else None
        )
        messages.success(
            request, format_html('{} <a href="{}">{}</a>', " ".join(parts), url, _("Undo"))
        )
    elif parts:
        messages.success(request, " ".join(parts))


def onward(request: StaffRequest, form: Taken, *, back: Back = None) -> Back:
    """Return where a form leads: to the family's next requirement, the family, else ``back``."""
    if not isinstance(form, SiblingsForm):
        return back
    mother = form.child.mother.reference
    if form.leads_on and "next" in request.POST:
        return reverse("mother-next", args=[mother], query={"after": form.key()})
    return reverse("mother", args=[mother]) if form.ticked() else back


def blocks_of(act: Act) -> Callable[[ChildForm], tuple[str, ...]]:
    """Return what tells what keeps the person of a form from ``act``."""
    return lambda form: refusals(case_file(form.child, on=form.on), act, by=form.by)


def undoable(done: Any, act: Act) -> Callable[[Child], str]:
    """Return what is said when ``act`` is done, with the way to take it back on the same day."""

    def sentence(child: Child) -> str:
        url = reverse("child-undo", args=[child.reference])
        return format_html('{} <a href="{}">{}</a>', done, url, _("Undo"))

    return sentence if act in UNDOABLE else lambda _child: str(done)


def in_words(act: Callable[[F], Any]) -> Callable[[F], Any]:
    """Return an act that also adds another reason to the case, as it is said in words."""
    return lambda form: with_words(form, form.child, partial(act, form))


def with_words(form: ChildForm, child: Child, act: Callable[[], Done]) -> Done:
    """Do an act, and add to the case of ``child`` another reason, as the form says it in words."""
    words = form.cleaned_data["words"]
    return with_note(act, words, child=child, by=form.by, on=form.on)


def take_step(
    request: StaffRequest,
    open_form: FormOpener[F],
    act: Callable[[F], Any],
    *,
    step: Step,
    blocks: Callable[[F], Iterable[str]] = lambda _form: (),
    facts: Callable[[F], Iterable[object]] = lambda _form: (),
    warns: Callable[[F], Iterable[str]] = lambda _form: (),
    back: Back = None,
    page: str = PAGE,
    undoes: Any = "",
) -> HttpResponse:
    """Take a step of a case by ``open_form``, and go ``back``, else to the child.

    ``undoes`` says what was done (or tells it of the form), where it can be undone for all for whom
    it was done.

    What ``warns`` says stands above the form, and is said again when the step is taken.
    """
    show = partial(
        step_page,
        request,
        step=step,
        blocks=blocks,
        facts=facts,
        warns=warns,
        back=back,
        page=page,
    )

    def take_it(form: F) -> Child:
        sentences = tuple(warns(form))
        act(form)
        say_for_whom(request, form, undoes(form) if callable(undoes) else undoes)
        for sentence in sentences:
            messages.warning(request, sentence)
        return form.child

    return take(
        request,
        open_form,
        take_it,
        step=step,
        show=show,
        back=partial(onward, request, back=back),
        whose=lambda form: {"child": form.child},
        facts=facts,
    )


def case_act(
    permission: str,
    form_class: type[F],
    act: Callable[[F], Any],
    *,
    back: str = "",
    **how: Any,
) -> Callable[..., HttpResponseBase]:
    """Return the view of a step of a case whose form needs nothing but the child.

    It goes ``back`` to a page of the child; ``how`` is what ``take_step`` takes.
    """

    @require_safe_or_post
    @gate(permission)
    def view(request: StaffRequest, reference: str) -> HttpResponse:
        to = reverse(back, args=[reference]) if back else None
        return take_step(request, opened(request, reference, form_class), act, back=to, **how)

    return view


def step_page(
    request: StaffRequest,
    form: F,
    *,
    step: Step,
    blocks: Callable[[F], Iterable[str]],
    facts: Callable[[F], Iterable[object]],
    warns: Callable[[F], Iterable[str]],
    back: Back,
    page: str,
    status: int = 200,
) -> HttpResponse:
    """Show the form of a step; what stands in the way comes instead of it."""
    read_names([form.child.person, form.child.mother.person])  # the page says both
    in_the_way = () if form.is_bound else tuple(blocks(form))
    context = {
        "child": form.child,
        "step": step,
        "form": form,
        "blocks": in_the_way,
        "facts": facts(form),
        "warnings": () if in_the_way else tuple(warns(form)),
        "back_url": back or form.child.get_absolute_url(),
        "asks": not in_the_way,
    }
    return render_on_record(request, page, context, child=form.child, status=status)
