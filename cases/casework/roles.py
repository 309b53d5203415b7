"""The roles as groups and their permissions, set up by one idempotent function.

Source: security page, section 2.
"""

from django.contrib.auth.models import Group, Permission

from cases.models import User
from cases.models.user import SYSTEM
from cases.vocabulary import Role

_LOOKS_AFTER = ("see_names", "see_family", "register_child", "work_case", "assign_child")

#: What each role may do, as code names of permissions of this application.
PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.CASEWORKER: (
        *_LOOKS_AFTER,
        "view_team_children",
        "move_case",
        "assess_child",
        "export_children",
        "see_movements",
        "follow_figures",
        "view_dashboard",
    ),
    Role.REVIEWER: (
        *_LOOKS_AFTER,
        "view_every_child",
        "verify_child",
        "verify_consent",
        "decide_assessment",
        "decide_claim",
        "approve_interests",
        "approve_closing",
        "approve_lock",
        "approve_criteria",
        "approve_feeschedule",
        "approve_termchange",
        "explain_figure",
        "write_briefing",
        "propose_outsidetotals",
        "ask_missedfee",
        "approve_missedfee",
        "export_children",
        "export_identified",
        "approve_namedexport",
        "approve_held",
        "approve_share",
        "approve_telling",
        "view_access",
        "answer_look",
        "view_history",
        "check_register",
        "view_disposal",
        "approve_disposal",
        "approve_factorreset",
        "see_movements",
        "view_ledger",
        "follow_figures",
        "view_dashboard",
    ),
    Role.FINANCE_OFFICER: (
        "view_children_with_fee",
        "view_ledger",
        "prepare_payment",
        "propose_feeschedule",
        "ask_missedfee",
        "view_dashboard",
    ),
    Role.FINANCE_APPROVER: (
        "view_children_with_fee",
        "view_ledger",
        "approve_payment",
        "approve_feeschedule",
        "approve_missedfee",
        "view_dashboard",
    ),
    Role.TRAVEL_OFFICER: (
        "view_travelling_children",
        "see_names",
        "plan_movement",
        "see_movements",
        "view_dashboard",
    ),
    Role.OFFICIAL: ("view_dashboard",),
    Role.AUDITOR: (
        "view_every_child",
        "view_ministry",
        "export_children",
        "view_ledger",
        "view_access",
        "read_audit",
        "view_rolegrant",
        "view_accesskey",
        "view_outsidetotals",
        "view_disposal",
        "ask_names",
        "view_history",
        "follow_figures",
        "view_dashboard",
    ),
    Role.ADMIN: (
        "view_dashboard",
        "manage_register",
        "give_accesskey",
        "view_ministry",
        "change_ministry",
        "propose_feeschedule",
        "ask_factorreset",
        "approve_factorreset",
        "ask_termchange",
        "ask_disposal",
        "view_disposal",
    ),
}

#: Reference data and people who sign in: the admin's own tables.
KEPT_BY_ADMIN = (
    "ageclock",
    "agreement",
    "agreementfigures",
    "agreementstatement",
    "consentrule",
    "country",
    "criteriaset",
    "criterion",
    "currency",
    "feeschedule",
    "followuprule",
    "kindofclearance",
    "phrase",
    "place",
    "placename",
    "publishedfigure",
    "requirement",
    "retentionterm",
    "stagelimit",
    "team",
    "user",
)
_ADMIN_VERBS = ("view", "add", "change", "delete")
_AUDITOR_VERBS = ("view",)


def _codenames(role: Role) -> set[str]:
    verbs = {Role.ADMIN: _ADMIN_VERBS, Role.AUDITOR: _AUDITOR_VERBS}.get(role, ())
    codenames = {f"{verb}_{model}" for verb in verbs for model in KEPT_BY_ADMIN}
    return codenames | set(PERMISSIONS[role])


def set_up_roles(using: str = "default") -> None:
    """Give the groups of ``Role`` exactly their permissions; create the system user."""
    ours = Permission.objects.using(using).filter(content_type__app_label="cases")
    by_codename = {permission.codename: permission for permission in ours}
    for role in Role:
        group, _is_new = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([by_codename[name] for name in sorted(_codenames(role))])
    system, is_new = User.objects.using(using).get_or_create(
        username=SYSTEM, defaults={"is_active": False, "first_name": "System"}
    )
    if is_new:
        system.set_unusable_password()
        system.save(using=using)
