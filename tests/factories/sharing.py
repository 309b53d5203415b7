"""What leaves the register: lists with names, what is held on a child."""

from django.db.models import QuerySet

from cases.casework import held, named_exports
from cases.models import Child, HeldRequest, NamedExport, User
from cases.vocabulary import HeldKind, Role
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
