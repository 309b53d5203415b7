"""The help: the tasks of each role step by step, words that recur, and whom to ask."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.pages.facts import Words
from cases.vocabulary import Role


@dataclass(frozen=True, slots=True)
class HelpTask:
    """One task: its steps, and the page where it begins."""

    title: Words
    route: str
    steps: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RoleHelp:
    """The tasks of a role; ``is_own`` where the reader has it."""

    role: Role
    tasks: tuple[HelpTask, ...]
    is_own: bool


_SECOND = _("A second person decides; you are told under My work when it comes back to you.")
_KEPT = _("The record stays, with who undid it, and counts no longer.")
_UNDO = HelpTask(
    _("Take a slip back"),
    "children",
    (
        _("Press “Undo” on the page of the child while nothing has followed the act."),
        _KEPT,
    ),
)
_VIEW = HelpTask(
    _("Keep a list the way you use it"),
    "children",
    (
        _("Narrow, sort and choose the columns, then save the view under a name."),
        _("A view is yours, or your team's; pin it to have it as a tab."),
        _("Select children to assign, print or save several at once."),
    ),
)
_PAST = HelpTask(
    _("See a date that has passed"),
    "dashboard",
    (
        _("Choose a date above the figures; choose a second one to compare."),
        _("The page says which figures are not kept for that date."),
    ),
)
_PAIRS = HelpTask(
    _("Answer possible duplicates"),
    "pairs",
    (
        _("Open the pair: names, births and mothers stand beside each other."),
        _("Say whether they are the same person and how you know, or leave it open."),
    ),
)
_MERGE = HelpTask(
    _("Merge two cases of one child"),
    "pairs",
    (
        _("Answer for the pair that both records are of the same person, and how you know."),
        _("Press “Merge the cases”, choose the number that is kept and the right facts."),
        _("A reviewer approves it; from then on the number given up opens the case that is kept."),
        _("Two people can undo it under Merges while nothing was decided on the merged case."),
    ),
)
_MOVE = HelpTask(
    _("Move a child to another mother"),
    "mothers",
    (
        _("Open the family, then “Move children to another mother…”; choose children and mother."),
        _("Read what follows: numbers, siblings, places, consents. Then request the move."),
        _("A reviewer approves it on your document or reason; the old numbers open the cases."),
    ),
)
_ENQUIRY = HelpTask(
    _("Answer a relative’s enquiry"),
    "enquiries",
    (
        _("Record who asks, how to reach this person, and for which child."),
        _("Choose the child among those near in the register, or nobody."),
        _("Tell ready sentences alone; whether a child is in the register, if a reviewer agrees."),
    ),
)
TASKS: dict[Role, tuple[HelpTask, ...]] = {
    Role.CASEWORKER: (
        HelpTask(
            _("Register a family"),
            "family-new",
            (
                _("Enter the mother and her children as the documents spell them."),
                _("Answer the possible duplicates that are shown, then save."),
            ),
        ),
        HelpTask(
            _("Register a list of the embassy"),
            "imports",
            (
                _("Send the file, then confirm its sheet and its columns."),
                _("Check each row as it is understood, correct it in place or set it aside."),
                _("Apply the list; from 26 rows on a second person approves it."),
            ),
        ),
        HelpTask(
            _("Take a child from registered to cleared"),
            "mothers",
            (
                _("Open the family: its table says what each child still needs."),
                _("Record clearances, consents and hearings, for several siblings at once."),
                _("Once the identity is verified, assess eligibility; a reviewer decides."),
                _("When nothing is missing any more, mark the child as cleared to travel."),
            ),
        ),
        HelpTask(
            _("Find out what is missing for a flight"),
            "children",
            (
                _("Open the child or the family and enter the date of the flight."),
                _("The list names each act, who does it and the last date for it."),
            ),
        ),
        HelpTask(
            _("Write a letter"),
            "children",
            (
                _("Open the child, then Letters; choose the letter and its language."),
                _("Read it before it leaves; “not for sending” says what is still wanting."),
            ),
        ),
        _VIEW,
        _UNDO,
        _PAIRS,
        _MERGE,
        _MOVE,
        _ENQUIRY,
        HelpTask(
            _("After the return"),
            "follow-ups",
            (
                _("Record the handover, add its scan, then record the placement."),
                _("Record each follow-up on its date; request the closing after the last one."),
            ),
        ),
    ),
    Role.REVIEWER: (
        HelpTask(
            _("Decide what others prepared"),
            "reviews",
            (
                _("Begin with what you can decide now; siblings share a row."),
                _("Read the facts and documents beside the decision, then decide or send back."),
                _("What you prepared yourself is decided by another reviewer."),
            ),
        ),
        HelpTask(
            _("Approve a passenger list"),
            "movements",
            (
                _("Read who travels, who would stay, and what is missing."),
                _("Once it is locked, every child on it is booked."),
            ),
        ),
        _PAIRS,
        _MERGE,
        _MOVE,
        _ENQUIRY,
        _VIEW,
        _PAST,
    ),
    Role.FINANCE_OFFICER: (
        HelpTask(
            _("Pay the fees that are due"),
            "fees",
            (
                _("Select the fees that are due, a family at once, and put them into a batch."),
                _("Submit the batch; a finance approver approves it."),
                _("Record the transfer, then the receipt of the other side."),
            ),
        ),
        HelpTask(
            _("Match the bank statement"),
            "statements",
            (
                _("Upload the statement and check what each line is matched with."),
                _("Explain what remains open in the reconciliation."),
            ),
        ),
    ),
    Role.FINANCE_APPROVER: (
        HelpTask(
            _("Approve payments and waivers"),
            "reviews",
            (
                _("Open the batch and compare its fees with its total."),
                _("Approve it or return it with a reason; nobody approves their own batch."),
            ),
        ),
    ),
    Role.TRAVEL_OFFICER: (
        HelpTask(
            _("Bring a movement to its departure"),
            "movements",
            (
                _("Plan the movement, add ready children and escorts, and request the lock."),
                _("The page says how many escorts the children and infants need."),
                _("After the lock, open the passenger list for the airline and the border post."),
                _("Record who is on board, then the departure and the arrival."),
            ),
        ),
        HelpTask(
            _("Take a slip back"),
            "movements",
            (
                _(
                    "On the same day, press “Undo” on the page of the movement: after a departure "
                    "or an arrival, or for who left a locked list."
                ),
                _KEPT,
            ),
        ),
    ),
    Role.OFFICIAL: (
        HelpTask(
            _("Read the figures"),
            "dashboard",
            (
                _("Each figure says its date and source; no page shows you a name."),
                _("Choose an earlier date to see the figures as they stood then."),
            ),
        ),
        _PAST,
    ),
    Role.AUDITOR: (
        HelpTask(
            _("See who viewed what"),
            "audit",
            (
                _("Narrow the list by person, date or page, and download it."),
                _("Read the reasons given for the views drawn by lot."),
            ),
        ),
        _PAST,
    ),
    Role.ADMIN: (
        HelpTask(
            _("Keep accounts and reference data"),
            "agreements",
            (
                _("Accounts, places and terms are kept in the administration."),
                _SECOND,
            ),
        ),
        HelpTask(
            _("Keep the wording of letters"),
            "agreements",
            (
                _("Enter the ministry's text in each language under Texts in other languages."),
                _("A text that no translator has checked is marked “not for sending”."),
            ),
        ),
    ),
}
WORDS: tuple[tuple[Words, Words], ...] = (
    (_("Clearance"), _("A document or check that the agreement requires before an act.")),
    (
        _("Consent"),
        _("The decision of a person who must agree; it is never changed, only followed."),
    ),
    (
        _("Cleared to travel"),
        _("All requirements before the flight are met; a place can be proposed."),
    ),
    (_("Booked"), _("Two people have locked the passenger list with the child on it.")),
    (_("Deferred"), _("Not decided yet: the case has a review date.")),
    (_("Second person"), _("Nobody approves what they prepared.")),
    (_("Journal"), _("What was done to a case: act, date and person, never changed.")),
)


def helps(roles: Collection[str]) -> list[RoleHelp]:
    """Return the tasks of all roles, those of the reader's first."""
    rows = [RoleHelp(role, tasks, role.value in roles) for role, tasks in TASKS.items()]
    return sorted(rows, key=lambda row: not row.is_own)
