"""What leaves the register: lists with names, what is held on a child, or shared."""

from django.db.models import QuerySet

from cases.casework import held, named_exports, shares
from cases.models import Child, Consent, HeldRequest, NamedExport, Sharing, User
from cases.vocabulary import HeldKind, Role, SharedPart
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
