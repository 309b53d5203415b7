"""A disposal in words: why a case is due, who agreed, what is certified."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.kept import said
from cases.models import Child, Disposal, DisposalCertificate, Enquiry
from cases.pages.facts import Fact
from cases.pages.retention import why
from cases.queries.disposals import DueCase, record_of
from cases.vocabulary import RetentionClass


def request_facts(
    record: Child | Enquiry, due: DueCase | None, waiting: Disposal | None
) -> list[Fact]:
    """Return what is asked for, or could be: the record, why it is due, and who asked."""
    facts = _called(record)
    if due:
        words = why(due.records, due.years, due.counted_from, due.ended_on)
        since = _("Due since %(day)s") % {"day": wording.day_text(due.kept_until)}
        facts.append(Fact(label=_("Why"), value=words, alt=since))
    if waiting:
        facts.append(
            Fact(
                label=_("Requested by"),
                value=str(waiting.asked_by),
                alt=wording.moment_text(waiting.asked_at),
            )
        )
    return facts


def _called(record: Child | Enquiry) -> list[Fact]:
    if isinstance(record, Enquiry):
        return [Fact(label=_("Enquiry"), value=record.reference)]
    return [
        Fact(label=_("Case"), value=record.reference),
        Fact(label=_("Agreement"), value=said(record.agreement.title)),
    ]


def certificate_facts(certificate: DisposalCertificate) -> list[Fact]:
    """Return what was disposed of: whose case by reference, when, by whom both, and how much."""
    disposal = certificate.disposal
    return [
        _called(record_of(disposal))[0],
        Fact(label=_("Records"), value=RetentionClass(disposal.records).label),
        Fact(label=pgettext("disposal", "Due since"), value=wording.day_text(disposal.kept_until)),
        Fact(label=_("Disposed of"), value=wording.moment_text(certificate.at)),
        _who(_("Requested by"), disposal.asked_by, disposal.asked_at),
        _who(_("Approved by"), disposal.approved_by, disposal.approved_at),
        Fact(label=_("Rows blanked or deleted"), value=sum((certificate.rows or {}).values())),
        Fact(label=_("Files deleted"), value=certificate.files),
        Fact(
            label=_("Backups hold it until"),
            value=wording.day_text(certificate.backups_until),
            alt=_("Backups are not changed; they are destroyed when their own term has passed."),
        ),
        Fact(
            label=_("Kept"),
            value=_("References, stages, days and kinds of what was done, money, counts."),
        ),
    ]


def left_facts(child: Child) -> list[Fact]:
    """Return what is left on record of a case that was disposed of."""
    days = (
        (pgettext("day", "Registered"), child.registered_on),
        (pgettext("day", "Returned"), child.returned_on),
        (pgettext("day", "Closed"), child.closed_on),
    )
    stage = Fact(label=_("Stage"), value=child.get_stage_display())
    return [
        stage,
        *(Fact(label=label, value=wording.day_text(day)) for label, day in days if day),
        Fact(label=_("Closed because"), value=child.get_closed_reason_display()),
    ]


def count_lines(certificate: DisposalCertificate) -> list[tuple[str, str]]:
    """Return how many rows of each table went."""
    rows = sorted((certificate.rows or {}).items())
    return [(name.removeprefix("cases_"), str(count)) for name, count in rows if count]


def certificate_paper(certificate: DisposalCertificate) -> dict[str, Any]:
    """Return the certificate as a paper."""
    disposal = certificate.disposal
    return {
        "title": _("Certificate of disposal"),
        "agreement": said(disposal.child.agreement.title) if disposal.child else "",
        "reference": disposal.reference,
        "facts": [[str(fact.label), str(fact.value)] for fact in certificate_facts(certificate)],
        "heads": [_("Records"), _("Rows")],
        "lines": count_lines(certificate),
    }


def _who(label: str, person: object, at: Any) -> Fact:
    return Fact(label=label, value=str(person), alt=wording.moment_text(at))
