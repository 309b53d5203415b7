"""What leaves the register: lists with names."""

from django.db.models import QuerySet

from cases.casework import named_exports
from cases.models import Child, NamedExport, User
from cases.vocabulary import Role
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
