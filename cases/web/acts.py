"""How an act is taken: the one answer to a refusal, a conflict, a second click, a lost session.

A view says which form is opened, which act takes what it says, and how its page is shown;
``take`` does the rest, alike on every page. A form that comes after the session ended is kept in
``cases.web.senders``, before any view sees it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any, Protocol, TypeVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.casework import viruses
from cases.casework.editing import Stale
from cases.casework.refused import Refused
from cases.casework.submissions import AlreadyTaken, lead_to, led_to, once
from cases.files.papers import Paper
from cases.forms.acts import SEND_BACK, Record, VersionForm
from cases.forms.families import FamilyForms
from cases.forms.names import taken_out_sentences
from cases.forms.siblings import SiblingsForm
from cases.forms.versions import Sent, Versioned, shown_json, spoken
from cases.models.guards import Editable
from cases.queries.history import last_change, moved_since
from cases.web import in_order, senders
from cases.web.gates import StaffRequest, Whose, render_on_record
from cases.web.records import posted_version, token_of
from cases.web.sent_again import tell_sent_again, typing_of

Words = str | Promise
#: What was sent, as every form takes it; nothing where the page is opened.
Data = QueryDict | None
Files = MultiValueDict[str, UploadedFile] | None
Taken = forms.BaseForm | FamilyForms
F = TypeVar("F", bound=Taken)
FormShown_contra = TypeVar("FormShown_contra", bound=Taken, contravariant=True)
#: An address, the name of a page, a record with an address of its own, or what tells it of a form.
Back = Any

#: Sent by the page of a conflict, once for each field of which one version is to be chosen.
CHOOSING = "choosing"


class Show(Protocol[FormShown_contra]):
    """Shows the page of a form, with what stands in its way; the status is 409 after a refusal."""

    def __call__(self, form: FormShown_contra, *, status: int = 200) -> HttpResponse: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The words around an act: heading, button, what is said when it is done, what it means.

    ``done`` may be made of what the act returns; empty where the next page says it. ``says`` makes
    it of the form instead, where the form holds what was decided. ``judges``
    where a second person decides on what the page showed: after a conflict the record is looked
    at again first. ``adds`` where a record is added and the form has no token that says so.
    """

    title: Words
    submit: Words
    done: Words | Callable[[Any], str] = ""
    text: Words = ""
    about: Words = ""
    danger: bool = False
    judges: bool = False
    adds: bool = False
    says: Callable[[Any], Words] | None = None


