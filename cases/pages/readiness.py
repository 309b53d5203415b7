"""What an agreement needs, in rows: how it stands, where it is done, who must act next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import wording
from cases.figures.readiness import AgreementNeeds, Need, TermState
from cases.models import Agreement, User
from cases.pages.facts import Words
from cases.vocabulary import TERMS, TermPart

_STATES: dict[TermState, tuple[Words, str]] = {
    TermState.READY: (_("Entered"), "ok"),
    TermState.SOME: (_("Entered for some stages; tasks in the others have no day"), "warn"),
    TermState.CHANGES: (_("Entered; a change waits for approval"), "warn"),
    TermState.USUAL: (_("The age of 18, always"), "ok"),
    TermState.NONE: (_("None"), "ok"),
    TermState.FOR_EVER: (_("No term: cases are kept without end"), "warn"),
    TermState.WAITS: (_("Waiting for approval"), "warn"),
    TermState.MISSING: (pgettext_lazy("term", "Missing"), "bad"),
}
#: Who enters a part, and who approves what waits, by permission.
_ENTERS = {TermPart.FEE: "propose_feeschedule"}
_APPROVES = {
    TermPart.FEE: "approve_feeschedule",
    TermPart.CRITERIA: "approve_criteria",
    **dict.fromkeys(TERMS, "approve_termchange"),
}
ADMIN = "manage_register"
#: Every permission of which the holders are named.
NAMED = tuple(dict.fromkeys((ADMIN, *_ENTERS.values(), *_APPROVES.values())))
#: The table of the administration in which a part is entered.
_TABLES = {
    TermPart.PUBLISHED: "publishedfigure",
    TermPart.FIGURES: "agreementfigures",
    TermPart.STATEMENTS: "agreementstatement",
    TermPart.CRITERIA: "criteriaset",
    TermPart.REQUIREMENTS: "requirement",
    TermPart.CONSENT: "consentrule",
    TermPart.LIMITS: "stagelimit",
    TermPart.FOLLOW_UPS: "followuprule",
    TermPart.AGES: "ageclock",
    TermPart.RETENTION: "retentionterm",
    TermPart.PLACES: "place",
    TermPart.TEAMS: "team",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One part: its state, the page where it is done (for whom may), and who acts next."""

    label: Words
    state: Words
    tone: str
    url: str
    who: str


def need_rows(
    needs: AgreementNeeds, holders: Mapping[str, Sequence[User]], *, is_admin: bool
) -> list[NeedRow]:
    """Return the parts of an agreement; ``holders`` are those of each of ``NAMED``."""
    return [_row(needs.agreement, need, holders, is_admin=is_admin) for need in needs.needs]


def _row(
    agreement: Agreement, need: Need, holders: Mapping[str, Sequence[User]], *, is_admin: bool
) -> NeedRow:
    state, tone = _STATES[need.state]
    return NeedRow(
        label=need.part.label,
        state=state,
        tone=tone,
        url=_address(agreement, need, is_admin=is_admin),
        who=_who(need, holders),
    )


def _who(need: Need, holders: Mapping[str, Sequence[User]]) -> str:
    waits = need.state in (TermState.WAITS, TermState.CHANGES)
    if not (waits or need.is_missing):
        return ""
    permission = _APPROVES[need.part] if waits else _ENTERS.get(need.part, ADMIN)
    people = [person for person in holders[permission] if person.pk != need.asked_by]
    return wording.people_text(map(str, people)) or str(_("Nobody may do it yet. Give a role."))


def _address(agreement: Agreement, need: Need, *, is_admin: bool) -> str:
    """Return where a part is done; a table of the administration only for who may open it."""
    if need.part == TermPart.FEE:
        return reverse("fee-schedule", args=[agreement.slug])
    if need.part == TermPart.CRITERIA and need.number is not None and not is_admin:
        return reverse("criteria", args=[agreement.slug, need.number])
    if need.part in TERMS and need.asked_by:
        return reverse("terms", args=[agreement.slug])
    if not is_admin:
        return ""
    if need.part == TermPart.AGREEMENT:
        return reverse("admin:cases_agreement_change", args=[agreement.pk])
    table = reverse(f"admin:cases_{_TABLES[need.part]}_changelist")
    if need.part in (TermPart.PLACES, TermPart.TEAMS):
        return table
    return f"{table}?{urlencode({'agreement__id__exact': agreement.pk})}"
