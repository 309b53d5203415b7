"""The ledger of a child's consents: where each stands, and every decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Consent, ConsentVerification, User
from cases.pages.doors import address
from cases.pages.facts import StatusLine, Tab, Words
from cases.pages.tracks import TONES, asking_again, status_of
from cases.queries.consent_ledger import Ledger, Standing
from cases.vocabulary import ConsentDecision, ConsentPurpose, Language, Reason, TrackState

if TYPE_CHECKING:
    from cases.queries.consent_ledger import ConsentWithPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """A decision; ``waits`` for a second person, who may be the reader (``may_verify``)."""

    consent: Consent
    giver: str
    how: str
    verified: ConsentVerification | None
    waits: bool
    may_verify: bool
    no_day: bool


def tabs(ledger: Ledger, current: ConsentPurpose | None) -> list[Tab]:
    """Return the purposes that anything is on record for, after all of them."""
    return [
        Tab(
            label=purpose.label if purpose else _("All purposes"),
            url=f"?purpose={purpose.value}" if purpose else "?",
            count=len(ledger.of(purpose)),
            current=purpose == current,
        )
        for purpose in (None, *ConsentPurpose)
        if purpose is None or purpose == current or ledger.of(purpose)
    ]


def standing(each: Standing, ledger: Ledger) -> StatusLine:
    """Return where the consent of one person for one purpose stands."""
    record = address(
        "child-consent",
        ledger.child.reference,
        giver=each.giver_role.value,
        purpose=each.purpose.value,
    )
    may_record = ledger.child.is_open and each.state != TrackState.UNVERIFIED
    return StatusLine(
        label=_("%(purpose)s: %(who)s")
        % {"purpose": each.purpose.label, "who": each.giver_role.label},
        url=record if may_record else "",
        status=_status(each),
        tone=TONES.get(each.state, "") if each.state else "idle",
        why=" · ".join(_why(each, ledger)),
    )


def _status(each: Standing) -> Words:
    return _("Not required") if each.state is None else status_of(each.giver_role, each.state)


def _why(each: Standing, ledger: Ledger) -> Iterator[str]:
    if each.asked:
        yield _("required by the agreement")
    elif each.from_age is not None:
        sentence = ngettext(
            "required from the age of %(years)s year; the child is certainly younger",
            "required from the age of %(years)s years; the child is certainly younger",
            each.from_age,
        )
        yield sentence % {"years": each.from_age}
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


def row(consent: "ConsentWithPeople", ledger: Ledger, user: User) -> ConsentRow:
    """Return one decision, with the names of those who took part."""
    verified = consent.verification if hasattr(consent, "verification") else None
    given = consent.decision == ConsentDecision.GIVEN
    waits = given and verified is None and _is_newest(consent, ledger)
    may = user.has_perm("cases.verify_consent") and ledger.child.is_open
    withheld = consent.decision == ConsentDecision.WITHHELD
    return ConsentRow(
        consent=consent,
        giver=consent.giver_name or "",
        how=" · ".join(_how(consent)),
        verified=verified,
        waits=waits,
        may_verify=waits and may and consent.recorded_by_id != user.pk,
        no_day=withheld and consent.next_approach_on is None,
    )


def _is_newest(consent: Consent, ledger: Ledger) -> bool:
    return any(each.newest and each.newest.id == consent.pk for each in ledger.standings)


def _how(consent: "ConsentWithPeople") -> Iterator[str]:
    yield consent.get_method_display()
    if consent.language:
        spoken = dict(Language.choices).get(consent.language, consent.language)
        yield _("explained in: %(language)s") % {"language": spoken}
    if consent.interpreter_name:
        yield _("interpreter: %(name)s") % {"name": consent.interpreter_name}
    if consent.witness_name:
        yield _("witness: %(name)s") % {"name": consent.witness_name}
