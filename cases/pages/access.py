"""Who looked at a record, and what people call the pages that identify somebody."""

import datetime
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import AccessRow, User
from cases.pages.facts import Words

#: What people call the pages, by their name in the list of addresses. A page without a line
#: of its own goes by that of the page it belongs to: ``batch-approve`` is a payment batch.
_PAGES = {
    "child": _("Record of the child"),
    "child-access": _("Who has viewed this child"),
    "child-edit": _("Correction of the record"),
    "child-confirm": _("Confirming a change"),
    "note-shown": _("Sensitive note"),
    "child-letters": _("Letters of the case"),
    "report-csv": _("Report saved as a file"),
    "report-xlsx": _("Report saved as a file"),
    "assessment": _("Assessment"),
    "assessment-withdraw": _("Assessment"),
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
    "child-contact": _("How to reach the caregiver"),
    "child-approve-reopening": _("Deciding on the reopening"),
    "child-document-new": _("Adding a document"),
    "mother-document-new": _("Adding a document"),
    "document": _("Page of a document"),
    "document-file": _("Document downloaded"),
    "document-preview": _("Document opened"),
    "document-first-page": _("First page of a document seen"),
    "document-sensitive": _("Sensitive document opened"),
    "document-withdraw": _("Withdrawing a document"),
    "mother": _("Record of the mother"),
    "mother-journal": _("Journal of the family"),
    "mother-access": _("Who has viewed this family"),
    "mother-edit": _("Correction of the mother's record"),
    "mother-child-new": _("Registering a sibling"),
    "mother-legal": _("Legal situation of the mother"),
    "children": _("List of children"),
    "children-csv": _("List of children, as a file"),
    "children-xlsx": _("List of children, as a file"),
    "child-shares": _("Shared with authorities"),
    "share-withdraw": _("Shared with authorities"),
    "share-ask": _("Share with another authority"),
    "share-decide": _("Decide on sharing a record"),
    "share-file": _("Record shared with an authority, as a file"),
    "audit-shares": _("Shared with authorities"),
    "child-held": _("What is held on a person"),
    "held-answer": _("What is held on a person"),
    "held-withdraw": _("What is held on a person"),
    "held-ask": _("What is held on a person"),
    "held-file": _("What is held on the child, as a file"),
    "named-export": _("Export with names"),
    "named-export-ask": _("Export with names"),
    "named-export-csv": _("List of children with names, as a file"),
    "named-export-xlsx": _("List of children with names, as a file"),
    "audit-exports": _("Exports with names"),
    "mothers": _("List of families"),
    "documents": _("Documents"),
    "list-purpose": _("Purpose of a list with names"),
    "family": _("Register a family"),
    "search": _("Search"),
    "search-suggest": _("Search, while typing"),
    "home": _("My work"),
    "tasks": _("Tasks"),
    "reviews": _("Reviews"),
    "dashboard": _("Dashboard"),
    "draft": _("Draft"),
    "interests": _("Best-interests note"),
    "hearings": _("Court hearings"),
    "follow": _("Follow-up"),
    "movements": _("Movements"),
    "movement": _("Movement"),
    "seat": _("Movement"),
    "manifest": _("Passenger list"),
    "exception": _("Sibling exception"),
    "fees": _("Fees"),
    "fees-csv": _("Fees, as a file"),
    "fees-xlsx": _("Fees, as a file"),
    "fee": _("Fee"),
    "fee-schedule": _("Fee schedule"),
    "missed": _("Missed fees"),
    **dict.fromkeys(("waiver", "waivers"), _("Waiver")),
    "reversal": _("Reversal"),
    "refund": _("Refund"),
    "money-figures": _("Payment figures"),
    "postings": _("Postings, as a file"),
    "batches": _("Payment batches"),
    "batch": _("Payment batch"),
    "receipts": _("Receipts"),
    "receipt": _("Receipt"),
    "statements": _("Bank statements"),
    "statement": _("Bank statement"),
    "reconciliation": _("Reconciliation"),
    "agreements": _("Agreements"),
    "agreement": _("Agreement"),
    "forecasts": _("Past forecasts"),
    "forecast-again": _("Run it again"),
    "forecast-make": _("Make the forecast now"),
    "agreement-change": _("Move to another agreement"),
    "mother-change": _("Move to another mother"),
    "consent-changes": _("Consent rules"),
    "criteria": _("Criteria set"),
    "terms": _("Terms of the agreement"),
    "places": _("Places to check"),
    "place": _("Places to check"),
    "integrity": _("Data checks"),
    **dict.fromkeys(("import", "imports"), _("Imported lists")),
    **dict.fromkeys(("pairs", "pair", "pair-merge"), _("Duplicates")),
    **dict.fromkeys(
        ("merges", "merge", "merge-decide", "merge-undo", "merge-undo-decide"), _("Merges")
    ),
    **dict.fromkeys(("enquiry", "enquiries"), _("Enquiries of relatives")),
    **dict.fromkeys(("view", "views"), _("Saved views")),
    **dict.fromkeys(("caseload", "caseloads"), _("Caseloads")),
    "picked": _("Children"),
    **dict.fromkeys(("message", "messages"), _("Messages")),
    **dict.fromkeys(("report", "reports"), _("Reports")),
    "briefing": _("Briefing"),
    "monthly-report": _("Monthly report"),
    **dict.fromkeys(("figures", "returns"), _("Dashboard")),
    **dict.fromkeys(("published", "figure", "explanation"), _("Published figures")),
    **dict.fromkeys(("outside", "public"), _("Totals for outside")),
    **dict.fromkeys(("access-key", "access-keys", "read"), _("Access keys")),
    "forgotten": _("Sign in"),
    "keeping": _("Backups and files"),
    "retention": _("Retention"),
    "disposal": _("Disposal"),
    "audit": _("Audit"),
    "role-grants": _("Roles assigned"),
    "me": _("My settings"),
    "help": _("Help"),
    "style": _("Style guide"),
    "csv": _("My settings"),
    "names": _("Hiding names"),
    "language": _("Language"),
    "account": pgettext_lazy("user", "Account"),
    "sessions": _("Open sessions"),
    "password": _("Change password"),
    "second": _("Second factor"),
    "factors": _("Second factor"),
    "factor": _("Second factor"),
    "confirm": _("Confirming it is you"),
    "login": _("Sign in"),
    "logout": _("Sign out"),
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
        page=page_name(row.page),
        purpose=row.get_purpose_display() or "",
    )


def page_name(route: str) -> Words:
    """Return what people call a page, by its name in the list of addresses."""
    name = route
    while name not in _PAGES:
        name, dash, _act = name.rpartition("-")
        if not dash:
            return route
    return _PAGES[name]


def page_title(path: str) -> str:
    """Return what people call the page of an address, empty where there is none."""
    try:
        return str(page_name(resolve(path).url_name or ""))
    except Resolver404:
        return ""
