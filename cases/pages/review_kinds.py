"""The kinds of what waits for a second person: their words, their pages, their weight."""

from enum import StrEnum

from django.utils.translation import gettext_lazy

from cases.pages.facts import Words
from cases.queries.waiting_rows import Kind

#: What a kind is called, and the page where it is decided; what moves a case comes first.
PAGES: dict[Kind, tuple[Words, str]] = {
    Kind.ASSESSMENT: (gettext_lazy("Assessments to decide"), "assessment"),
    Kind.LOCK: (gettext_lazy("Passenger lists to lock"), "movement"),
    Kind.EXCEPTION: (gettext_lazy("Siblings who would stay behind"), "exception-approve"),
    Kind.CLAIM: (gettext_lazy("Kinship claims to decide"), "claim-decide"),
    Kind.INTERESTS: (gettext_lazy("Best-interests notes to approve"), "interests-note"),
    Kind.CLOSING: (gettext_lazy("Closings to decide"), "child-approve-closing"),
    Kind.REOPENING: (gettext_lazy("Reopenings to decide"), "child-approve-reopening"),
    Kind.MERGE: (gettext_lazy("Cases to merge"), "merge-decide"),
    Kind.UNMERGE: (gettext_lazy("Merges to undo"), "merge-undo-decide"),
    Kind.AGREEMENT: (gettext_lazy("Families to move"), "agreement-change-decide"),
    Kind.MOTHER: (gettext_lazy("Children to move to another mother"), "mother-change-decide"),
    Kind.BATCH: (gettext_lazy("Payment batches to approve"), "batch"),
    Kind.WAIVER: (gettext_lazy("Waivers to approve"), "fee"),
    Kind.REVERSAL: (gettext_lazy("Refunds and credits to approve"), "fee"),
    Kind.MISSED_FEE: (gettext_lazy("Missed fees to make due"), "missed-fee"),
    Kind.DISPOSAL: (gettext_lazy("Disposals to approve"), "disposal"),
    Kind.LIST: (gettext_lazy("Imported lists to approve"), "import-rows"),
    Kind.LIST_UNDO: (gettext_lazy("Imported lists to undo"), "import-rows"),
    Kind.VERIFY: (gettext_lazy("Identities to verify"), "child-verify"),
    Kind.CONSENT: (gettext_lazy("Consents to verify"), "child-verify-consent"),
    Kind.RESTATED: (gettext_lazy("Changes to confirm"), "child-confirm"),
    Kind.CRITERIA: (gettext_lazy("Criteria to publish"), "criteria"),
    Kind.SCHEDULE: (gettext_lazy("Fee schedules to approve"), "fee-schedule"),
    Kind.TERMS: (gettext_lazy("Terms of agreements to approve"), "terms"),
    Kind.FIGURE: (gettext_lazy("Explanations of published figures"), "published-figure"),
    Kind.OUTSIDE: (gettext_lazy("Totals to make public"), "outside-totals"),
    Kind.FACTOR_RESET: (gettext_lazy("Second factors to reset"), "account"),
    Kind.HELD: (gettext_lazy("Requests about what is held"), "held-answer"),
    Kind.SHARE: (gettext_lazy("Records to share with an authority"), "share-decide"),
    Kind.TELLING: (gettext_lazy("Answers to relatives to agree on"), "enquiry-decide"),
    Kind.NAMED_EXPORT: (gettext_lazy("Lists to export with names"), "named-export"),
}


#: What is asked of each kind, in the words of a line.
ASKED: dict[Kind, Words] = {
    Kind.LOCK: gettext_lazy("lock the passenger list"),
    Kind.EXCEPTION: gettext_lazy("siblings travel apart"),
    Kind.CLAIM: gettext_lazy("kinship: %(what)s"),
    Kind.INTERESTS: gettext_lazy("best-interests note: %(what)s"),
    Kind.CLOSING: gettext_lazy("close: %(what)s"),
    Kind.REOPENING: gettext_lazy("reopen: %(what)s"),
    Kind.MERGE: gettext_lazy("merge: %(what)s"),
    Kind.UNMERGE: gettext_lazy("undo the merge: %(what)s"),
    Kind.AGREEMENT: gettext_lazy("move to: %(what)s"),
    Kind.MOTHER: gettext_lazy("move children to: %(what)s"),
    Kind.VERIFY: gettext_lazy("identity"),
    Kind.CONSENT: gettext_lazy("consent: %(what)s"),
    Kind.BATCH: gettext_lazy("approve the payment batch"),
    Kind.WAIVER: gettext_lazy("waiver: %(what)s"),
    Kind.MISSED_FEE: gettext_lazy("fee that was missed: %(what)s"),
    Kind.SCHEDULE: gettext_lazy("fee schedule: %(what)s"),
    Kind.LIST: gettext_lazy("imported list: %(what)s"),
    Kind.LIST_UNDO: gettext_lazy("undo the imported list: %(what)s"),
    Kind.CRITERIA: gettext_lazy("publish criteria: %(what)s"),
    Kind.TERMS: gettext_lazy("terms: %(what)s"),
    Kind.FIGURE: gettext_lazy("explanation of a published figure: %(what)s"),
    Kind.OUTSIDE: gettext_lazy("make totals public: %(what)s"),
    Kind.FACTOR_RESET: gettext_lazy("reset the second factor: %(what)s"),
    Kind.DISPOSAL: gettext_lazy("dispose of: %(what)s"),
    Kind.HELD: gettext_lazy("request about what is held: %(what)s"),
    Kind.SHARE: gettext_lazy("share with: %(what)s"),
    Kind.TELLING: gettext_lazy("answer to relatives: %(what)s"),
    Kind.NAMED_EXPORT: gettext_lazy("export with names: %(what)s"),
}


