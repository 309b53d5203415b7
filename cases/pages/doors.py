"""The doors of a case: by which page, and by whom, each act is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Child, User
from cases.queries.case_files import CaseFile
from cases.queries.refusals import wrong_stage
from cases.vocabulary import Act, Role


@dataclass(frozen=True, slots=True)
class Door:
    """A page where an act is done: its name in the address list, who may, what the button says."""

    route: str
    permission: str
    label: str | Promise
    role: Role

    def is_open_to(self, user: User) -> bool:
        return user.has_perm(self.permission)


DOORS = {
    Act.VERIFY: Door("child-verify", "cases.verify_child", _("Verify the identity"), Role.REVIEWER),
    Act.ASSESS: Door(
        "child-assess", "cases.assess_child", _("Assess eligibility"), Role.CASEWORKER
    ),
    Act.DECIDE: Door(
        "child-decide", "cases.decide_assessment", _("Decide on the assessment"), Role.REVIEWER
    ),
    Act.RECONSIDER: Door(
        "child-reconsider", "cases.move_case", _("Resume the case"), Role.CASEWORKER
    ),
    Act.CLEAR: Door(
        "child-clear", "cases.move_case", _("Mark as cleared to travel"), Role.CASEWORKER
    ),
    Act.PROPOSE: Door(
        "movements", "cases.plan_movement", _("Propose a place"), Role.TRAVEL_OFFICER
    ),
    Act.LOCK: Door(
        "movement", "cases.plan_movement", _("Lock the passenger list"), Role.TRAVEL_OFFICER
    ),
    Act.DEPART: Door(
        "movement", "cases.plan_movement", _("Record the departure"), Role.TRAVEL_OFFICER
    ),
    Act.ARRIVE: Door(
        "movement", "cases.plan_movement", _("Record the arrival"), Role.TRAVEL_OFFICER
    ),
    Act.HAND_OVER: Door(
        "child-handover", "cases.move_case", _("Record the handover"), Role.CASEWORKER
    ),
    Act.SCAN_HANDOVER: Door(
        "child-handover-scan",
        "cases.move_case",
        _("Add the scan of the handover"),
        Role.CASEWORKER,
    ),
    Act.PLACE: Door("child-place", "cases.move_case", _("Record the placement"), Role.CASEWORKER),
    Act.FOLLOW_UP: Door(
        "child-follow-ups", "cases.work_case", _("Record the follow-up"), Role.CASEWORKER
    ),
    Act.DEFER: Door("child-defer", "cases.move_case", _("Defer the case"), Role.CASEWORKER),
    Act.LAPSE: Door(
        "child-lapse", "cases.move_case", _("Withdraw “cleared to travel”"), Role.CASEWORKER
    ),
    Act.HOLD: Door("child-hold", "cases.work_case", _("Put on hold"), Role.CASEWORKER),
    Act.RELEASE_HOLD: Door(
        "child-release-hold", "cases.work_case", _("End the hold"), Role.CASEWORKER
    ),
    Act.ASSIGN: Door("child-assign", "cases.assign_child", _("Assign"), Role.CASEWORKER),
    Act.NOTE: Door("child-note", "cases.work_case", _("Add a note"), Role.CASEWORKER),
    Act.CONSENT: Door("child-consent", "cases.work_case", _("Record a consent"), Role.CASEWORKER),
    Act.VERIFY_CONSENT: Door(
        "child-verify-consent", "cases.verify_consent", _("Verify a consent"), Role.REVIEWER
    ),
    Act.CLEARANCE: Door(
        "child-clearance", "cases.work_case", _("Record a clearance"), Role.CASEWORKER
    ),
    Act.DOCUMENT: Door(
        "child-document-new", "cases.work_case", _("Add a document"), Role.CASEWORKER
    ),
    Act.ASK_CLOSE: Door("child-close", "cases.move_case", _("Request closing"), Role.CASEWORKER),
    Act.CLOSE: Door(
        "child-approve-closing",
        "cases.approve_closing",
        _("Decide on the closing"),
        Role.REVIEWER,
    ),
    Act.ASK_REOPEN: Door(
        "child-reopen", "cases.move_case", _("Request reopening"), Role.CASEWORKER
    ),
    Act.REOPEN: Door(
        "child-approve-reopening",
        "cases.approve_closing",
        _("Decide on the reopening"),
        Role.REVIEWER,
    ),
}
#: Steps beside the next one, in the order in which a page offers them.
BESIDE = (
    Act.NOTE,
    Act.CONSENT,
    Act.CLEARANCE,
    Act.DOCUMENT,
    Act.SCAN_HANDOVER,
    Act.HOLD,
    Act.RELEASE_HOLD,
    Act.DEFER,
    Act.LAPSE,
    Act.ASK_CLOSE,
    Act.ASK_REOPEN,
)


def address(route: str, *args: Any, **query: str) -> str:
    """Return the address of a page; a misspelt route raises ``NoReverseMatch``."""
    return reverse(route, args=args, query=query or None)


def address_of(act: Act, file: CaseFile) -> str:
    """Return where ``act`` is done for the child of ``file``; empty where nowhere."""
    route = DOORS[act].route
    if act == Act.FOLLOW_UP and file.next_follow_up:
        return address("follow-up", file.child.reference, file.next_follow_up.n)
    if route == "movements":
        return reverse(route)
    if route == "movement":
        return address(route, file.seat) if file.seat else ""  # a child without a seat leaves none
    return address(route, file.child.reference)


def beside(file: CaseFile, user: User) -> Iterator[tuple[str | Promise, str]]:
    """Return label and address of the steps that ``user`` may take beside the next one."""
    for act in BESIDE:
        door = DOORS[act]
        if act != file.next_act and door.is_open_to(user) and _starts_here(file, act):
            yield door.label, address_of(act, file)


def _starts_here(file: CaseFile, act: Act) -> bool:
    child: Child = file.child
    if act == Act.LAPSE and not file.no_longer_met:
        return False
    if act == Act.SCAN_HANDOVER:
        return file.scan_missing
    if act == Act.HOLD and child.hold_reason:
        return False
    if act in (Act.CONSENT, Act.CLEARANCE) and not child.is_open:
        return False
    return not wrong_stage(child, act)
