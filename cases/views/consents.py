"""The ledger of a child's consents, on a page of its own."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases import wording
from cases.models import Consent, User
from cases.pages.doors import address
from cases.pages.tracks import TONES, asking_again, status_of
from cases.queries.consent_ledger import Ledger, Standing, ledger_of
from cases.vocabulary import ConsentDecision, ConsentPurpose, Language, Reason, TrackState
from cases.web.gates import StaffRequest, gate, render_on_record
from cases.web.records import case_for

Rows = list[dict[str, Any]]
PER_PAGE = 50


@require_safe
@gate("cases.work_case")
def child_consents(request: StaffRequest, reference: str) -> HttpResponse:
    child = case_for(request, reference)
    ledger = ledger_of(child, on=timezone.localdate())
    purpose = _purpose(request.GET.get("purpose", ""))
    page = Paginator(ledger.of(purpose), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "child": child,
        "on": ledger.on,
        "tabs": _tabs(ledger, purpose),
        "standings": [_standing(each, ledger, request.user) for each in ledger.standings],
        "silent": [each.label for each in ledger.silent],
        "page": page,
        "rows": [_row(row, ledger, request.user) for row in page],
        "record_url": address("child-consent", reference) if child.is_open else "",
        "verify_url": address("child-verify-consent", reference),
    }
    return render_on_record(request, "cases/consents/list.html", context, child=child)


def _purpose(said: str) -> ConsentPurpose | None:
    return ConsentPurpose(said) if said in ConsentPurpose.values else None


def _tabs(ledger: Ledger, chosen: ConsentPurpose | None) -> Rows:
    return [
        {
            "label": purpose.label if purpose else _("All purposes"),
            "url": f"?purpose={purpose.value}" if purpose else "?",
            "count": len(ledger.of(purpose)),
            "current": purpose == chosen,
        }
        for purpose in (None, *ConsentPurpose)
        if purpose is None or purpose == chosen or ledger.of(purpose)
    ]


def _standing(each: Standing, ledger: Ledger, user: User) -> dict[str, Any]:
    open_case = ledger.child.is_open
    record = address(
        "child-consent",
        ledger.child.reference,
        giver=each.giver_role.value,
        purpose=each.purpose.value,
    )
    return {
        "label": _("%(purpose)s: %(who)s")
        % {"purpose": each.purpose.label, "who": each.giver_role.label},
        "url": record if open_case and each.state != TrackState.UNVERIFIED else "",
        "status": _status(each),
        "tone": TONES.get(each.state, "") if each.state else "idle",
        "why": " · ".join(_why(each, ledger)),
    }


def _status(each: Standing) -> str | Promise:
    return _("Not required") if each.state is None else status_of(each.giver_role, each.state)


def _why(each: Standing, ledger: Ledger) -> Iterator[str]:
    if each.asked:
        yield _("required by the agreement")
    elif each.from_age is not None:
        years = {"years": each.from_age}
        yield (
            ngettext(
                "required from the age of %(years)s year; the child is certainly younger",
                "required from the age of %(years)s years; the child is certainly younger",
                each.from_age,
            )
            % years
        )
    else:
        yield _("not required by the agreement")
    if each.newest:
        yield _("%(decision)s on %(day)s") % {
            "decision": each.newest.decision.label,
            "day": wording.day_text(each.newest.decided_on),
        }
    elif each.state == TrackState.GRANTED:
        yield _("a court decision or a documented death replaces this consent")
    if each.newest and each.newest.reason:
        yield str(Reason(each.newest.reason).label)
    if each.newest and each.newest.decision == ConsentDecision.WITHHELD:
        yield asking_again(each.newest.next_approach_on, on=ledger.on)


def _row(row: Consent, ledger: Ledger, user: User) -> dict[str, Any]:
    known, verified = vars(row), hasattr(row, "verification")
    waits = row.decision == ConsentDecision.GIVEN and not verified and _is_newest(row, ledger)
    may = user.has_perm("cases.verify_consent") and ledger.child.is_open
    return {
        "consent": row,
        "giver": known["giver_name"],
        "how": " · ".join(_how(row)),
        "verified": row.verification if verified else None,
        "waits": waits,
        "may_verify": waits and may and row.recorded_by_id != user.pk,
        "no_day": row.decision == ConsentDecision.WITHHELD and row.next_approach_on is None,
    }


def _is_newest(row: Consent, ledger: Ledger) -> bool:
    return any(each.newest and each.newest.id == row.pk for each in ledger.standings)


def _how(row: Consent) -> Iterator[str]:
    yield row.get_method_display()
    if row.language:
        spoken = dict(Language.choices).get(row.language, row.language)
        yield _("explained in: %(language)s") % {"language": spoken}
    known = vars(row)
    if known["interpreter_name"]:
        yield _("interpreter: %(name)s") % {"name": known["interpreter_name"]}
    if known["witness_name"]:
        yield _("witness: %(name)s") % {"name": known["witness_name"]}