class Section(StrEnum):
    """What is decided with like weight, in that order."""

    ASSESSMENTS = "assessments"
    MOVEMENTS = "movements"
    CARE = "care"
    MONEY = "money"
    REGISTER = "register"
    IDENTITIES = "identities"
    SHOWN = "with-document"
    BARE = "without-document"


#: The title of each, what is said beside it, and after how many days a request is late.
HEADS: dict[Section, tuple[Words, Words, int]] = {
    Section.ASSESSMENTS: (gettext_lazy("Assessments"), gettext_lazy("decided child by child"), 7),
    Section.MOVEMENTS: (gettext_lazy("Movements"), "", 3),
    Section.CARE: (gettext_lazy("Care, kinship and closing"), "", 7),
    Section.MONEY: (gettext_lazy("Money"), "", 7),
    Section.REGISTER: (gettext_lazy("Register and agreements"), "", 14),
    Section.IDENTITIES: (gettext_lazy("Identities to verify"), "", 14),
    Section.SHOWN: (
        gettext_lazy("Confirmations with a document"),
        gettext_lazy("can be confirmed together"),
        30,
    ),
    Section.BARE: (
        gettext_lazy("Confirmations without a document"),
        gettext_lazy("opened one by one"),
        30,
    ),
}
SMALL = (Kind.CONSENT, Kind.RESTATED)
#: The kinds of each section; confirmations are in two, by whether a document shows them.
KINDS_OF: dict[Section, tuple[Kind, ...]] = {
    Section.ASSESSMENTS: (Kind.ASSESSMENT,),
    Section.MOVEMENTS: (Kind.LOCK, Kind.EXCEPTION),
    Section.CARE: (
        *(Kind.CLAIM, Kind.INTERESTS, Kind.CLOSING, Kind.REOPENING),
        *(Kind.MERGE, Kind.UNMERGE, Kind.AGREEMENT, Kind.MOTHER),
    ),
    Section.MONEY: (Kind.BATCH, Kind.WAIVER, Kind.REVERSAL, Kind.MISSED_FEE, Kind.SCHEDULE),
    Section.REGISTER: (
        *(Kind.DISPOSAL, Kind.LIST, Kind.LIST_UNDO, Kind.CRITERIA, Kind.TERMS, Kind.FIGURE),
        *(Kind.OUTSIDE, Kind.FACTOR_RESET, Kind.HELD, Kind.SHARE, Kind.TELLING),
        Kind.NAMED_EXPORT,
    ),
    Section.IDENTITIES: (Kind.VERIFY,),
    Section.SHOWN: SMALL,
    Section.BARE: SMALL,
}


#: Where each kind stands first.
SECTION_OF = {kind: section for section in reversed(Section) for kind in KINDS_OF[section]}


class ReviewTab(StrEnum):
    """The lists of what waits for a second person, and of what was decided."""

    MINE = "mine"
    UNREADY = "not-ready"
    OWN = "others"
    SENT_BACK = "sent-back"
    DECIDED = "decided"


#: What the reader has judged, which nothing narrows.
JUDGED = (ReviewTab.SENT_BACK, ReviewTab.DECIDED)
TABS: dict[ReviewTab, Words] = {
    ReviewTab.MINE: gettext_lazy("For me"),
    ReviewTab.UNREADY: gettext_lazy("Not ready"),
    ReviewTab.OWN: gettext_lazy("For others"),
    ReviewTab.SENT_BACK: gettext_lazy("I sent back"),
    ReviewTab.DECIDED: gettext_lazy("Decided in 30 days"),
}