def by_word(approved: Words, sent_back: Words) -> Callable[[Any], Words]:
    """Return what is said of a decision, by the word of the second person in its form."""
    return lambda form: sent_back if form.cleaned_data["word"] == SEND_BACK else approved


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field in a conflict: as shown to me, as on record now, as I typed it."""

    name: str
    label: str
    shown: str
    now: str
    mine: str
    collides: bool
    is_mine: bool
    #: What a saved conflict writes unless the other version is chosen.
    value: Sent
    chosen: str = ""


def opened_over(
    form_class: Callable[..., F], record: Callable[[], Any], **more: Any
) -> Callable[..., F]:
    """Return how a form is opened over what ``record`` fetches, as it stands at that moment."""

    def open_form(data: Data = None, files: Files = None) -> F:
        return form_class(data, files, record=record(), **more)

    return open_form


def take(
    request: StaffRequest,
    opened: Callable[..., F],
    act: Callable[[F], Any],
    *,
    step: Step,
    show: Show[F],
    back: Back = None,
    whose: Callable[[F], Whose] | None = None,
    facts: Callable[[F], Iterable[object]] = lambda _form: (),
) -> HttpResponse:
    """Show the form, or do ``act`` with what it says and go ``back``, else to what came of it.

    ``opened`` makes the form from nothing, or from data and files, over the record as it stands
    when it is called. Of a conflict, ``whose`` names whose page it is, for the log of access
    (what ``put_on_record`` takes), and ``facts`` what is on record now beside the fields.
    """
    if request.method != "POST":
        return show(opened())
    if senders.REOPEN in request.POST:
        senders.remember_reopened(request)
        return show(_unjudged(opened(request.POST)))
    # Before the form is opened: an act may change what its form offers, or end what it is about.
    tokens = token_of(request), senders.token_of_form(request)
    if location := led_to(*tokens, by=request.user):
        return _sent_before(request, AlreadyTaken(location))
    answer = _take(request, opened, act, step=step, show=show, back=back, whose=whose, facts=facts)
    # And after it, where the first of two clicks came in between.
    if answer.status_code != HTTPStatus.FOUND and (location := led_to(*tokens, by=request.user)):
        return _sent_before(request, AlreadyTaken(location))
    return answer


def _take(
    request: StaffRequest,
    opened: Callable[..., F],
    act: Callable[[F], Any],
    *,
    step: Step,
    show: Show[F],
    back: Back,
    whose: Callable[[F], Whose] | None,
    facts: Callable[[F], Iterable[object]],
) -> HttpResponse:
    form = opened(_with_choices(request.POST, opened), request.FILES)
    if record := _to_compare(request, form):
        return _conflict(request, form, opened(), step, whose, facts, record=record)
    is_valid = form.is_valid()
    say_taken_out(request, form)
    if not is_valid:
        _tell_infected(request, form)
        return show(form)
    try:
        back = back(form) if callable(back) else back
        outcome = _do(request, form, act, back, step.adds)
    except AlreadyTaken as earlier:
        return _sent_before(request, earlier)
    except Stale as stale:
        return _conflict(request, form, opened(), step, whose, facts, record=stale.record)
    except Refused as refusal:
        _refuse(form, refusal)
        return show(form, status=409)
    senders.forget_reopened(request)
    _say_done(request, _in_words(step, form, outcome, whose), form)
    return redirect(in_order.after(request) or back or outcome)


def _tell_infected(request: StaffRequest, form: Taken) -> None:
    """Tell the admin of a virus for which a file of the form was refused."""
    errors = form.errors.as_data() if isinstance(form, forms.BaseForm) else {}
    for error in chain.from_iterable(errors.values()):
        if error.code == "infected" and error.params:
            viruses.tell(error.params["infected"], by=request.user)


def _in_words(step: Step, form: F, outcome: Any, whose: Callable[[F], Whose] | None) -> str:
    """Return what is said of an act that is done, and of whom where somebody decided.

    The next page may be another one's: the next of the reviews. A number, and never a name.
    """
    if step.says:
        words = str(step.says(form))
    else:
        words = step.done(outcome) if callable(step.done) else str(step.done)
    records = whose(form).values() if whose else [getattr(form, "record", None)]
    number = next((each.reference for each in records if hasattr(each, "reference")), "")
    return format_html("{} · {}", number, words) if step.judges and words and number else words


def _say_done(request: StaffRequest, words: str, form: Taken) -> None:
    """Say that it is done, and what was done to the papers that came with the form."""
    if words:
        messages.success(request, words)
    values = form.cleaned_data.values() if isinstance(form, forms.BaseForm) else ()
    for paper in values:
        if isinstance(paper, Paper):
            for change in paper.changes:
                messages.info(request, change)


def say_taken_out(request: StaffRequest, form: Taken) -> None:
    """Say which signs the names of a form were typed with that nobody sees, and are not kept."""
    for part in form.parts if isinstance(form, FamilyForms) else [form]:
        for sentence in taken_out_sentences(part):
            messages.info(request, sentence)


def _do(request: StaffRequest, form: F, act: Callable[[F], Any], back: Back, adds: bool) -> Any:
    """Do the act once for this opening of the form; an act with a token of its own sees to it.

    What adds a record is done once for what was typed, too: see ``cases.web.sent_again``.
    """
    has_token = "token" in form.fields
    token = None if has_token else senders.token_of_form(request)
    typing = typing_of(request) if has_token or adds else None
    if typing and (location := led_to(typing, by=request.user)):
        raise tell_sent_again(request, typing, location)
    with once(typing, by=request.user) as same, once(token, by=request.user) as submission:
        outcome = act(form)
        for each in (same, submission):
            lead_to(each, _address(back or outcome))
    return outcome


def _address(target: Back) -> str:
    return redirect(target).url if target is not None else ""


def _refuse(form: Any, refusal: Refused) -> None:
    if hasattr(form, "refuse"):  # several forms on one page know beside which one
        form.refuse(refusal)
        return
    field = refusal.field if refusal.field in form.fields else None
    for reason in refusal.reasons:
        form.add_error(field, reason)


def _sent_before(request: StaffRequest, earlier: AlreadyTaken) -> HttpResponse:
    messages.info(
        request, str(earlier) or _("You have already sent this form. This is the result.")
    )
    return redirect(earlier.location or "home")


def _unjudged(form: F) -> F:
    """Return a form that shows what was typed into it before anybody judges it."""
    vars(form).update(_errors=ErrorDict(), cleaned_data={})
    return form


def _to_compare(request: StaffRequest, form: Taken) -> Editable | None:
    """Return the record whose three versions are shown before anything is done, if any.

    One of a conflict in which nothing was chosen yet; or one that somebody changed, which may be
    why what was sent does not fit it any more.
    """
    if not isinstance(form, Versioned) or not hasattr(form, "record") or form.record.pk is None:
        return None
    if _is_undecided(request.POST):
        return form.record
    version = posted_version(request)
    is_behind = version is not None and version != form.record.version
    return form.record if is_behind and not form.is_valid() else None


def _is_undecided(data: QueryDict) -> bool:
    """Return whether a conflict has a field of which neither version was chosen."""
    return not all(data.get(f"keep-{name}") for name in data.getlist(CHOOSING))


def _with_choices(data: QueryDict, opened: Callable[..., F]) -> QueryDict:
    """Return what was sent, with the recorded value where that one was chosen to stay."""
    stays = [name for name in data.getlist(CHOOSING) if data.get(f"keep-{name}") == "theirs"]
    if not stays:
        return data
    now = _values(opened())
    return _with_values(data, {name: now[name] for name in stays if name in now})


def _with_values(data: QueryDict, values: Mapping[str, Sent]) -> QueryDict:
    changed = data.copy()
    for name, value in values.items():
        if value in ("", []):
            changed.pop(name, None)
        else:
            changed.setlist(name, value if isinstance(value, list) else [value])
    return changed


def _values(form: Taken) -> dict[str, Sent]:
    return form.values() if isinstance(form, Versioned) else {}


def _conflict(
    request: StaffRequest,
    form: F,
    fresh: F,
    step: Step,
    whose: Callable[[F], Whose] | None,
    facts: Callable[[F], Iterable[object]],
    *,
    record: Editable,
) -> HttpResponse:
    """Show what was shown, what is on record now and what was typed; one press saves it."""
    rows = _compared(form, fresh)
    data = _with_values(request.POST, {row.name: row.value for row in rows})
    own = getattr(fresh, "record", record)
    data["version"], data["shown"] = str(own.version), shown_json(_values(fresh))
    if isinstance(fresh, SiblingsForm) and fresh.siblings:
        data["versions"] = fresh["versions"].value()
    context = {
        "step": step,
        "record": record,
        "moved": moved_since(record, posted_version(request)),
        "change": last_change(record),
        "facts": list(facts(fresh)),
        "rows": rows,
        "collides": any(row.collides for row in rows),
        "unchosen": CHOOSING in request.POST,
        "files": [
            bound
            for bound in (form if isinstance(form, forms.BaseForm) else ())
            if bound.field.widget.needs_multipart_form
        ],
        "sent": [(name, each) for name in data if _is_typed(name) for each in data.getlist(name)],
    }
    page = "cases/conflict.html"
    if whose is None:
        return render(request, page, context, status=409)
    return render_on_record(request, page, context, **whose(fresh), status=409)


def _is_typed(name: str) -> bool:
    return name not in (*senders.MARKS, CHOOSING) and not name.startswith("keep-")


def _compared(form: Taken, fresh: Taken) -> list[Row]:
    """Return each field that a person sees, three ways; a field I left alone is never mine."""
    if not isinstance(form, Versioned):
        return []
    before = form.shown_before()
    mine, now = _values(form), _values(fresh)
    rows = [_row(form, name, before, now.get(name, mine[name]), mine[name]) for name in mine]
    return [row for row in rows if row.shown or row.now or row.mine]


def _row(
    form: forms.BaseForm, name: str, before: dict[str, Sent] | None, now: Sent, mine: Sent
) -> Row:
    bound = form[name]
    if before is None:  # what was shown is not known: what is on record is not given up unasked
        shown, collides = now, isinstance(form, Versioned) and form.replaces and mine != now
    else:
        shown = before.get(name, "")
        collides = mine != now and shown not in (now, mine)
    return Row(
        name=name,
        label=str(bound.label),
        shown=spoken(bound, shown),
        now=spoken(bound, now),
        mine=spoken(bound, mine),
        collides=collides,
        is_mine=before is None or mine != shown,
        value=mine if before is None or mine != shown else now,
        chosen=form.data.get(f"keep-{name}", ""),
    )


def press(
    request: StaffRequest,
    act: Callable[[VersionForm[Record]], Any],
    *,
    step: Step,
    back: Back,
    record: Callable[[], Record | None] = lambda: None,
    show: Show[VersionForm[Record]] | None = None,
    whose: Callable[[VersionForm[Record]], Whose] | None = None,
) -> HttpResponse:
    """Do an act that asks for nothing but the version of ``record``, if that: one button.

    A refusal is shown on a page of its own, where ``show`` does not know a better one.
    """

    def opened(data: Data = None, files: Files = None) -> VersionForm[Record]:
        return VersionForm(data, record=record())

    def refused(form: VersionForm[Record], *, status: int = 200) -> HttpResponse:
        context = {"step": step, "reasons": form.non_field_errors(), "back_url": _address(back)}
        return render(request, "cases/refused.html", context, status=status)

    return take(request, opened, act, step=step, show=show or refused, back=back, whose=whose)
