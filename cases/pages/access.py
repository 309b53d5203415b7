"""Who looked at a record, and what people call the pages that identify somebody."""

import datetime
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from cases.models import AccessRow, User
from cases.pages.facts import Words

#: What people call the pages that identify somebody, by the name in the list of addresses.
PAGES = {
    "child": _("Record of the child"),
    "child-access": _("Who has viewed this child"),
    "child-edit": _("Correction of the record"),
    "child-confirm": _("Confirming a change"),
    "note-shown": _("Sensitive note"),
    "assessment": _("Assessment"),
    "child-assess": _("Assessment"),
    "child-assign": _("Assigning"),
    "child-note": _("Notes"),
    "child-consent": _("Recording a consent"),
    "child-verify-consent": _("Verifying a consent"),
    "child-clearance": _("Recording a clearance"),
    "child-verify": _("Verifying the identity"),
    "child-claims": _("Kinship claims"),
    "child-claim": _("Recording a kinship claim"),
    "claim-evidence": _("Evidence of a kinship claim"),
    "claim-decide": _("Deciding a kinship claim"),
    "claim-withdraw": _("Withdrawing a kinship claim"),
    "child-hearing": _("Setting a court hearing"),
    "hearing-held": _("Outcome of a court hearing"),
    "hearing-adjourn": _("Outcome of a court hearing"),
    "hearing-cancel": _("Outcome of a court hearing"),
    "child-clear": _("Marking as cleared to travel"),
    "child-lapse": _("Withdrawing “cleared to travel”"),
    "child-defer": _("Deferring the case"),
    "child-reconsider": _("Resuming the case"),
    "child-hold": _("Putting on hold"),
    "child-release-hold": _("Ending the hold"),
    "child-close": _("Requesting closing"),
    "child-approve-closing": _("Deciding on the closing"),
    "child-reopen": _("Requesting reopening"),
    "child-undo": _("Undoing the last step"),
    "child-journal": _("Journal"),
    "child-approve-reopening": _("Deciding on the reopening"),
    "child-document-new": _("Adding a document"),
    "mother-document-new": _("Adding a document"),
    "document": _("Page of a document"),
    "document-file": _("Document downloaded"),
    "document-preview": _("Document opened"),
    "document-sensitive": _("Sensitive document opened"),
    "document-withdraw": _("Withdrawing a document"),
    "mother": _("Record of the mother"),
    "mother-access": _("Who has viewed this family"),
    "mother-edit": _("Correction of the mother's record"),
    "mother-child-new": _("Registering a sibling"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who was shown which page, when, and for what stated purpose."""

    by: User
    at: datetime.datetime
    page: Words
    purpose: str


def look(row: AccessRow) -> Look:
    return Look(
        by=row.by,
        at=row.at,
        page=PAGES.get(row.page, row.page),
        purpose=row.get_purpose_display() or "",
    )


def page_title(path: str) -> str:
    """Return what people call the page of an address, empty where it has no name here."""
    try:
        return str(PAGES.get(resolve(path).url_name or "", ""))
    except Resolver404:
        return ""
