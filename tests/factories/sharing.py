"""What leaves the register: lists with names, what is held or shared, totals, access keys."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from cases.casework import access_keys, held, named_exports, outside, shares
from cases.models import (
    AccessKey,
    Agreement,
    Child,
    Consent,
    HeldRequest,
    NamedExport,
    OutsideTotals,
    Sharing,
    User,
)
from cases.rules.outside import month_ends
from cases.vocabulary import HeldKind, KeyScope, Role, SharedPart
from tests.factories.people import user


def named_export(
    children: "QuerySet[Child]", *, by: User | None = None, narrowed: str = ""
) -> NamedExport:
    """Ask to take a list away with names, as a reviewer who may."""
    return named_exports.ask(
        by=by or user(Role.REVIEWER, exports_names=True),
        narrowed=narrowed,
        children=list(children.order_by("pk").values_list("pk", flat=True)),
        purpose="For the court in Baghdad",
    )


def held_request(child: Child, kind: HeldKind = HeldKind.FILE) -> HeldRequest:
    """Ask for what is held on ``child``."""
    by = user(Role.CASEWORKER)
    return held.ask(child=child, by=by, kind=kind, words="Her aunt, by letter")


def share(
    child: Child, consent: Consent | None = None, *, authority: str = "Court of Karkh"
) -> Sharing:
    """Ask to share the identity of ``child``, by ``consent`` or on a legal basis."""
    return shares.ask(
        child=child,
        by=user(Role.CASEWORKER),
        authority=authority,
        country=child.agreement.holding,
        consent=consent,
        basis="" if consent else "Article 12 of the agreement",
        parts=[SharedPart.IDENTITY],
        purpose="To give an exit permit",
    )


def outside_totals(
    made: Agreement, as_of: datetime.date | None = None, *, further: bool = False
) -> OutsideTotals:
    """Propose the totals of the last month for outside."""
    by = user(Role.REVIEWER)
    day = as_of or month_ends(timezone.localdate(), 1)[0]
    return outside.propose(agreement=made, by=by, as_of=day, with_further=further)


def public_totals(
    made: Agreement, as_of: datetime.date | None = None, *, further: bool = False
) -> OutsideTotals:
    """Propose and approve totals for outside."""
    proposal = outside_totals(made, as_of, further=further)
    by = user(Role.REVIEWER)
    return outside.approve(totals=proposal, version=proposal.version, by=by)


def access_key(
    scope: KeyScope = KeyScope.ALL, agreement: Agreement | None = None
) -> tuple[AccessKey, str]:
    """Make an access key as an admin, good for a month; return it with its words."""
    return access_keys.give(
        client="A ministry abroad",
        scope=scope,
        agreement=agreement,
        good_until=timezone.localdate() + datetime.timedelta(days=30),
        by=user(Role.ADMIN),
    )
